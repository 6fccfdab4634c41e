"""What the pages of self-inspection read: progress of a hospital, one sheet with its findings, whom to chase."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate

from campaigns.models import CampaignItem, CheckEntry, Participation
from campaigns.rules.phases import days_late
from inspections.models import InspectionSheet, SheetLevel, SheetLine
from inspections.rights import SheetRight
from inspections.rules.sheet_progress import LineFacts, Progress, progress, shown_key, who_confirms
from inspections.selectors.sheet_entries import entries_of_sheet
from organizations.holders import holders_of_departments
from organizations.models import Membership, Posting, StaffMember
from organizations.roles import Role
from organizations.scope import Scope
from rectification.models import Finding, FindingState

ORIGIN = "sheet:"  # Finding.origin_key of a finding that was registered from a line


def origin_key(line_uid: UUID) -> str:
    return f"{ORIGIN}{line_uid}"


def findings_of_lines(hospital_id: int, line_uids: Iterable[UUID]) -> dict[UUID, list[Finding]]:
    """Findings registered from these lines, void ones too, in the order of registering."""
    keys = {origin_key(uid): uid for uid in line_uids}
    found: dict[UUID, list[Finding]] = defaultdict(list)
    if not keys:
        return found
    rows = Finding.objects.filter(hospital=hospital_id, origin_key__in=list(keys)).order_by("pk")
    for finding in rows.select_related("lead_department"):
        found[keys[finding.origin_key]].append(finding)
    return found


def registered_lines(hospital_id: int, line_uids: Iterable[UUID]) -> set[UUID]:
    """Those lines from which a finding was registered that is not void."""
    keys = {origin_key(uid): uid for uid in line_uids}
    if not keys:
        return set()
    rows = Finding.objects.filter(hospital=hospital_id, origin_key__in=list(keys))
    return {keys[key] for key in rows.exclude(state=FindingState.VOID).values_list("origin_key", flat=True)}


@dataclass(frozen=True)
class SheetRow:
    """One sheet in the hospital's progress."""

    sheet: InspectionSheet
    progress: Progress
    days_late: int
    registered: int
    contacts: tuple[str, ...] = ()  # whom a chase is addressed to

    @property
    def confirmed(self) -> bool:
        return self.sheet.confirmed_at is not None

    @property
    def owed_words(self) -> str:
        """What is still to do before it is confirmed, and who does it."""
        is_hospitals = self.sheet.department_id is None
        return self.progress.refusal or who_confirms(self.contacts, hospital=is_hospitals)

    @property
    def late_words(self) -> str:
        return f"{'迟' if self.confirmed else '逾期'} {self.days_late} 天"

    @property
    def state(self) -> tuple[str, str]:
        """Code and words of the state's tag."""
        if self.confirmed:
            return "confirmed", "已确认"
        if self.progress.complete:
            return "unconfirmed", "待确认"
        return ("running", "填写中") if self.progress.answered else ("draft", "未开始")


def sheet_rows(
    sheets: Sequence[InspectionSheet], *, due_on: date | None, as_of: date, only: frozenset[int] | None = None
) -> list[SheetRow]:
    """Progress of these sheets in three queries. `only`: count the lines of these departments alone."""
    lines: dict[int, list[tuple[UUID, LineFacts]]] = defaultdict(list)
    query = SheetLine.objects.filter(sheet__in=sheets).order_by(
        "checkpoint__item__number", "checkpoint__code"
    )
    if only is not None:
        query = query.filter(department__in=only)
    values = list(query.values_list("sheet_id", "uid", "checkpoint__item__short_title", "answer"))
    hospitals = {sheet.hospital_id for sheet in sheets}
    asked = [uid for _, uid, _, answer in values if answer == "finding"]
    registered = set().union(*(registered_lines(hospital, asked) for hospital in hospitals))
    for sheet_id, uid, item, answer in values:
        lines[sheet_id].append((uid, LineFacts(item, answer, uid in registered)))
    found = {sheet.pk: progress([facts for _, facts in lines[sheet.pk]]) for sheet in sheets}
    contacts = _whom_to_ask(sheets, found, as_of=as_of)
    return [
        SheetRow(
            sheet=sheet,
            progress=found[sheet.pk],
            days_late=days_late(
                due_on=due_on,
                done_on=localdate(sheet.confirmed_at) if sheet.confirmed_at else None,
                as_of=as_of,
            ),
            registered=sum(1 for _, facts in lines[sheet.pk] if facts.registered),
            contacts=contacts.get(sheet.department_id or 0, ()),
        )
        for sheet in sheets
    ]


