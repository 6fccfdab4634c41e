"""What the columns of a table mean: by its headings and by what stands below them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from infrastructure.workbooks.grid import CellError, CellValue, SheetGrid
from rectification.rules.ledger_columns import Column
from rectification.workbook.between import is_number_row
from rectification.workbook.cells import cell_words
from rectification.workbook.contents import Contents, Judge, Kind
from rectification.workbook.headers import Header, opens_table
from rectification.workbook.headings import is_of_others
from rectification.workbook.plan import ProblemKind
from rectification.workbook.problems import SheetLog
from rectification.workbook.rows import RawCell
from rectification.workbook.scoring import Verdict, verdicts

_LOOKED_AT = 300  # rows: enough to tell what a column holds
_SHORTEST_FINDING = 5.0  # signs on average


def recognised(sheet: SheetGrid, header: Header, judge: Judge, *, placed: bool) -> Header:
    """The header with the meaning of each column. `placed`: sheet or title name the item already."""
    contents = _contents(sheet, header, judge)
    found = verdicts(header.paths, contents, placed=placed)
    _take_longest_text(found, header, contents)
    return replace(
        header,
        columns={each.column: place for place, each in found.items() if each.column is not None},
        evidence={place: each.evidence for place, each in found.items()},
        guessed=frozenset(place for place, each in found.items() if each.guessed),
    )


def _contents(sheet: SheetGrid, header: Header, judge: Judge) -> dict[int, Contents]:
    cells: dict[int, list[tuple[CellValue, str]]] = defaultdict(list)
    for row in range(header.last_row + 1, min(sheet.row_count, header.last_row + _LOOKED_AT) + 1):
        own = [
            (place, value, text)
            for place, value in enumerate(sheet.rows[row - 1], 1)
            if value is not None and not isinstance(value, CellError) and (text := cell_words(value))
        ]
        if opens_table(text for _, _, text in own):
            if not all(text in header.headings.values() for _, _, text in own):
                break  # another table
            continue
        numbers = row == header.last_row + 1 and is_number_row([RawCell(row, *cell) for cell in own])
        if len(own) > 1 and not numbers:  # alone stand titles, sections and signatures
            for place, value, text in own:
                cells[place].append((value, text))
    return {place: judge.contents(said) for place, said in cells.items()}


def _take_longest_text(found: dict[int, Verdict], header: Header, contents: Mapping[int, Contents]) -> None:
    """Where no heading speaks of a finding, the longest text that means nothing else is one, or results in words."""
    if any(each.column is Column.FINDING for each in found.values()):
        return
    results = [
        place
        for place, each in found.items()
        if each.column is Column.RESULT and place in contents and contents[place].share(Kind.RESULT) < 1
    ]
    free = [
        place
        for place, each in found.items()
        if each.column is None and place in contents and not is_of_others(header.paths[place][-1])
    ]
    long = [place for place in free if contents[place].mean_length >= _SHORTEST_FINDING]
    longest = max([*results, *long], key=lambda place: contents[place].mean_length, default=None)
    if longest is None:
        return
    why = "其中有检查结论之外的文字" if longest in results else "是没有含义的列中最长的文字"
    found[longest] = Verdict(Column.FINDING, f"{found[longest].evidence}，{why}", guessed=True)


def tell_guesses(header: Header, log: SheetLog) -> None:
    """A meaning that the heading does not say is told at the heading, with what it was told by."""
    for column, place in header.columns.items():
        if place in header.guessed:
            problem = f"按“{column.label}”导入：{header.evidence[place]}，请核对"
            log.warn(header.heading_cell(place), ProblemKind.COLUMN_GUESSED, problem)


def chosen_columns(header: Header, choices: Mapping[int, Column | None], ignored: Iterable[int]) -> Header:
    """The header as somebody corrected it."""
    kept = {column: place for column, place in header.columns.items() if place not in choices}
    chosen = {column: place for place, column in choices.items() if column is not None}
    return replace(
        header,
        columns={**kept, **chosen},
        ignored=frozenset(ignored),
        guessed=header.guessed - set(choices),
    )
