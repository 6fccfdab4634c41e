"""Where the table begins: title rows above, a header of one to three rows, groups over their parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from infrastructure.workbooks.grid import SheetGrid, cell_name, column_letters
from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import cell_words
from rectification.workbook.columns import (
    column_of,
    column_under,
    done_beside_due,
    heading_rank,
    heading_text,
    likely_column_of,
)
from rectification.workbook.double_headings import free_meaning, meanings_of

_SEARCHED_ROWS = 40
_DEEPEST = 3
_FEWEST_COLUMNS = 3
_FEWEST_WITHOUT_FINDING = 4
# Beside a column of lead departments these say whose line it is, not who is responsible.
_LOOSE_DEPARTMENT = frozenset(
    ["部门", "科室", "单位", "处室", "所属科室", "所在科室", "涉及科室", "涉及部门"]
)

Path = tuple[str, ...]


@dataclass(frozen=True)
class Header:
    first_row: int
    last_row: int
    headings: Mapping[int, str]  # by sheet column, as shown: 责任部门／牵头
    columns: Mapping[Column, int]
    cells: Mapping[int, str] = field(default_factory=dict)  # where a heading stands, if not in the last row
    ignored: frozenset[int] = frozenset()  # columns that somebody chose to leave out

    def at(self, column: Column) -> int | None:
        return self.columns.get(column)

    def heading_cell(self, place: int) -> str:
        """The name of the cell that heads a column."""
        return self.cells.get(place) or cell_name(self.last_row, place)

    def words_of(self, place: int) -> str:
        """What a column is called in a sentence or a remark: 责任部门／牵头, or H 列 where nothing heads it."""
        words = "".join(self.headings.get(place, "").split()).strip("*＊:：")
        return words or f"{column_letters(place)} 列"


def find_header(sheet: SheetGrid) -> Header | None:
    """The first header with a column of findings; failing that, one with enough other columns."""
    without_finding = None
    for row in range(1, min(sheet.row_count, _SEARCHED_ROWS) + 1):
        header = header_at(sheet, row)
        if header is None:
            continue
        if Column.FINDING in header.columns:
            return header
        without_finding = without_finding or header
    return without_finding


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
    whole = _named(_paths(sheet, header.first_row, header.last_row))
    lower = _named(_paths(sheet, header.first_row + 1, header.last_row))
    return set(lower) >= set(whole)


def read_header(sheet: SheetGrid, row: int) -> Header:
    """The header that somebody pointed at, whatever it names."""
    return header_at(sheet, row) or _read(sheet, row, row)


def _qualifies(header: Header) -> bool:
    if Column.FINDING in header.columns:
        return len(header.columns) >= _FEWEST_COLUMNS
    return len(header.columns) >= _FEWEST_WITHOUT_FINDING


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
    columns = _named(paths)
    if len(columns) >= 2:
        _guess(paths, columns)
    headings = {column: "／".join(path) for column, path in paths.items()}
    return Header(first, last, headings, _settled(paths, columns), _heading_cells(sheet, first, last, paths))


def _heading_cells(sheet: SheetGrid, first: int, last: int, paths: Iterable[int]) -> dict[int, str]:
    """Of each column the lowest cell of the header that has words."""
    rows = range(last, first - 1, -1)
    lowest = {place: next((row for row in rows if _own(sheet, row, place)), None) for place in paths}
    return {place: cell_name(row, place) for place, row in lowest.items() if row is not None}


def _paths(sheet: SheetGrid, first: int, last: int) -> dict[int, Path]:
    paths = {column: _path(sheet, first, last, column) for column in range(1, sheet.column_count + 1)}
    return {column: path for column, path in paths.items() if path}


def _named(paths: Mapping[int, Path]) -> dict[Column, int]:
    """The columns that are called by a known name; of two that mean the same the more usual name counts."""
    meanings = {column: meaning for column, path in paths.items() if (meaning := _meaning(path))}
    deadlines = {
        column: paths[column][-1] for column, is_one in meanings.items() if is_one is Column.DEADLINE
    }
    if (done := done_beside_due(deadlines)) is not None:
        meanings[done] = Column.DONE_ON
    columns: dict[Column, int] = {}
    for column in sorted(meanings, key=lambda each: (heading_rank(paths[each][-1]), each)):
        columns.setdefault(meanings[column], column)
    return columns


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


def _meaning(path: Path) -> Column | None:
    if len(path) == 1:
        return column_of(path[0])
    return column_under(path[-2], path[-1]) or column_of(path[0])


def _guess(paths: Mapping[int, Path], columns: dict[Column, int]) -> None:
    taken = set(columns.values())
    for column, path in paths.items():
        if column in taken:
            continue
        double = meanings_of(path[-1])
        meaning = free_meaning(double, columns) if double else likely_column_of(path[-1])
        if meaning is not None:
            columns.setdefault(meaning, column)


def _settled(paths: Mapping[int, Path], columns: dict[Column, int]) -> dict[Column, int]:
    both = columns.get(Column.LEAD_AND_SUPPORTING)
    if both is not None and Column.LEAD in columns and heading_text(paths[both][-1]) in _LOOSE_DEPARTMENT:
        return {name: column for name, column in columns.items() if name is not Column.LEAD_AND_SUPPORTING}
    return columns
