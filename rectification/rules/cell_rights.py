"""Which cells of a finding's line a user may type in now: the table shuts the others, the service refuses them.

Pure; made of the rules that the forms and services ask, so that a cell opens exactly where its form does.
"""

from __future__ import annotations

from rectification.rules.finding_rights import (
    EXTENDABLE,
    Standing,
    frozen_fields,
    refusal_to_change,
    refusal_to_edit,
    refusal_to_work,
)
from rectification.rules.ledger_columns import BY_KEY, Column

# Column → its fields in the form of a finding.
FIELDS: dict[Column, tuple[str, ...]] = {
    Column.ITEM: ("item",),
    Column.CHECKPOINT: ("checkpoint",),
    Column.FINDING: ("text",),
    Column.LEADER: ("responsible_leader",),
    Column.LEAD: ("lead_department",),
    Column.SUPPORTING: ("supporting",),
    Column.PERSON: ("responsible_person",),
    Column.DEADLINE: ("due_on", "deadline_kind"),
    Column.FOUND_ON: ("found_on",),
    Column.REMARK: ("remark",),
}
# Column → the act of `finding_rights` that its cells are part of.
ACTS = {Column.CAUSE: "plan", Column.MEASURE: "plan", Column.PROGRESS: "note"}


def not_typed(column: Column) -> str:
    """Why nobody types in a column at all."""
    return f"“{BY_KEY[column].heading}”由办理过程产生，不能在表格里改。"


def moves_by_extension(*, state: str, has_due_date: bool, imported: bool) -> bool:
    """Whether the limit is one that only an extension moves, whoever asks. History that was taken over from a workbook
    follows the workbook until its first step here."""
    return has_due_date and state in EXTENDABLE and not imported


def refusal_to_type(
    column: Column, standing: Standing, *, state: str, imported: bool, has_due_date: bool, date_is_set: str
) -> str:
    """Why a cell is shut for this user now, with `date_is_set` about a limit that stands; "" when it is open."""
    if column in ACTS:
        return refusal_to_work(ACTS[column], standing, state=state, imported=imported)
    if column not in FIELDS:
        return not_typed(column)
    if column is Column.DEADLINE and moves_by_extension(
        state=state, has_due_date=has_due_date, imported=imported
    ):
        return date_is_set
    frozen = frozen_fields(standing, state=state, has_due_date=has_due_date, imported=imported)
    return refusal_to_edit(standing, state=state, imported=imported) or refusal_to_change(
        frozen & set(FIELDS[column]), state=state, date_is_set=date_is_set
    )
