"""A ledger sent out, edited as people do in their own program, and brought back."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from infrastructure.files.kinds import XLSX
from organizations.models import User
from rectification.models import LedgerImport
from rectification.selectors.ledger import PAPER_SORT
from rectification.services import exports, ledger_import, template_returns, templates
from rectification.services.template_returns import ReturnPlan, Saved
from tests.rectification.world import NOW, World

HEADER = 3


class Sheet:
    """The workbook as it was sent out. Cells by heading, and by the line below the headings, from 1."""

    def __init__(self, content: bytes) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        self.table: Any = self.book.worksheets[0]

    @property
    def headings(self) -> list[str]:
        return [cell.value for cell in self.table[HEADER]]

    @property
    def lines(self) -> int:
        return int(self.table.max_row) - HEADER

    def cell(self, line: int, heading: str) -> Any:
        return self.table.cell(HEADER + line, self.headings.index(heading) + 1)

    def line_of(self, **cells: Any) -> int:
        """The line in which these cells stand so."""
        return next(
            line
            for line in range(1, self.lines + 1)
            if all(self.cell(line, heading).value == value for heading, value in cells.items())
        )

    def set(self, line: int, heading: str, value: Any) -> None:
        self.cell(line, heading).value = value

    def rows(self) -> list[list[Any]]:
        return [[cell.value for cell in row] for row in self.table.iter_rows(min_row=HEADER + 1)]

    def put(self, headings: list[Any], rows: list[list[Any]]) -> None:
        """The table anew, in another order or width."""
        self.table.delete_rows(HEADER, self.lines + 1)
        for row in (headings, *rows):
            self.table.append(row)

    def content(self) -> bytes:
        stream = io.BytesIO()
        self.book.save(stream)
        return stream.getvalue()


def sent_out(world: World, by: User | None = None, query: str = "") -> Sheet:
    by = by or world.clerk
    scope = exports.export_scope(participation=world.participation, by=by, as_of=NOW.date())
    going = exports.leaving(
        participation=world.participation, query=QueryDict(query), scope=scope, as_of=NOW.date()
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        templates.write_template(
            path=path, going=going, participation=world.participation, sort=PAPER_SORT, by=by, now=NOW
        )
        return Sheet(path.read_bytes())


def uploaded(world: World, sheet: Sheet, by: User | None = None) -> LedgerImport:
    upload = SimpleUploadedFile("台账_可回传.xlsx", sheet.content(), XLSX.content_type)
    return ledger_import.upload_workbook(
        participation=world.participation, upload=upload, by=by or world.clerk, now=NOW
    )


def plan_of(world: World, opened: LedgerImport, by: User | None = None) -> ReturnPlan:
    opened.refresh_from_db()
    return template_returns.plan_return(opened=opened, by=by or world.clerk, now=NOW)


def read_back(world: World, sheet: Sheet, by: User | None = None) -> ReturnPlan:
    return plan_of(world, uploaded(world, sheet, by), by)


def saved(world: World, opened: LedgerImport, by: User | None = None) -> Saved:
    return template_returns.run_return(opened=opened, by=by or world.clerk, now=NOW)


Edit = Callable[[Sheet], None]


def told(plan: ReturnPlan) -> list[tuple[str, str, str]]:
    """The changes: heading, then, now."""
    return [(change.label, change.old, change.new) for change in plan.changes]
