"""What self-inspection shows on the first page: the own department's sheets, and how far the hospital is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from campaigns.models import Participation
from campaigns.selectors.runs import run_for
from inspections.models import SheetLevel
from inspections.rights import SheetRight
from inspections.selectors import sheets
from organizations.models import Hospital
from organizations.scope import Grants
from organizations.workbench_registry import Asker, Panel


@dataclass(frozen=True)
class SheetCard:
    """A department's own sheet, or its part of the hospital's: how far, and what is missing."""

    title: str
    url: str
    answered: int
    total: int
    state: tuple[str, str]
    missing: str
    whole: str = ""  # how far the hospital's sheet is, beside the own part of it


@dataclass(frozen=True)
class HospitalCard:
    """All sheets of the hospital: how many are confirmed, and which are not."""

    confirmed: int
    total: int
    missing: str
    url: str


def cards(asker: Asker) -> list[Panel]:
    found = run_for(asker.hospital.pk, as_of=asker.as_of)
    if found is None:
        return []
    place = (found.participation, asker.grants, asker.hospital, asker.as_of)
    own = [Panel("inspections/todo/own_sheet.html", card) for card in _own_sheets(*place)]
    whole = _hospital_sheets(*place)
    return [*own, Panel("inspections/todo/hospital_sheets.html", whole)] if whole else own


def _own_sheets(
    participation: Participation, grants: Grants, hospital: Hospital, as_of: date
) -> list[SheetCard]:
    scope = grants.scope(SheetRight.ANSWER).within(hospital.pk)
    if not scope.departments:
        return []
    seen = sheets.visible_sheets(participation, scope, as_of=as_of)
    rows = sheets.sheet_rows(seen, due_on=None, as_of=as_of, only=scope.departments)
    hospitals = [row.sheet for row in rows if row.sheet.level == SheetLevel.HOSPITAL]
    whole = {row.sheet.pk: row for row in sheets.sheet_rows(hospitals, due_on=None, as_of=as_of)}
    return [_sheet_card(row, whole.get(row.sheet.pk)) for row in rows[:6]]


def _sheet_card(row: sheets.SheetRow, whole: sheets.SheetRow | None) -> SheetCard:
    """An office that has filled in its part waits for others: 待确认 is said of the whole sheet alone."""
    state, words = row.state, ""
    if whole is not None and not whole.confirmed:
        words = f"全院 {whole.progress.words} 个要点"
        if row.progress.complete:
            state = whole.state if whole.progress.complete else ("done", "本部门已填完")
    return SheetCard(
        title=row.sheet.department.name if row.sheet.department else "院级自查表",
        url=reverse("sheet", args=[row.sheet.uid]),
        answered=row.progress.answered,
        total=row.progress.total,
        state=state,
        missing=row.progress.owed,
        whole=words,
    )


def _hospital_sheets(
    participation: Participation, grants: Grants, hospital: Hospital, as_of: date
) -> HospitalCard | None:
    if not grants.scope(SheetRight.VIEW).within(hospital.pk).hospitals:
        return None
    every = [
        s
        for s in sheets.sheets_of_run(participation, as_of=as_of)
        if s.level == SheetLevel.DEPARTMENT and s.department
    ]
    open_names = [s.department.name for s in every if s.confirmed_at is None and s.department]
    missing = "、".join(open_names[:4]) + (f" 等 {len(open_names)} 个" if len(open_names) > 4 else "")
    return HospitalCard(
        confirmed=len(every) - len(open_names),
        total=len(every),
        missing=missing,
        url=reverse("inspection", args=[hospital.code]),
    )
