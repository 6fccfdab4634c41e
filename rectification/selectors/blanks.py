"""Superiors' blanks: which there are, what their columns mean, and the first rows as they would stand in one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Count, QuerySet

from campaigns.models import Participation
from organizations.models import Hospital
from organizations.scope import Scope
from rectification.models import SuperiorBlank
from rectification.rules.blank_columns import Binding, BindingKind, filled_cells
from rectification.rules.ledger_columns import Column
from rectification.rules.ledger_rows import Cell
from rectification.selectors.leaving import Leaving
from rectification.selectors.ledger import PAPER_SORT, SORTS, ledger_rows
from rectification.selectors.ledger_lines import whole_rows

SHOWN = 3


def blanks_of(hospital: Hospital) -> QuerySet[SuperiorBlank]:
    """Those in use, by name, each with how many of its columns are filled."""
    rows: QuerySet[SuperiorBlank] = SuperiorBlank.objects.live().filter(hospital=hospital)
    rows = rows.select_related("file", "created_by__staff")
    return rows.annotate(filled=Count("columns")).order_by("name")


def bindings_of(blank: SuperiorBlank) -> tuple[Binding, ...]:
    """What is kept of its columns, in their order."""
    return tuple(
        Binding(each.place, BindingKind(each.kind), Column(each.column) if each.column else None, each.words)
        for each in blank.columns.order_by("place")
    )


def first_rows(
    bindings: Sequence[Binding], participation: Participation, scope: Scope
) -> list[dict[int, Cell]]:
    """The first rows of the ledger as they would stand in the blank, by the places of their columns."""
    going = Leaving(ledger_rows(scope=scope, participation=participation), asked=False)
    ids = list(going.rows.order_by(*SORTS[PAPER_SORT]).values_list("pk", flat=True)[:SHOWN])
    rows = whole_rows(ids, participation)
    return [filled_cells(bindings, rows[pk], position) for position, pk in enumerate(ids, 1)]
