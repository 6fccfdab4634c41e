"""The cells of one measure: its words, department, person and date, typed in a line of a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from organizations.models import Department, StaffMember, User
from rectification.models import Measure
from rectification.rules.ledger_columns import Column
from rectification.services.work import MeasureInput, edit_measure
from rectification.workbook.cell_values import CellReader, CellUnreadable, shown

# What of the form of a measure a cell is.
MEASURE_FIELDS = {
    "text": Column.MEASURE,
    "department": Column.LEAD,
    "person": Column.PERSON,
    "due_on": Column.DEADLINE,
}


def measure_words(measure: Measure) -> dict[Column, str]:
    """What its cells say."""
    return {
        Column.MEASURE: measure.text,
        Column.LEAD: measure.department.name if measure.department else "",
        Column.PERSON: measure.person.name if measure.person else "",
        Column.DEADLINE: shown(measure.due_on),
    }


def read_measure_cell(reader: CellReader, column: Column, text: str, *, near: frozenset[int]) -> Any:
    """The value of a cell. Raises CellUnreadable."""
    words = text.strip()
    if column is Column.MEASURE:
        if not words:
            raise CellUnreadable("措施不能为空；要去掉这条措施，在问题页办理。")
        return words
    if not words:
        return None
    value: Any = reader.read(column, words, near=near)
    if column is not Column.DEADLINE:
        return value
    if value.ongoing:
        raise CellUnreadable("措施的时限填到日，如 2026-12-31。")
    return value.on


def edit_measure_cells(
    *,
    measure: Measure,
    values: Mapping[Column, Any],
    departments: Mapping[int, Department],
    staff: Mapping[int, StaffMember],
    by: User,
    now: datetime,
) -> None:
    """Change what `values` say, by column; the rest of the measure stays."""
    row = Measure.objects.select_related("finding", "department", "person").get(pk=measure.pk)
    own: dict[Column, Any] = {
        Column.MEASURE: row.text,
        Column.LEAD: row.department_id,
        Column.PERSON: row.person_id,
        Column.DEADLINE: row.due_on,
    }
    own |= values
    typed = MeasureInput(
        text=own[Column.MEASURE],
        strength=row.strength,
        causes=[answer.cause for answer in row.answers.select_related("cause")],
        department=departments.get(own[Column.LEAD]),
        person=staff.get(own[Column.PERSON]),
        due_on=own[Column.DEADLINE],
        unrated=True,
    )
    edit_measure(measure=row, values=typed, revision=row.revision, by=by, now=now)
