"""Workbooks of today (.xlsx): calamine reads the values, a pass of our own what it leaves out."""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any, Protocol
from xml.parsers.expat import ExpatError

import python_calamine as calamine

from infrastructure.workbooks.reader.budget import Answer, Budget, Refused
from infrastructure.workbooks.reader.cells import laid_out
from infrastructure.workbooks.reader.package import Package, plain_name
from infrastructure.workbooks.reader.sheet_facts import SheetFacts, SheetPass
from infrastructure.workbooks.reader.styles import struck_strings, styles_of

_YOUNG_ERROR = re.compile(
    rb"(<(?:\w+:)?v>)#(?!NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)[A-Z_]{2,20}[!?]?(</)"
)


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
        budget.check_sheets(len(workbook.sheet_names))
        facts = _Facts(Package(content))
        values = _Values(content, workbook)
        return [
            _sheet(values.of(metadata.name, facts.part(place)), metadata, facts.of(place), budget)
            for place, metadata in enumerate(workbook.sheets_metadata)
            if metadata.typ == calamine.SheetTypeEnum.WorkSheet
        ]
    except calamine.PasswordError:
        raise Refused("password") from None
    except (calamine.CalamineError, ExpatError, KeyError, IndexError):
        raise Refused("damaged") from None


class _Values:
    """calamine's sheets. It calls a sheet broken whose cells hold an error younger than itself (#SPILL!): those are
    given to it under an old name; the true one is read from the sheet's XML."""

    def __init__(self, content: bytes, workbook: calamine.CalamineWorkbook) -> None:
        self._content, self._workbook = content, workbook

    def of(self, name: str, part: str) -> Sheet:
        try:
            return self._workbook.get_sheet_by_name(name)
        except calamine.CalamineError:
            self._rewrite(part)
            return self._workbook.get_sheet_by_name(name)

    def _rewrite(self, part: str) -> None:
        rewritten = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self._content)) as package,
            zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy,
        ):
            for each in package.infolist():
                piece = package.read(each)
                copy.writestr(
                    each.filename, with_old_errors(piece) if plain_name(each.filename) == part else piece
                )
        self._content = rewritten.getvalue()
        self._workbook = calamine.CalamineWorkbook.from_filelike(io.BytesIO(self._content))


def with_old_errors(sheet: bytes) -> bytes:
    return _YOUNG_ERROR.sub(rb"\1#VALUE!\2", sheet)


class _Facts:
    """Finds the part of each sheet, in the order in which the workbook lists them."""

    def __init__(self, package: Package) -> None:
        self._package = package
        main = package.main_part("xl/workbook.xml")
        workbook = package.tree(main)
        relations = package.relations(main)
        by_kind = {each.kind: each.target for each in relations.values()}
        sheets = workbook.iterfind("sheets/sheet") if workbook is not None else []
        self._parts = [plain_name(relations[sheet.get("id", "")].target) for sheet in sheets]
        self._styles = styles_of(package, by_kind.get("styles", "xl/styles.xml"))
        self._struck = struck_strings(package, by_kind.get("sharedStrings", "xl/sharedStrings.xml"))

    def part(self, place: int) -> str:
        return self._parts[place]

    def of(self, place: int) -> SheetFacts:
        reading = SheetPass(self._styles, self._struck)
        self._package.parse(self._parts[place], reading.parse)
        return reading.facts


def _sheet(sheet: Sheet, metadata: Any, facts: SheetFacts, budget: Budget) -> Answer:
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
    }


def _filled(places: list[tuple[int, int]], rows: list[list[Any]]) -> list[tuple[int, int]]:
    """A format on a blank cell says nothing."""
    return [
        (row, column)
        for row, column in places
        if 0 < row <= len(rows) and column <= len(rows[row - 1]) and rows[row - 1][column - 1] is not None
    ]
