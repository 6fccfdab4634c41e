"""What waits for a user, by role: each with the verb of the next step and one address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, Q, QuerySet

from organizations.models import DepartmentKind, User
from organizations.rights import Right
from organizations.scope import Grants, Scope
from rectification.models import Extension, Finding, FindingState, Measure
from rectification.querysets import due_within, overdue_on
from rectification.rights import FindingRight

SOON_DAYS = 3
MOST_AT_ONCE = 50  # that can be accepted with one press
_NAMED = [FindingState.ANALYSING, FindingState.RECTIFYING]  # the responsible person plans as well
_VERBS = {
    FindingState.DRAFT: "去提交",
    FindingState.SUBMITTED: "去受理",
    FindingState.ANALYSING: "去分析",
    FindingState.RECTIFYING: "去整改",
    FindingState.AWAITING: "去验收",
    FindingState.ACCEPTED: "去销号",
}


@dataclass(frozen=True)
class Todo:
    """A line of the workbench."""

    finding: Finding
    verb: str
    note: str
    path: str

    @property
    def title(self) -> str:
        return self.finding.text


@dataclass(frozen=True)
class Waiting:
    """The rows that wait for a user in one hospital; `accept` is a part of `all`."""

    all: QuerySet[Finding]
    accept: QuerySet[Finding]

    def narrowed(self, *, accept: bool, due: str, as_of: date) -> QuerySet[Finding]:
        """Only what is to be accepted, only what is `overdue` or due `soon`; any other word leaves all."""
        rows = self.accept if accept else self.all
        if due == "overdue":
            return rows.filter(overdue_on(as_of))
        if due == "soon":
            return rows.filter(due_within(as_of, as_of + timedelta(days=SOON_DAYS)))
        return rows


def waiting_for(*, user: User, grants: Grants, hospital_id: int) -> Waiting:
    """Findings whose next step is this user's. Without a right nothing waits."""

    def scope(right: Right) -> Scope:
        return grants.scope(right).within(hospital_id)

    own = scope(FindingRight.SUBMIT).departments
    accept = _acceptable(scope(FindingRight.ACCEPT))
    wanted = accept | Q(
        lead_department__in=own,
        state__in=[FindingState.DRAFT, FindingState.ANALYSING, FindingState.RECTIFYING],
    )
    wanted |= Q(state=FindingState.DRAFT, created_by=user)
    if scope(FindingRight.TRIAGE).hospitals:
        wanted |= Q(state__in=[FindingState.SUBMITTED, FindingState.ACCEPTED])
    if user.staff_id is not None:
        named = Measure.objects.valid().filter(person=user.staff_id, hospital=hospital_id).values("finding")
        wanted |= Q(responsible_person=user.staff_id, state__in=_NAMED) | Q(
            pk__in=named, state=FindingState.RECTIFYING
        )
    rows = Finding.objects.filter(hospital=hospital_id)
    return Waiting(rows.filter(wanted), rows.filter(accept))


def _acceptable(scope: Scope) -> Q:
    accept = Q(accepting_department__in=scope.departments)
    if scope.hospitals:
        accept |= Q(accepting_department__kind=DepartmentKind.LEADERSHIP)
    return Q(state=FindingState.AWAITING) & accept


def due_order(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """The nearest date first, those without a date last."""
    return rows.select_related("lead_department", "responsible_person").order_by(
        F("due_on").asc(nulls_last=True), "id"
    )


def todos(rows: QuerySet[Finding], *, limit: int | None = None) -> list[Todo]:
    """Lines of the work that waits."""
    shown = due_order(rows)
    return [as_todo(finding) for finding in (shown[:limit] if limit else shown)]


def as_todo(finding: Finding) -> Todo:
    """One finding as a line: the verb follows from its state."""
    person = f" · 责任人 {finding.responsible_person.name}" if finding.responsible_person else ""
    return Todo(
        finding=finding,
        verb=_VERBS.get(FindingState(finding.state), "查看"),
        note=f"牵头 {finding.lead_department.name}{person}",
        path="finding",
    )


def overdue_count(rows: QuerySet[Finding], as_of: date) -> int:
    return rows.filter(overdue_on(as_of)).count()


def soon_count(rows: QuerySet[Finding], as_of: date) -> int:
    return rows.filter(due_within(as_of, as_of + timedelta(days=SOON_DAYS))).count()


def extensions_to_decide(*, user: User, grants: Grants, hospital_id: int) -> list[Extension]:
    """Undecided extensions that this user may decide: never one's own."""
    if not grants.scope(FindingRight.DECIDE_EXTENSION).within(hospital_id).hospitals:
        return []
    rows = Extension.objects.filter(
        hospital=hospital_id,
        decision__isnull=True,
        finding__state__in=[FindingState.ANALYSING, FindingState.RECTIFYING],
    ).exclude(asked_recorded_by=user)
    if user.staff_id is not None:
        rows = rows.exclude(asked_by=user.staff_id)
    return list(
        rows.select_related("finding__lead_department", "asked_by").order_by("from_due_on", "id")[:20]
    )