def _whom_to_ask(
    sheets: Sequence[InspectionSheet], found: Mapping[int, Progress], *, as_of: date
) -> dict[int, tuple[str, ...]]:
    """Names by department: who fills in, and once everything is filled in who may confirm."""
    filled = [s.department_id for s in sheets if s.department_id and found[s.pk].complete]
    filling = [s.department_id for s in sheets if s.department_id and not found[s.pk].complete]
    confirmers = holders_of_departments(SheetRight.CONFIRM, filled, as_of=as_of)
    return contacts_of(filling, as_of=as_of) | confirmers


def confirmers_in_words(sheet: InspectionSheet, *, as_of: date) -> str:
    """Whom a page asks to confirm this sheet: those to whom the service says yes."""
    if sheet.department_id is None:
        return who_confirms((), hospital=True)
    names = holders_of_departments(SheetRight.CONFIRM, [sheet.department_id], as_of=as_of)
    return who_confirms(names.get(sheet.department_id, ()))


def contacts_of(departments: Iterable[int], *, as_of: date) -> dict[int, tuple[str, ...]]:
    """Names of the liaison and head of each department: who fills its sheet in."""
    rows = (
        Membership.objects.in_force(as_of)
        .filter(
            department__in=list(departments),
            role__in=[Role.LIAISON, Role.DEPARTMENT_HEAD],
            user__is_active=True,
        )
        .order_by("-role", "pk")
        .values_list("department_id", "user__display_name")
    )
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for department, name in rows:
        found[department][name] = None
    return {department: tuple(names) for department, names in found.items()}


def sheets_of_run(participation: Participation, *, as_of: date) -> list[InspectionSheet]:
    """All sheets of a hospital in a run, the hospital's first; of ended departments only the confirmed ones."""
    return list(
        InspectionSheet.objects.filter(
            Q(department__active_to__isnull=True)
            | Q(department__active_to__gte=as_of)
            | Q(confirmed_at__isnull=False),
            participation=participation,
        )
        .select_related("department", "hospital", "confirmed_by", "confirmed_stand_in__principal")
        .order_by("-level", "department__kind", "department__name_pinyin", "pk")
    )


def visible_sheets(participation: Participation, scope: Scope, *, as_of: date) -> list[InspectionSheet]:
    """Those of the run that a department's person sees: the own ones, and the hospital's with own lines."""
    seen = InspectionSheet.objects.visible_in(scope).filter(participation=participation)
    allowed = set(seen.values_list("pk", flat=True))
    return [sheet for sheet in sheets_of_run(participation, as_of=as_of) if sheet.pk in allowed]


@dataclass
class LineView:
    """One checkpoint on the page."""

    line: SheetLine
    findings: list[Finding]
    editable: bool
    entries: list[CheckEntry] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)  # answer or note → sentence
    typed: tuple[str, str] | None = None  # what was typed and not kept
    notice: str = ""  # another person's version
    saved: bool = False

    @property
    def answer(self) -> str:
        return self.typed[0] if self.typed else self.line.answer

    @property
    def note(self) -> str:
        return self.typed[1] if self.typed else self.line.note

    @property
    def shown_key(self) -> str:
        """Stands in the page: what was on the screen before anybody typed."""
        return shown_key(self.line.answer, self.line.note)

    @property
    def lacks_finding(self) -> bool:
        return self.line.answer == "finding" and all(
            finding.state == FindingState.VOID for finding in self.findings
        )


