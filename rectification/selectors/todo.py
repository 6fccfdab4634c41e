"""What waits for a user, by role: each with the verb of the next step and one address."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from organizations.models import DepartmentKind, User
from organizations.rights import Right
from organizations.scope import Grants, Scope
from rectification.finding_facts import ended_accepter
from rectification.models import Extension, Finding, FindingState, Measure
from rectification.querysets import by_urgency, due_in_words
from rectification.rights import FindingRight

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
_DECIDE = "去审批"
_NAME_ACCEPTER = "去指定归口部门"
PRESSING = ("overdue", "soon")


@dataclass(frozen=True)
class Todo:
    """A line of the workbench. With an extension the step is to decide it."""

    finding: Finding
    verb: str
    note: str
    extension: Extension | None = None

    @property
    def presses_on(self) -> date | None:
        """The date by which it has its place: none when that no longer matters (or not yet)."""
        return self.finding.due_on if self.finding.counts_down else None

    @property
    def title(self) -> str:
        return self.finding.text


@dataclass(frozen=True)
class Waiting:
    """The rows that wait for a user in one hospital; `accept` and the findings of `extensions` are parts of `all`."""

    all: QuerySet[Finding]
    accept: QuerySet[Finding]
    extensions: QuerySet[Extension]
    as_of: date

    def narrowed(self, *, accept: bool = False, due: str = "", as_of: date) -> QuerySet[Finding]:
        """Only what is to be accepted, only what is `overdue` or due `soon`; any other word leaves all."""
        rows = self.accept if accept else self.all
        return rows.filter(due_in_words(due, as_of)) if due in PRESSING else rows

    def lines(self, findings: Iterable[Finding]) -> list[Todo]:
        """What to do with each: the verb follows from its state, or an extension waits to be decided."""
        found = list(findings)
        asked = {one.finding_id: one for one in self.extensions.filter(finding__in=found)}
        return [_line(finding, asked.get(finding.pk), self.as_of) for finding in found]


def waiting_for(*, user: User, grants: Grants, hospital_id: int) -> Waiting:
    """Findings whose next step is this user's. Without a right nothing waits."""

    def scope(right: Right) -> Scope:
        return grants.scope(right).within(hospital_id)

    own = scope(FindingRight.SUBMIT).departments
    accept = _acceptable(scope(FindingRight.ACCEPT)) & ~_for_nobody(grants.as_of)
    wanted = accept | Q(
        lead_department__in=own,
        state__in=[FindingState.DRAFT, FindingState.ANALYSING, FindingState.RECTIFYING],
    )
    wanted |= Q(state=FindingState.DRAFT, created_by=user)
    if scope(FindingRight.TRIAGE).hospitals:
        wanted |= Q(state__in=[FindingState.SUBMITTED, FindingState.ACCEPTED])
        wanted |= Q(_for_nobody(grants.as_of), state=FindingState.AWAITING)
    if user.staff_id is not None:
        named = Measure.objects.valid().filter(person=user.staff_id, hospital=hospital_id).values("finding")
        wanted |= Q(responsible_person=user.staff_id, state__in=_NAMED) | Q(
            pk__in=named, state=FindingState.RECTIFYING
        )
    extensions = _extensions(user, scope(FindingRight.DECIDE_EXTENSION), hospital_id)
    wanted |= Q(pk__in=extensions.values("finding"))
    rows = Finding.objects.filter(hospital=hospital_id)
    return Waiting(rows.filter(wanted), rows.filter(accept), extensions, grants.as_of)


def _acceptable(scope: Scope) -> Q:
    accept = Q(accepting_department__in=scope.departments)
    if scope.hospitals:
        accept |= Q(accepting_department__kind=DepartmentKind.LEADERSHIP)
    return Q(state=FindingState.AWAITING) & accept


def _for_nobody(as_of: date) -> Q:
    """Whose accepting department has ended: it waits for the quality office to name another."""
    return Q(accepting_department__active_to__isnull=False, accepting_department__active_to__lt=as_of)


def _extensions(user: User, scope: Scope, hospital_id: int) -> QuerySet[Extension]:
    """Undecided extensions that this user may decide: never one's own."""
    rows: QuerySet[Extension] = Extension.objects.filter(
        hospital=hospital_id,
        decision__isnull=True,
        finding__state__in=[FindingState.ANALYSING, FindingState.RECTIFYING],
    ).exclude(asked_recorded_by=user)
    if not scope.hospitals:
        return rows.none()
    if user.staff_id is not None:
        rows = rows.exclude(asked_by=user.staff_id)
    return rows


def due_order(rows: QuerySet[Finding]) -> QuerySet[Finding]:
    """按到期先后, with the department and the person that a line names."""
    return rows.select_related("lead_department", "accepting_department", "responsible_person").order_by(
        *by_urgency()
    )


def _line(finding: Finding, extension: Extension | None, as_of: date) -> Todo:
    person = f" · 责任人 {finding.responsible_person.name}" if finding.responsible_person else ""
    verb = _DECIDE if extension else _VERBS.get(FindingState(finding.state), "查看")
    if finding.state == FindingState.AWAITING and ended_accepter(finding, as_of=as_of):
        verb = _NAME_ACCEPTER
    return Todo(finding, verb, f"牵头 {finding.lead_department.name}{person}", extension)


def extensions_to_decide(*, user: User, grants: Grants, hospital_id: int) -> list[Extension]:
    """The first of them, by their dates."""
    scope = grants.scope(FindingRight.DECIDE_EXTENSION).within(hospital_id)
    rows = _extensions(user, scope, hospital_id).select_related("finding__lead_department", "asked_by")
    return list(rows.order_by("from_due_on", "id")[:20])
