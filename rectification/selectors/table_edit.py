"""A page of the ledger as a table to type in: the words of every cell, and why those are shut that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from campaigns.models import Participation
from organizations.models import User
from rectification.extension_rules import date_is_set
from rectification.models import Finding, StateOrigin
from rectification.rules.cell_rights import refusal_to_type
from rectification.rules.finding_rights import Standing
from rectification.rules.ledger_columns import COLUMNS, Column
from rectification.rules.ledger_rows import Cell, LedgerRow
from rectification.selectors.ledger_lines import whole_rows
from rectification.standing import standings_of
from rectification.workbook.cell_values import EDITABLE

PAGE_SIZE = 200
# In the order of the workbook, so that a block of it fits.
TYPED = tuple(column for column in COLUMNS if column.key in EDITABLE)


@dataclass(frozen=True)
class TableLine:
    """A finding, its words by column, and for each column why it is shut; "" where it is open."""

    finding: Finding
    row: LedgerRow
    cells: dict[Column, Cell]
    shut: dict[Column, str]


def to_type_in(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """With what the locks of the cells ask for."""
    return rows.select_related("lead_department", "accepting_department").prefetch_related("extensions")


def table_lines(
    findings: Sequence[Any], participation: Participation, *, user: User, as_of: date
) -> list[TableLine]:
    """The number of queries does not grow with the rows."""
    words = whole_rows([finding.pk for finding in findings], participation)
    standings = standings_of(findings, user=user, as_of=as_of)
    return [_line(finding, words[finding.pk], standings[finding.pk]) for finding in findings]


def _line(finding: Finding, row: LedgerRow, standing: Standing) -> TableLine:
    told = date_is_set(finding, standing)
    shut = {
        column.key: refusal_to_type(
            column.key,
            standing,
            state=finding.state,
            imported=finding.state_origin == StateOrigin.IMPORTED,
            has_due_date=finding.due_on is not None,
            date_is_set=told,
        )
        for column in TYPED
    }
    return TableLine(finding, row, {column.key: column.of(row) for column in TYPED}, shut)
