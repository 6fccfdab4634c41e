"""What a newer copy of a ledger says otherwise, taken over cell by cell where somebody ticked it."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from campaigns.models import Participation
from organizations.models import User
from rectification.rules.ledger_columns import Column
from rectification.services.cell_edits import CellEdit, CellOutcome, Result, save_cells
from rectification.workbook.plan import CellChange

_TICK = re.compile(r"#[0-9a-f]{12}$")
_WRITTEN_SINCE = "您勾选之后台账里的内容变了，没有更新。"
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
    changes: Sequence[CellChange],
    taken: Collection[str],
    file_name: str,
    by: User,
    now: datetime,
) -> list[tuple[CellChange, CellOutcome]]:
    """Take the changes that are ticked (`taken`, by key): fields as an edit, the limit of accepted work as an extension
    asked for, the state as a note of progress. One that is refused leaves the others standing; one of a cell in which
    somebody wrote after the tick is not made, and told."""
    ticked = [change for change in changes if change.is_in(taken)]
    edits = [_edit_of(change) for change in ticked]
    outcomes = save_cells(
        participation=participation,
        edits=edits,
        by=by,
        now=now,
        extension_reason=f"按新版台账《{file_name[:100]}》更新时限",
    )
    places = {_TICK.sub("", key) for key in taken}
    stale = [change for change in changes if change.place in places and not change.is_in(taken)]
    told = [CellOutcome(_edit_of(change), Result.CONFLICT, _WRITTEN_SINCE, change.old) for change in stale]
    return [*zip(ticked, outcomes, strict=True), *zip(stale, told, strict=True)]


def _edit_of(change: CellChange) -> CellEdit:
    return CellEdit(change.finding_id, _AS.get(change.column, change.column), None, change.new)
