"""Workbooks of today (.xlsx): calamine reads the values, a pass of our own what it leaves out."""

import io
from collections.abc import Iterable
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

import python_calamine as calamine

from infrastructure.workbooks.reader.budget import Answer, Budget, Refused
from infrastructure.workbooks.reader.cells import laid_out
from infrastructure.workbooks.reader.package import Package
from infrastructure.workbooks.reader.sheet_facts import SheetFacts, SheetPass
from infrastructure.workbooks.reader.styles import struck_strings, styles_of
from infrastructure.workbooks.reader.xlsx_drawings import beside_of, without_pictures


class Sheet(Protocol):
    """The part of calamine's sheet that is used here."""

    @property
    def start(self) -> tuple[int, int] | None: ...
    @property
    def total_width(self) -> int: ...
    def iter_rows(self) -> Iterable[list[Any]]: ...
    @property
    def merged_cell_ranges(self) -> list[tuple[tuple[int, int], tuple[int, int]]] | None: ...


def read_xlsx(content: bytes, budget: Budget) -> list[Answer]:
    try:
        workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        budget.check_sheets(workbook.sheet_names)
        facts = _Facts(Package(content))
        return [
            _sheet(
                workbook.get_sheet_by_name(metadata.name),
                metadata,
                facts.of(place),
                facts.beside(place),
                budget,
            )
            for place, metadata in enumerate(workbook.sheets_metadata)
            if metadata.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        raise Refused("password") from None
    except (calamine.CalamineError, ExpatError, KeyError, IndexError):
        raise Refused("damaged") from None


class _Facts:
    """Finds the part of each sheet, in the order in which the workbook lists them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main_part("xl/workbook.xml")
        workbook = package.tree(main)
        relations = package.relations(main)
        by_kind = {each.kind: each.target for each in relations.values()}
        sheets = workbook.iterfind("sheets/sheet") if workbook is not None else []
        self._parts = [relations[sheet.get("id", "")].target for sheet in sheets]
        self._styles = styles_of(package, by_kind.get("styles", "xl/styles.xml"))
        self._struck = struck_strings(package, by_kind.get("sharedStrings", "xl/sharedStrings.xml"))

    def beside(self, place: int) -> list[Any]:
        return list(beside_of(self._package, self._parts[place]))

    def of(self, place: int) -> SheetFacts:
        reading = SheetPass(self._styles, self._struck)
        self._package.parse(self._parts[place], reading.parse)
        return reading.facts


def _sheet(sheet: Sheet, metadata: Any, facts: SheetFacts, beside: list[Any], budget: Budget) -> Answer:
    rows: list[list[Any]] = []
    # calamine gives the blank rows above the first filled cell, but not the blank columns left of it.
    left = sheet.start[1] if sheet.start else 0
    if sheet.start:
        budget.check_width(sheet.total_width)
    rows = laid_out(sheet.iter_rows() if sheet.start else [], budget, left=left, overlay=facts.overlay)
    ranges = sheet.merged_cell_ranges or []
    budget.take_merged(len(ranges))
    width = max(map(len, rows), default=0)
    return {
        "name": metadata.name,
        "hidden": metadata.visible != calamine.SheetVisibleEnum.Visible,
        "rows": rows,
        "merged": [[top + 1, left + 1, bottom + 1, right + 1] for (top, left), (bottom, right) in ranges],
        "hidden_rows": [row for row in facts.hidden_rows if 0 < row <= len(rows) and rows[row - 1]],
        "hidden_columns": [
            column
            for first, last in facts.hidden_columns
            for column in range(max(first, 1), min(last, width) + 1)
        ],
        "struck": _filled(facts.struck, rows),
        "partly_struck": _filled(facts.partly_struck, rows),
        "beside": beside + without_pictures(rows),
    }


def _filled(places: list[tuple[int, int]], rows: list[list[Any]]) -> list[tuple[int, int]]:
    """A format on a blank cell says nothing."""
    return [
        (row, column)
        for row, column in places
        if 0 < row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1] is not None
    ]
