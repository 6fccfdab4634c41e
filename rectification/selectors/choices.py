"""What the forms of a finding offer: departments, people, items of one hospital and one ledger."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from organizations.models import Department, Hospital, StaffMember
from organizations.scope import Scope
from rectification.models import CampaignItem, Checkpoint, CheckpointOverlay, Finding, Participation

LOOKUP_LIMIT = 20


def departments(hospital: Hospital, as_of: date) -> QuerySet[Department]:
    """Active departments, by pinyin, with their parents' names."""
    return (
        Department.objects.filter(hospital=hospital)
        .active(as_of)
        .select_related("parent")
        .order_by("name_pinyin", "id")
    )


def lead_departments(hospital: Hospital, scope: Scope, as_of: date) -> QuerySet[Department]:
    """The departments for which the user may register findings."""
    found: QuerySet[Department] = Department.objects.visible_in(scope)
    return departments(hospital, as_of).filter(pk__in=found.values("pk"))


def people(hospital: Hospital, as_of: date) -> QuerySet[StaffMember]:
    return StaffMember.objects.filter(hospital=hospital).employed(as_of).order_by("name_pinyin", "id")


def leaders(hospital: Hospital, as_of: date) -> QuerySet[StaffMember]:
    return people(hospital, as_of).filter(is_leader=True)


def look_up_people(hospital: Hospital, words: str, as_of: date) -> QuerySet[StaffMember]:
    """People whose name, pinyin initials or 工号 begin with the words."""
    found = people(hospital, as_of)
    if not words:
        return found[:LOOKUP_LIMIT]
    lower = words.lower()
    return found.filter(
        Q(name__startswith=words)
        | Q(employee_no__istartswith=words)
        | Q(name_pinyin__startswith=lower)
        | Q(name_pinyin__contains=f" {lower}")
    )[:LOOKUP_LIMIT]


def items(participation: Participation) -> QuerySet[CampaignItem]:
    return CampaignItem.objects.filter(campaign=participation.run.campaign_id).order_by("number")


def checkpoints(participation: Participation) -> QuerySet[Checkpoint]:
    return (
        Checkpoint.objects.filter(item__campaign=participation.run.campaign_id)
        .select_related("item")
        .order_by("item__number", "code")
    )


def on_the_spot_offered(hospital: Hospital) -> bool:
    """Whether the hospital allows 立行立改 for any checkpoint."""
    return CheckpointOverlay.objects.filter(hospital=hospital, on_the_spot_allowed=True).exists()


def relatives(scope: Scope, finding: Finding | None, words: str = "") -> QuerySet[Finding]:
    """Findings that one may repeat or be merged into: counted ones in sight, newest first."""
    rows = Finding.objects.visible_in(scope).counted().order_by("-id")
    if finding is not None:
        rows = rows.exclude(pk=finding.pk)
    if words:
        number = Q(entries__number=int(words)) if words.isdecimal() and len(words) < 9 else Q()
        rows = rows.filter(Q(text__contains=words) | number).distinct()
    return rows[:LOOKUP_LIMIT]
