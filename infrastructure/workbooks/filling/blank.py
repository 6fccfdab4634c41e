"""A whole workbook filled: one sheet, what the workbook says of it, and nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from xml.parsers.expat import ExpatError

from infrastructure.office_packages.rewriting import rewritten
from infrastructure.workbooks.filling.area import Area
from infrastructure.workbooks.filling.below import FORMULAS, moved_drawing
from infrastructure.workbooks.filling.blank_package import BlankPackage
from infrastructure.workbooks.filling.inserted import Inserted, Unclear
from infrastructure.workbooks.filling.markup import Edits, Element
from infrastructure.workbooks.filling.refusals import BlankRefused, TooFewRows
from infrastructure.workbooks.filling.sheet import BlankSheet, Values
from infrastructure.workbooks.filling.sheet_rows import Formulas, formulas_in, rows_of

_BEFORE_CALCULATION = ("sheets", "functionGroups", "externalReferences", "definedNames")


def check_blank(content: bytes, area: Area) -> None:
    """Raises BlankRefused where the part of the workbook cannot be filled. It was looked through before
    (`package_checks`)."""
    with _damage_told():
        _Blank(content, area)


def fill_blank(content: bytes, area: Area, rows: Sequence[Values]) -> bytes:
    """The bytes of the workbook with these rows; every part that says nothing of them as it was. Raises
    BlankRefused."""
    with _damage_told():
        return _Blank(content, area).filled(rows)


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except (ExpatError, LookupError, ValueError, AssertionError) as problem:
        raise BlankRefused(
            "空表文件的内部结构不完整，无法填写。请在 Excel 或 WPS 中另存后重新上传。"
        ) from problem


class _Blank:
    def __init__(self, content: bytes, area: Area) -> None:
        self._content = content
        self._parts = BlankPackage(content)
        self._part = self._parts.sheet_part(area.sheet)
        self._sheet = BlankSheet(self._parts.content(self._part), area, self._parts.looks())

    def filled(self, rows: Sequence[Values]) -> bytes:
        inserted = self._sheet.inserted(len(rows))
        changed: dict[str, bytes | None] = {self._part: self._sheet.filled(rows)}
        book = Edits(self._parts.content(self._parts.main))
        self._calculate_on_load(book)
        if inserted.count:
            self._check_elsewhere(inserted)
            self._move_names(book, inserted)
            changed |= self._moved_drawings(inserted)
            if self._sheet.has_formulas:
                changed |= self._without_chain()
        changed[self._parts.main] = book.applied()
        return rewritten(
            self._content, {self._parts.package.name_of(part): new for part, new in changed.items()}
        )

    # What the workbook says of its sheets.

    def _calculate_on_load(self, book: Edits) -> None:
        calculation = self._parts.book.child("calcPr")
        if calculation is not None:
            book.set(calculation, fullCalcOnLoad="1")
            return
        before = [each for each in self._parts.book.children if each.local in _BEFORE_CALCULATION][-1]
        new = f'<{self._parts.book.prefix}calcPr fullCalcOnLoad="1"/>'.encode()
        book.replace(before.end, before.end, new)

    def _move_names(self, book: Edits, inserted: Inserted) -> None:
        names = self._parts.book.child("definedNames")
        for name in names.children if names else ():
            try:
                book.set_text(name, inserted.formula(name.text, row=None, own=False))
            except Unclear as unclear:
                why = f"名称“{name.attributes.get('name', '')}”在插入行之后指向哪里不能确定，"
                raise TooFewRows(why, inserted.needed) from unclear

    def _moved_drawings(self, inserted: Inserted) -> dict[str, bytes | None]:
        changed: dict[str, bytes | None] = {}
        for relation in self._parts.package.relations(self._part).values():
            if relation.kind == "drawing" and not relation.external:
                content = self._parts.content(relation.target)
                if (moved := moved_drawing(content, inserted)) != content:
                    changed[relation.target] = moved
        return changed

    def _without_chain(self) -> dict[str, bytes | None]:
        """The order of calculation names cells that have moved; a spreadsheet program makes it anew."""
        chain = next((key for key, each in self._parts.relations.items() if each.kind == "calcChain"), None)
        if chain is None:
            return {}
        part = self._parts.relations[chain].target
        folder, _, name = self._parts.main.rpartition("/")
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        changed: dict[str, bytes | None] = {part: None}
        for listed, key, value in (
            (relations, "Id", chain),
            ("[Content_Types].xml", "PartName", f"/{part}"),
        ):
            edits = Edits(self._parts.content(listed))
            for each in self._parts.tree(listed).children:
                if each.attributes.get(key) == value:
                    edits.replace(each.start, each.end, b"")
            changed[listed] = edits.applied()
        return changed

    # What in other parts points into the rows that move.

    def _check_elsewhere(self, inserted: Inserted) -> None:
        for name, part in self._parts.sheets.items():
            if part != self._part:
                self._check_formulas(f"工作表“{name}”", self._parts.tree(part), inserted)
        for part in self._parts.package.names:
            if "/charts/" in part or "/pivotcache/" in part:
                self._check_other(part, inserted)
        self._check_comments(inserted)

    def _check_formulas(self, where: str, root: Element, inserted: Inserted) -> None:
        data = root.child("sheetData")
        rows = rows_of(data) if data else {}
        formulas = Formulas(rows)
        try:
            for _, name, formula in formulas_in(rows):
                words = formulas.words(formula, name)
                _check_still(words, inserted)
            for each in root.walk():
                if each.local in FORMULAS and (each.parent is None or each.parent.local != "c"):
                    _check_still(each.text, inserted)
        except Unclear as unclear:
            why = f"{where}里的公式引用了要移动的行，无法同时修改；"
            raise TooFewRows(why, inserted.needed) from unclear

    def _check_other(self, part: str, inserted: Inserted) -> None:
        for each in self._parts.tree(part).walk():
            points = each.local == "worksheetSource" and each.attributes.get("sheet") == inserted.sheet
            try:
                if each.local == "f":
                    _check_still(each.text, inserted)
                moves = False
            except Unclear:
                moves = True
            if points or moves:
                raise TooFewRows("图表或数据透视表引用了要移动的行，无法同时修改；", inserted.needed)

    def _check_comments(self, inserted: Inserted) -> None:
        for relation in self._parts.package.relations(self._part).values():
            if relation.kind not in ("comments", "threadedComment") or relation.external:
                continue
            for each in self._parts.tree(relation.target).walk():
                reference = each.attributes.get("ref", "")
                if each.local in ("comment", "threadedComment") and inserted.moved(reference) != reference:
                    raise TooFewRows(f"{reference} 的批注不能随行移动；", inserted.needed)


def _check_still(formula: str, inserted: Inserted) -> None:
    """Raises Unclear for a formula of another part that would have to change."""
    if formula != inserted.formula(formula, row=None, own=False):
        raise Unclear


def last_row_with_cells(content: bytes, sheet: str) -> int:
    """The last row of a sheet that has cells, blank ones with a format too; 0 where there is none."""
    with _damage_told():
        parts = BlankPackage(content)
        data = parts.tree(parts.sheet_part(sheet)).child("sheetData")
        return max((number for number, row in rows_of(data).items() if row.cells), default=0) if data else 0