@dataclass
class ItemGroup:
    item: CampaignItem
    lines: list[LineView]

    @property
    def answered(self) -> int:
        return sum(1 for each in self.lines if each.line.answer)


@dataclass
class SheetView:
    """A sheet as one reader sees it: an office sees of the hospital's sheet its own lines."""

    sheet: InspectionSheet
    groups: list[ItemGroup]
    progress: Progress
    whole: bool = True

    @property
    def lines(self) -> list[LineView]:
        return [line for group in self.groups for line in group.lines]

    @property
    def next_line(self) -> LineView | None:
        """The first line that keeps the sheet from being confirmed: no answer, or a finding that is not registered."""
        for each in self.lines:
            if each.editable and (not each.line.answer or each.lacks_finding):
                return each
        return None

    @property
    def clauses(self) -> frozenset[str]:
        return frozenset(each.line.checkpoint.clause for each in self.lines)

    @property
    def editable(self) -> bool:
        return any(line.editable for line in self.lines)


def sheet_view(
    sheet: InspectionSheet,
    *,
    readable: frozenset[int] | None,
    answerable: frozenset[int] | None,
    now: datetime,
) -> SheetView:
    """The sheet in four queries. Departments that may be read or answered; None: all of them."""
    rows = sheet.lines.select_related("checkpoint__item", "department", "answered_by").order_by(
        "checkpoint__item__number", "checkpoint__code"
    )
    if readable is not None and sheet.level == SheetLevel.HOSPITAL:
        rows = rows.filter(department__in=readable)
    lines = list(rows)
    findings = findings_of_lines(sheet.hospital_id, [line.uid for line in lines])
    entries = entries_of_sheet(sheet, [line.checkpoint_id for line in lines], now=now)
    groups: list[ItemGroup] = []
    for line in lines:
        if not groups or groups[-1].item != line.checkpoint.item:
            groups.append(ItemGroup(line.checkpoint.item, []))
        may = answerable is None or line.department_id in answerable
        view = LineView(line, findings.get(line.uid, []), editable=may and sheet.confirmed_at is None)
        view.entries = entries.get(line.checkpoint_id, [])
        groups[-1].lines.append(view)
    return SheetView(
        sheet=sheet,
        groups=groups,
        progress=progress([_facts(view) for group in groups for view in group.lines]),
        whole=readable is None or sheet.level == SheetLevel.DEPARTMENT,
    )


def _facts(view: LineView) -> LineFacts:
    line = view.line
    return LineFacts(line.checkpoint.item.short_title, line.answer, not view.lacks_finding)


def departments_without_sheet(participation: Participation, *, as_of: date) -> int:
    """Departments of a kind that has sheets in this run, founded since it was opened."""
    own = InspectionSheet.objects.filter(participation=participation, level=SheetLevel.DEPARTMENT)
    kinds = own.values("department__kind")
    departments = participation.hospital.departments.active(as_of).filter(kind__in=kinds)
    return departments.exclude(pk__in=own.values("department")).count()


def signatories_of(sheet: InspectionSheet, *, as_of: date) -> models.QuerySet[StaffMember]:
    """Who can have signed a paper: people of the department, or the hospital's leaders."""
    employed = StaffMember.objects.employed(as_of).filter(hospital=sheet.hospital_id).order_by("name_pinyin")
    if sheet.level == SheetLevel.HOSPITAL:
        return employed.filter(is_leader=True)
    here = Q(department=sheet.department_id) | Q(department__parent=sheet.department_id)
    posted = Posting.objects.in_force(as_of).filter(here)
    return employed.filter(pk__in=posted.values("staff"))
