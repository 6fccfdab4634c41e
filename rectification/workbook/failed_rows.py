"""The rows that did not enter, as tables to be mended and sent again: as they stood, with what is wrong beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid
from infrastructure.workbooks.writing import SheetColumn, SheetLayout
from rectification.rules.ledger_columns import READ
from rectification.workbook.cells import cell_words
from rectification.workbook.plan import RETURNED_REASON, ImportPlan, ReadRow, SheetRecognition
from rectification.workbook.preview_lines import Line, Tone, Verdict, lines_of

_NARROW, _WIDE, _WIDE_FROM = 14, 36, 20
_BACK = (Verdict.WRONG, Verdict.ASKED)
Failed = list[tuple[ReadRow, Line]]


@dataclass(frozen=True)
class FailedTable:
    layout: SheetLayout
    rows: tuple[Sequence[str], ...]
    findings: int


def failed_tables(plan: ImportPlan, grid: WorkbookGrid) -> Iterator[FailedTable]:
    """One table for each header with rows that are wrong or wait for an answer. Its title is the sheet's own, which
    may name the item or whose workbook it is. Cards come back as the lines of one table."""
    lines = [pair for pair in zip(plan.read, lines_of(plan), strict=True) if pair[1].verdict in _BACK]
    recognised = {sheet.sheet: sheet for sheet in plan.sheets}
    for (name, headings), group in groupby(lines, lambda pair: _header_of(pair[0], recognised)):
        sheet, failed = grid.sheet(name), list(group)
        if sheet is not None:
            title = _title(sheet, recognised[name])
            yield _table(sheet, title, dict(headings), failed) if headings else _of_cards(name, title, failed)


def _header_of(
    row: ReadRow, recognised: Mapping[str, SheetRecognition]
) -> tuple[str, tuple[tuple[int, str], ...]]:
    """Of a card none: each has its own."""
    is_card = recognised[row.sheet].header_row is None
    return row.sheet, () if is_card else tuple(sorted(row.headings.items()))


def _table(sheet: SheetGrid, title: str, headings: dict[int, str], failed: Failed) -> FailedTable:
    rows = [
        _words(sheet, row, number) + [_reason(line) if number == row.row else ""]
        for row, line in failed
        for number in range(row.row, row.last_row + 1)
    ]
    used = [
        place
        for place in range(1, sheet.column_count + 1)
        if place in headings or any(words[place - 1] for words in rows)
    ]
    return _laid_out(
        sheet.name,
        title,
        [headings.get(place, "") for place in used],
        [[*(words[place - 1] for place in used), words[-1]] for words in rows],
        len(failed),
    )


def _of_cards(name: str, title: str, failed: Failed) -> FailedTable:
    columns = [column.key for column in READ if any(column.key in row.cells for row, _ in failed)]
    rows = [
        ["\n".join(cell.text for cell in row.cells.get(column, ())) for column in columns] + [_reason(line)]
        for row, line in failed
    ]
    return _laid_out(name, title, [column.label for column in columns], rows, len(failed))


def _laid_out(
    name: str, title: str, headings: list[str], rows: list[list[str]], findings: int
) -> FailedTable:
    columns = [
        SheetColumn(heading, _width(words[index] for words in rows)) for index, heading in enumerate(headings)
    ]
    layout = SheetLayout(
        name=name, title=title, columns=(*columns, SheetColumn(RETURNED_REASON, _WIDE)), signatures=()
    )
    return FailedTable(layout, tuple(rows), findings)


def _words(sheet: SheetGrid, row: ReadRow, number: int) -> list[str]:
    """What the row's cells show; what was merged or filled down from above it stands in its first row."""
    words = [cell_words(sheet.value(number, place)) for place in range(1, sheet.column_count + 1)]
    if number == row.row:
        for place, column in row.columns.items():
            filled = row.cells.get(column, ())
            words[place - 1] = words[place - 1] or (filled[0].text if filled else "")
    return words


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


def _title(sheet: SheetGrid, recognised: SheetRecognition) -> str:
    above = sheet.rows[: (recognised.header_row or 1) - 1]
    return next((words for row in above for value in row if (words := cell_words(value))), sheet.name)


def _width(words: Iterable[str]) -> float:
    return _WIDE if any(len(each) > _WIDE_FROM for each in words) else _NARROW
