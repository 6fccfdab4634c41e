"""What stands beside the rows of a sheet and moves with them: merges, validations, filters, breaks, drawings."""

from infrastructure.workbooks.filling.inserted import Inserted, Unclear
from infrastructure.workbooks.filling.markup import Edits, Element, parsed
from infrastructure.workbooks.filling.refusals import TooFewRows

# What points at cells in ways that are not followed here.
_NOT_MOVED = {
    "tableParts": "工作表里有用“套用表格格式”做的表格，不能在其中插入行；",
    "scenarios": "工作表里有方案（模拟分析），不能随行移动；",
    "dataConsolidate": "工作表里有合并计算，不能随行移动；",
    "customSheetViews": "工作表里有自定义视图，不能随行移动；",
    "cellWatches": "工作表里有监视窗口，不能随行移动；",
    "oleObjects": "工作表里有嵌入的对象，不能随行移动；",
    "controls": "工作表里有控件，不能随行移动；",
}
FORMULAS = frozenset({"f", "formula", "formula1", "formula2"})
_ONE_PLACE = frozenset({"mergeCell", "hyperlink"})
_SEEN_ONLY = frozenset({"sheetData", "sheetViews"})


def check_movable(root: Element, inserted: Inserted) -> None:
    """Raises TooFewRows for what would be left behind."""
    for child in root.children:
        if child.local in _NOT_MOVED:
            raise TooFewRows(_NOT_MOVED[child.local], inserted.needed)


def move_surroundings(edits: Edits, root: Element, inserted: Inserted, *, added_merges: list[str]) -> None:
    """Everything of a sheet but its rows, after rows were put in."""
    for child in root.children:
        if child.local in _SEEN_ONLY:
            continue
        try:
            for each in child.walk():
                _move(edits, each, inserted, added_merges)
        except Unclear as unclear:
            where = child.attributes.get("sqref", child.local)
            why = f"{where} 的条件格式或数据有效性在插入行之后指向哪里不能确定，"
            raise TooFewRows(why, inserted.needed) from unclear


def _move(edits: Edits, each: Element, inserted: Inserted, added_merges: list[str]) -> None:
    if changed := _moved_attributes(each, inserted):
        edits.set(each, **changed)
    if each.local == "mergeCells" and added_merges:
        edits.set(each, count=str(len(each.children) + len(added_merges)))
        name = f"{each.prefix}mergeCell"
        edits.insert(each, "".join(f'<{name} ref="{merge}"/>' for merge in added_merges).encode())
    elif each.local == "sqref":
        edits.set_text(each, inserted.grown(each.text))
    elif each.local in FORMULAS and each.text:
        edits.set_text(each, inserted.formula(each.text, row=_first_row_of(each)))


def _moved_attributes(each: Element, inserted: Inserted) -> dict[str, str | None]:
    if each.local == "dimension":
        return {}  # a hint only, and not always a true one
    if each.local == "cfvo" and each.attributes.get("type") == "formula":
        raise Unclear
    place = inserted.moved if each.local in _ONE_PLACE else inserted.grown
    changed: dict[str, str | None] = {
        name: place(each.attributes[name]) for name in ("ref", "sqref") if name in each.attributes
    }
    if each.local == "brk" and each.parent and each.parent.local == "rowBreaks":
        number = int(each.attributes["id"])
        changed["id"] = str(number + inserted.count if number >= inserted.after else number)
    if each.local == "hyperlink" and "location" in each.attributes:
        changed["location"] = _moved_location(each.attributes["location"], inserted)
    return changed


def _moved_location(location: str, inserted: Inserted) -> str:
    """Where a link inside the workbook leads."""
    try:
        return inserted.formula(location, row=None)
    except Unclear:
        return location  # no place of a sheet


def _first_row_of(formula: Element) -> int | None:
    """A rule is written as for the first cell of its range."""
    owner = formula.parent
    while owner is not None:
        beside = owner.child("sqref")
        reference = owner.attributes.get("sqref") or (beside.text if beside else "")
        if reference:
            digits = "".join(sign for sign in reference.split()[0].split(":")[0] if sign.isdigit())
            return int(digits) if digits else None
        owner = owner.parent
    return None


def moved_drawing(content: bytes, inserted: Inserted) -> bytes:
    """Pictures, text boxes and charts that stand below the table go down with it."""
    edits = Edits(content)
    for anchor in parsed(content).walk():
        start, end = anchor.child("from"), anchor.child("to")
        if start is None or int(_row(start).text) < inserted.after:
            continue
        for corner in (start, end):
            if corner is not None:
                row = _row(corner)
                edits.set_text(row, str(int(row.text) + inserted.count))
    return edits.applied()


def _row(corner: Element) -> Element:
    row = corner.child("row")
    if row is None:
        raise ValueError("an anchor without a row")
    return row
