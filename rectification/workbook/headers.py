"""Where the table begins: title rows above, a header of one to three rows, groups over their parts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from infrastructure.workbooks.grid import SheetGrid, cell_name, column_letters
from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import cell_words
from rectification.workbook.columns import column_of
from rectification.workbook.headings import SURE, Path, heading_points
from rectification.workbook.scoring import verdicts

_SEARCHED_ROWS = 40
_DEEPEST = 3
_FEWEST_COLUMNS = 3
_FEWEST_WITHOUT_FINDING = 4
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Header:
    first_row: int
    last_row: int
    headings: Mapping[int, str]  # by sheet column, as shown: 责任部门／牵头
    columns: Mapping[Column, int]
    cells: Mapping[int, str] = field(default_factory=dict)  # where a heading stands, if not in the last row
    ignored: frozenset[int] = frozenset()  # columns that somebody chose to leave out
    paths: Mapping[int, Path] = field(default_factory=dict)  # the headings, groups first
    evidence: Mapping[int, str] = field(default_factory=dict)  # by place: why a column means what it means
    guessed: frozenset[int] = frozenset()  # columns whose heading does not say what they mean
    blanks: Mapping[int, str] = field(default_factory=dict)  # of a card: the cell beside each label

    def at(self, column: Column) -> int | None:
        return self.columns.get(column)

    def heading_cell(self, place: int) -> str:
        """The name of the cell that heads a column."""
        return self.cells.get(place) or cell_name(self.last_row, place)

    def cell_of(self, row: int, place: int) -> str:
        """The name of the cell that a row has under a heading, or a card beside it."""
        return self.blanks.get(place) or cell_name(row, place)

    def words_of(self, place: int) -> str:
        """What a column is called in a sentence or a remark: 责任部门／牵头, or H 列 where nothing heads it."""
        words = "".join(self.headings.get(place, "").split()).strip("*＊:：")
        return words or f"{column_letters(place)} 列"


def find_header(sheet: SheetGrid) -> Header | None:
    """The first header with a column of findings; failing that, one with enough other columns."""
    without_finding = None
    for row in range(1, sheet.row_count + 1):
        if row > _SEARCHED_ROWS and not opens_table(_own_texts(sheet, row)):
            continue
        header = header_at(sheet, row)
        if header is None:
            continue
        if Column.FINDING in header.columns:
            return header
        without_finding = without_finding or header
    return without_finding


def opens_table(texts: Iterable[str]) -> bool:
    """Whether the cells of a row are headings: short ones, three of them by names that columns have."""
    named = set()
    for text in texts:
        if len(text) > _LONGEST_HEADING:
            return False
        named.add(column_of(text))
    return len(named - {None}) >= _FEWEST_COLUMNS


def header_at(sheet: SheetGrid, row: int) -> Header | None:
    """The header that begins in a row, as deep as it must be to name most columns."""
    if not any(_own(sheet, row, column) for column in range(1, sheet.column_count + 1)):
        return None
    best: Header | None = None
    for depth in range(1, _DEEPEST + 1):
        last = row + depth - 1
        if last > sheet.row_count or (depth > 1 and not _may_follow(sheet, last - 1, last)):
            break
        header = _read(sheet, row, last)
        if best is None or len(header.columns) > len(best.columns):
            best = header
    if best is None or not _qualifies(best):
        return None
    if best.first_row < best.last_row and _top_row_adds_nothing(sheet, best):
        return header_at(sheet, best.first_row + 1) or best
    return best


def _top_row_adds_nothing(sheet: SheetGrid, header: Header) -> bool:
    """A title above the header must not become a part of it."""
    lower = _paths(sheet, header.first_row + 1, header.last_row)
    return set(_columns(_sure(lower))) >= set(_columns(_sure(header.paths)))


def read_header(sheet: SheetGrid, row: int) -> Header:
    """The header that somebody pointed at, whatever it names."""
    return header_at(sheet, row) or _read(sheet, row, row)


def _qualifies(header: Header) -> bool:
    if Column.FINDING in header.columns:
        return len(header.columns) >= _FEWEST_COLUMNS
    return len(header.columns) >= _FEWEST_WITHOUT_FINDING


def _own_texts(sheet: SheetGrid, row: int) -> Iterator[str]:
    return (text for value in sheet.rows[row - 1] if (text := cell_words(value)))


def _own(sheet: SheetGrid, row: int, column: int) -> str:
    return cell_words(sheet.value(row, column))


def _text(sheet: SheetGrid, row: int, column: int) -> str:
    return cell_words(sheet.shown(row, column))


def _may_follow(sheet: SheetGrid, upper: int, row: int) -> bool:
    """A row belongs to the header when each of its own texts stands below a group or a blank."""
    own = [column for column in range(1, sheet.column_count + 1) if _own(sheet, row, column)]
    return bool(own) and all(_is_open(sheet, upper, column) for column in own)


def _is_open(sheet: SheetGrid, upper: int, column: int) -> bool:
    merged = sheet.merged_at(upper, column)
    if merged is not None:
        return merged.width > 1
    if not _own(sheet, upper, column):
        return True
    right = sheet.merged_at(upper, column + 1)
    return right is None and column < sheet.column_count and not _own(sheet, upper, column + 1)


def _read(sheet: SheetGrid, first: int, last: int) -> Header:
    paths = _paths(sheet, first, last)
    return Header(
        first_row=first,
        last_row=last,
        headings={place: "／".join(path) for place, path in paths.items()},
        columns=_columns(paths),
        cells=_heading_cells(sheet, first, last, paths),
        paths=paths,
    )


def _columns(paths: Mapping[int, Path]) -> dict[Column, int]:
    """What the headings alone say. Guesses count only beside two that are sure."""
    sure = _sure(paths)
    if len(sure) < 2:
        return {column: place for place, path in sure.items() for column in [_surest(path)]}
    found = verdicts(paths, {})
    return {verdict.column: place for place, verdict in found.items() if verdict.column is not None}


def _sure(paths: Mapping[int, Path]) -> dict[int, Path]:
    """The headings that name their meaning exactly."""
    return {
        place: path for place, path in paths.items() if max(heading_points(path).values(), default=0) >= SURE
    }


def _surest(path: Path) -> Column:
    points = heading_points(path)
    return max(points, key=lambda column: points[column])


def _heading_cells(sheet: SheetGrid, first: int, last: int, paths: Iterable[int]) -> dict[int, str]:
    """Of each column the lowest cell of the header that has words."""
    rows = range(last, first - 1, -1)
    lowest = {place: next((row for row in rows if _own(sheet, row, place)), None) for place in paths}
    return {place: cell_name(row, place) for place, row in lowest.items() if row is not None}


def _paths(sheet: SheetGrid, first: int, last: int) -> dict[int, Path]:
    paths = {column: _path(sheet, first, last, column) for column in range(1, sheet.column_count + 1)}
    return {column: path for column, path in paths.items() if path}


def _path(sheet: SheetGrid, first: int, last: int, column: int) -> Path:
    """The texts above each other, groups first; a blank beside a group belongs to it where something stands below."""
    texts: list[str] = []
    for row in range(first, last + 1):
        text = _text(sheet, row, column)
        if not text and row < last and _own(sheet, last, column):
            text = _left_neighbour(sheet, row, column)
        if text and (not texts or texts[-1] != text):
            texts.append(text)
    return tuple(texts)


def _left_neighbour(sheet: SheetGrid, row: int, column: int) -> str:
    return next((text for left in range(column - 1, 0, -1) if (text := _text(sheet, row, left))), "")
