"""The page that people open in the morning: what waits for them, what their department still owes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from campaigns.models import Participation
from campaigns.selectors.runs import run_for
from inspections.models import SheetLevel
from inspections.rights import SheetRight
from inspections.selectors import sheets
from organizations.models import Hospital, User
from organizations.scope import Grants
from rectification.models import Extension
from rectification.rights import FindingRight
from rectification.selectors import board, todo

SHOWN = 12


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


@dataclass(frozen=True)
class Workbench:
    counts: list[dict[str, Any]]
    todos: list[todo.Todo]
    more: int
    extensions: list[Extension]
    own_sheets: list[SheetCard] = field(default_factory=list)
    hospital_sheets: HospitalCard | None = None
    figures: board.BoardFigures | None = None
    busiest_item: str = ""
    board_url: str = ""
    overdue_url: str = ""


def read_workbench(*, user: User, grants: Grants, hospital: Hospital, as_of: date) -> Workbench:
    """Everything on the page, in a number of queries that does not grow with the hospital."""
    waiting = todo.waiting_for(user=user, grants=grants, hospital_id=hospital.pk)
    rows = todo.todos(waiting.all, limit=SHOWN + 1)
    extensions = todo.extensions_to_decide(user=user, grants=grants, hospital_id=hospital.pk)
    total = waiting.all.count()
    overdue, soon = todo.overdue_count(waiting.all, as_of), todo.soon_count(waiting.all, as_of)
    found = run_for(hospital.pk, as_of=as_of)
    participation = found.participation if found else None
    sees_figures = bool(grants.scope(FindingRight.SEE_BOARD).within(hospital.pk).hospitals)
    base = reverse("todo", args=[hospital.code])
    return Workbench(
        counts=[
            {"label": "待我处理", "value": total + len(extensions), "url": base},
            {
                "label": "逾期",
                "value": overdue,
                "tone": "overdue" if overdue else "",
                "url": f"{base}?due=overdue",
            },
            {
                "label": "三天内到期",
                "value": soon,
                "tone": "soon" if soon else "",
                "url": f"{base}?due=soon",
            },
            {"label": "待我验收", "value": waiting.accept.count(), "url": f"{base}?accept=1"},
        ],
        todos=rows[:SHOWN],
        more=max(0, total - SHOWN),
        extensions=extensions,
        own_sheets=_own_sheets(participation, grants, hospital, as_of),
        hospital_sheets=_hospital_sheets(participation, grants, hospital, as_of),
        figures=board.figures(participation, as_of) if participation and sees_figures else None,
        busiest_item=_busiest(participation) if participation and sees_figures else "",
        board_url=reverse("board", args=[hospital.code]),
        overdue_url=_overdue_url(participation, hospital),
    )


def _overdue_url(participation: Participation | None, hospital: Hospital) -> str:
    """The ledger's rows behind the number of overdue findings."""
    if participation is None:
        return ""
    return f"{reverse('ledger', args=[hospital.code])}?run={participation.run.code}&due=overdue"


def _own_sheets(
    participation: Participation | None, grants: Grants, hospital: Hospital, as_of: date
) -> list[SheetCard]:
    scope = grants.scope(SheetRight.ANSWER).within(hospital.pk)
    if participation is None or not scope.departments:
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
    participation: Participation | None, grants: Grants, hospital: Hospital, as_of: date
) -> HospitalCard | None:
    if participation is None or not grants.scope(SheetRight.VIEW).within(hospital.pk).hospitals:
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


def _busiest(participation: Participation) -> str:
    counts: dict[str, int] = {}
    for department in board.department_counts(participation):
        for item_code, number in department.counts.items():
            counts[item_code] = counts.get(item_code, 0) + number
    if not counts:
        return ""
    code = max(counts, key=lambda each: counts[each])
    item = next(i for i in board.items_of(participation) if i.code == code)
    return f"{item.number}. {item.short_title} {counts[code]} 个"
