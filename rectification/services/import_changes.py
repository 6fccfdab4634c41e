"""What a newer copy of a ledger says otherwise, taken over cell by cell where somebody ticked it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from campaigns.models import Participation
from organizations.models import User
from rectification.rules.ledger_columns import Column
from rectification.services.cell_edits import CellEdit, CellOutcome, save_cells
from rectification.workbook.plan import CellChange

# What the cell of a newer copy becomes: how far the work is is never set, it is told.
_AS = {
    Column.COMPLETION: Column.PROGRESS,
    Column.CLOSED: Column.PROGRESS,
    Column.DONE_ON: Column.PROGRESS,
    Column.LEAD_AND_SUPPORTING: Column.LEAD,
}


def take_changes(
    *,
    participation: Participation,
    changes: Iterable[CellChange],
    file_name: str,
    by: User,
    now: datetime,
) -> list[tuple[CellChange, CellOutcome]]:
    """Take ticked changes: fields as an edit, the limit of accepted work as an extension asked for, the state as a
    note of progress. One that is refused leaves the others standing."""
    taken = list(changes)
    edits = [CellEdit(c.finding_id, _AS.get(c.column, c.column), None, c.new) for c in taken]
    outcomes = save_cells(
        participation=participation,
        edits=edits,
        by=by,
        now=now,
        extension_reason=f"按新版台账《{file_name[:100]}》更新时限",
    )
    return list(zip(taken, outcomes, strict=True))
