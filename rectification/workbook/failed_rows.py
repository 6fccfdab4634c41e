"""The rows that did not enter, as tables to be mended and sent again: as they stood, with what is wrong beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from infrastructure.workbooks.grid import SheetGrid, WorkbookGrid
from infrastructure.workbooks.writing import SheetColumn, SheetLayout
from rectification.workbook.cells import cell_words
from rectification.workbook.plan import ImportPlan, ReadRow, SheetRecognition
from rectification.workbook.preview_lines import Line, Tone, Verdict, lines_of

REASON = "未导入原因"  # read back, this column says nothing of a finding
_NARROW, _WIDE, _WIDE_FROM = 14, 36, 20


@dataclass(frozen=True)
class FailedTable:
    layout: SheetLayout
    rows: tuple[Sequence[str], ...]
    findings: int


def failed_tables(plan: ImportPlan, grid: WorkbookGrid) -> Iterator[FailedTable]:
    """One table for each sheet with rows that are wrong or wait for an answer. Its title is the sheet's own, which
    may name the item or whose workbook it is."""
    lines = list(zip(plan.read, lines_of(plan), strict=True))
    for recognised in plan.sheets:
        failed = [
            (row, line)
            for row, line in lines
            if line.sheet == recognised.sheet and line.verdict in (Verdict.WRONG, Verdict.ASKED)
        ]
        sheet = grid.sheet(recognised.sheet)
        if failed and sheet is not None:
            yield _table(sheet, recognised, failed)


def _table(sheet: SheetGrid, recognised: SheetRecognition, failed: list[tuple[ReadRow, Line]]) -> FailedTable:
    places = sorted(recognised.headings)
    rows = tuple(
        _words(sheet, recognised, row, number, places) + [_reason(line) if number == row.row else ""]
        for row, line in failed
        for number in range(row.row, row.last_row + 1)
    )
    columns = [
        SheetColumn(recognised.headings[place], _width(words[index] for words in rows))
        for index, place in enumerate(places)
    ]
    layout = SheetLayout(
        name=sheet.name,
        title=_title(sheet, recognised),
        columns=(*columns, SheetColumn(REASON, _WIDE)),
        signatures=(),
    )
    return FailedTable(layout, rows, len(failed))


def _words(
    sheet: SheetGrid, recognised: SheetRecognition, row: ReadRow, number: int, places: list[int]
) -> list[str]:
    """What the row's cells show; what was merged or filled down from above it stands in its first row."""
    own = {place: cell_words(sheet.value(number, place)) for place in places}
    if number == row.row:
        for place in places:
            column = recognised.columns.get(place)
            filled = row.cells.get(column, ()) if column is not None else ()
            own[place] = own[place] or (filled[0].text if filled else "")
    return [own[place] for place in places]


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


def _width(words: Iterator[str]) -> float:
    return _WIDE if any(len(each) > _WIDE_FROM for each in words) else _NARROW
