"""Word documents (.docx): each table is a sheet, what is written above it stands in the rows above it."""

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element
from xml.parsers.expat import ExpatError

from infrastructure.workbooks.reader.budget import Answer, Budget, Refused
from infrastructure.workbooks.reader.cells import laid_out
from infrastructure.workbooks.reader.docx_text import Content, Notes, blocks_of, content_of, told
from infrastructure.workbooks.reader.package import Package

_MOST_ABOVE = 20  # paragraphs: a title, whose it is, what it is about; not the letter that it is an annex of
_LONGEST_TOLD = 200


def read_docx(content: bytes, budget: Budget) -> list[Answer]:
    try:
        package = Package(content)
        main = package.main_part("word/document.xml")
        document = package.tree(main)
        body = document.find("body") if document is not None else None
        sheets = _sheets(body, Notes(package, main)) if body is not None else []
    except (ExpatError, KeyError, IndexError):
        raise Refused("damaged") from None
    budget.check_sheets([_name(number) for number, _ in enumerate(sheets, 1)])
    if not sheets:
        raise Refused("no_tables")
    return [sheet.answer(number, budget) for number, sheet in enumerate(sheets, 1)]


def _name(number: int) -> str:
    return f"表 {number}"


def _sheets(body: Element, notes: Notes) -> list["_Sheet"]:
    sheets: list[_Sheet] = []
    above: list[Content] = []
    for block in blocks_of(body, "p", "tbl"):
        if block.tag == "p":
            content = content_of(block, notes)
            if content.text or content.beside:
                above.append(content)
            continue
        sheets.append(_Sheet(above))
        sheets[-1].take_table(block, notes)
        above = []
    if sheets:
        sheets[-1].take_below(above)
    return sheets


@dataclass
class _Cell:
    content: Content
    width: int
    goes_on: bool  # merged with the one above it


@dataclass
class _Sheet:
    above: list[Content]
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[list[int]] = field(default_factory=list)
    struck: list[tuple[int, int]] = field(default_factory=list)
    partly_struck: list[tuple[int, int]] = field(default_factory=list)
    beside: list[list[Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        left, self.above = self.above[:-_MOST_ABOVE], self.above[-_MOST_ABOVE:]
        if left:
            self._tell_prose(left, 1)
        for content in self.above:
            self.rows.append([content.text or None])
            self.beside += told(content, len(self.rows), 1)

    def _tell_prose(self, contents: list[Content], row: int) -> None:
        if words := "；".join(content.text for content in contents if content.text):
            self.beside.append([row, 1, "prose", words[:_LONGEST_TOLD]])

    def take_below(self, contents: list[Content]) -> None:
        self._tell_prose(contents, len(self.rows))
        for content in contents:
            self.beside += told(content, len(self.rows), 1)

    def take_table(self, table: Element, notes: Notes) -> None:
        rows = [[_cell(each, notes) for each in blocks_of(row, "tc")] for row in blocks_of(table, "tr")]
        befores = [_number(row.find("trPr/gridBefore")) for row in blocks_of(table, "tr")]
        counts = {len(cells) for cells in rows if len(cells) > 1}
        if len(counts) == 1:
            # Borders dragged a little apart make columns of their own, though every row has the same cells.
            _by_count(rows, counts.pop())
            befores = [0] * len(rows)
        open_: dict[int, tuple[int, int]] = {}  # by column: first row and width of what is merged down
        for cells, before in zip(rows, befores, strict=True):
            self._take_row(cells, before + 1, open_)
        self._close(open_, list(open_))

    def _take_row(self, cells: list[_Cell], column: int, open_: dict[int, tuple[int, int]]) -> None:
        row = len(self.rows) + 1
        values: list[Any] = [None] * (column - 1)
        going_on = set()
        for cell in cells:
            if cell.goes_on and column in open_:
                going_on.add(column)
            else:
                self._close(open_, [column])
                open_[column] = (row, cell.width)
                self._note_looks(cell.content, row, column)
            # What stands in a cell merged with the one above is shown nowhere; it is told.
            hidden = cell.content.text if column in going_on else ""
            self.beside += [[row, column, "covered", hidden]] if hidden else []
            values += [None if column in going_on else cell.content.text or None, *[None] * (cell.width - 1)]
            self.beside += told(cell.content, row, column)
            column += cell.width
        self._close(open_, [each for each in open_ if each not in going_on and open_[each][0] < row])
        self.rows.append(values)

    def _note_looks(self, content: Content, row: int, column: int) -> None:
        if True in content.struck:
            places = self.partly_struck if False in content.struck else self.struck
            places.append((row, column))

    def _close(self, open_: dict[int, tuple[int, int]], columns: list[int]) -> None:
        """With the last row that was taken."""
        bottom = len(self.rows)
        for column in columns:
            top, width = open_.pop(column, (0, 0))
            if top and (width > 1 or bottom > top):
                self.merged.append([top, column, bottom, column + width - 1])

    def answer(self, number: int, budget: Budget) -> Answer:
        budget.take_merged(len(self.merged))
        return {
            "name": _name(number),
            "hidden": False,
            "rows": laid_out(self.rows, budget),
            "merged": self.merged,
            "hidden_rows": [],
            "hidden_columns": [],
            "struck": self.struck,
            "partly_struck": self.partly_struck,
            "beside": self.beside,
        }


def _by_count(rows: list[list[_Cell]], count: int) -> None:
    for cells in rows:
        for cell in cells:
            cell.width = count if len(cells) == 1 else 1


def _cell(element: Element, notes: Notes) -> _Cell:
    looks = element.find("tcPr")
    merge = looks.find("vMerge") if looks is not None else None
    goes_on = merge is not None and merge.get("val", "continue") != "restart"
    width = _number(looks.find("gridSpan") if looks is not None else None)
    return _Cell(content_of(element, notes), max(1, width), goes_on)


def _number(element: Element | None) -> int:
    said = element.get("val", "") if element is not None else ""
    return min(int(said), 1_000) if said.isdigit() else 0
