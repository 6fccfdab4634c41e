"""The rows that did not enter, as tables to be mended and sent again: as they stood, with what is wrong beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from infrastructure.workbooks.cell_text import Plain
from infrastructure.workbooks.grid import CellValue, Percent, SheetGrid, WorkbookGrid
from infrastructure.workbooks.writing import SheetColumn, SheetLayout
from rectification.rules.ledger_columns import READ, Column
from rectification.workbook.above import rows_above
from rectification.workbook.cells import cell_words
from rectification.workbook.ditto import is_ditto
from rectification.workbook.headings import RETURNED_REASON
from rectification.workbook.plan import ImportPlan, ReadRow, SheetRecognition
from rectification.workbook.preview_lines import Line, Tone, Verdict, lines_of

_NARROW, _WIDE, _WIDE_FROM = 14, 36, 20
_BACK = (Verdict.WRONG, Verdict.ASKED)
Failed = list[tuple[ReadRow, Line]]


@dataclass(frozen=True)
class FailedTable:
    layout: SheetLayout
    rows: tuple[Sequence[Plain], ...]
    findings: int


def failed_tables(plan: ImportPlan, grid: WorkbookGrid) -> Iterator[FailedTable]:
    """One table for each header with rows that are wrong or wait for an answer. Its title is the sheet's own, which
    may name the item or whose workbook it is. Cards come back as the lines of one table."""
    lines = [pair for pair in zip(plan.read, lines_of(plan), strict=True) if pair[1].verdict in _BACK]
    recognised = {sheet.sheet: sheet for sheet in plan.sheets}
    for (name, headings), group in groupby(lines, lambda pair: _header_of(pair[0], recognised)):
        sheet, failed = grid.sheet(name), list(group)
        if sheet is not None:
            above = _above(sheet, recognised[name])
            yield _table(sheet, above, dict(headings), failed) if headings else _of_cards(name, above, failed)


def _header_of(
    row: ReadRow, recognised: Mapping[str, SheetRecognition]
) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Of a card none: each has its own."""
    is_card = recognised[row.sheet].header_row is None
    return row.sheet, () if is_card else tuple(sorted(row.headings.items()))


def _table(sheet: SheetGrid, above: Sequence[str], headings: dict[int, str], failed: Failed) -> FailedTable:
    rows: list[list[Plain]] = [
        [*_words(sheet, row, number), *_beside(row, line, number)]
        for row, line in failed
        for number in range(row.row, row.last_row + 1)
    ]
    places = [*range(1, sheet.column_count + 1), sheet.column_count + 1]
    headings = {**headings, **({places[-1]: Column.ITEM.label} if _has_section(failed) else {})}
    used = [place for place in places if place in headings or any(words[place - 1] != "" for words in rows)]
    return _laid_out(
        sheet.name,
        above,
        [headings.get(place, "") for place in used],
        [[*(words[place - 1] for place in used), words[-1]] for words in rows],
        len(failed),
    )


def _has_section(failed: Failed) -> bool:
    return any(_section(row) for row, _ in failed)


def _section(row: ReadRow) -> str:
    """The title between the rows that gives a row its item: no column does."""
    if Column.ITEM in row.columns.values():
        return ""
    return next((cell.text for cell in row.cells.get(Column.ITEM, ())), "")


def _beside(row: ReadRow, line: Line, number: int) -> tuple[str, str]:
    return (_section(row), _reason(line)) if number == row.row else ("", "")


def _of_cards(name: str, above: Sequence[str], failed: Failed) -> FailedTable:
    columns = [column.key for column in READ if any(column.key in row.cells for row, _ in failed)]
    others = list(dict.fromkeys(called for row, _ in failed for called, _ in row.others))
    rows: list[list[Plain]] = [
        [
            *("\n".join(cell.text for cell in row.cells.get(column, ())) for column in columns),
            *("\n".join(words for called, words in row.others if called == other) for other in others),
            _reason(line),
        ]
        for row, line in failed
    ]
    return _laid_out(name, above, [*(column.label for column in columns), *others], rows, len(failed))


def _laid_out(
    name: str, above: Sequence[str], headings: list[str], rows: list[list[Plain]], findings: int
) -> FailedTable:
    columns = [
        SheetColumn(heading, _width(words[index] for words in rows)) for index, heading in enumerate(headings)
    ]
    layout = SheetLayout(
        name=name,
        title=above[0],
        columns=(*columns, SheetColumn(RETURNED_REASON, _WIDE)),
        notes=tuple(above[1:]),
        signatures=(),
    )
    return FailedTable(layout, tuple(rows), findings)


def _words(sheet: SheetGrid, row: ReadRow, number: int) -> list[Plain]:
    """What the row's cells show; what was merged or filled down from above it stands in its first row."""
    places = range(1, sheet.column_count + 1)
    if number != row.row:
        return _further_row(row, [_plain(sheet.value(number, place)) for place in places])
    words = [_plain(_from_above(sheet, number, place)) for place in places]
    for place, column in row.columns.items():
        filled = row.cells.get(column, ())
        as_above = is_ditto(sheet.value(number, place))  # of a row that may not come back
        if filled and (words[place - 1] == "" or as_above):
            words[place - 1] = filled[0].text
    return words


def _further_row(row: ReadRow, words: list[Plain]) -> list[Plain]:
    """A row that a merged text kept with the one above it: without the merge its number would begin a finding."""
    at = {column: place - 1 for place, column in row.columns.items()}
    if all(words[at[column]] == "" for column in (Column.SEQUENCE, Column.ITEM) if column in at):
        return words
    for column in (Column.SEQUENCE, Column.ITEM, Column.FINDING):
        if column in at:
            first = next((cell for cell in row.cells.get(column, ()) if cell.row == row.row), None)
            words[at[column]] = first.text if first and column is not Column.ITEM else ""
    if Column.SEQUENCE not in at or words[at[Column.SEQUENCE]] == "":
        words[at[Column.FINDING]] = ""
    return words


def _plain(value: CellValue) -> Plain:
    """Its words; a number stays one, for 2025.1 typed as words is January."""
    if isinstance(value, int | float) and not isinstance(value, bool | Percent):
        return value
    return cell_words(value)


def _from_above(sheet: SheetGrid, row: int, place: int) -> CellValue:
    """A cell, or what is merged down into it."""
    merged = sheet.merged_at(row, place)
    is_first = merged is None or place == merged.left
    return sheet.shown(row, place) if is_first else sheet.value(row, place)


def _reason(line: Line) -> str:
    told = [
        f"{cell['cell']} {words}"
        for own in line.content["cells"].values()
        for cell in own
        for tone, words in cell["marks"]
        if tone != Tone.GUESS
    ]
    told += [words for tone, words in line.content["marks"] if tone != Tone.GUESS]
    return f"原第 {line.content['row']} 行：" + ("；".join(told) or "没有整治内容，见列名处的说明")


def _above(sheet: SheetGrid, recognised: SheetRecognition) -> tuple[str, ...]:
    """The title, then what stands beside and below it: 填报单位：骨科 says whose the rows are."""
    above = (sheet.rows[row - 1] for row in rows_above(sheet, recognised.header_row or 1))
    return tuple(words for row in above for value in row if (words := cell_words(value))) or (sheet.name,)


def _width(words: Iterable[Plain]) -> float:
    return _WIDE if any(len(str(each)) > _WIDE_FROM for each in words) else _NARROW
