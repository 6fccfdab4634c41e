"""Fills what the recognition of a workbook must know from the database: items, departments, people, known rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Max, Min

from campaigns.models import CampaignItem, Participation
from organizations.models import Department, DepartmentAlias, Posting, StaffMember
from policy_texts.vocabulary import FindingOrigin
from rectification.models import LedgerEntry, OriginLabel
from rectification.workbook.cells import bare
from rectification.workbook.context import CheckpointRef, Ended, ImportContext, ItemRef, StaffRef
from rectification.workbook.dates import RunDates
from rectification.workbook.document import Names
from rectification.workbook.names import Means, names_everyone
from rectification.workbook.responsibility import question_key

# What a 责任领导 cell says instead of a name.
_DEPUTY = ("副院长", "副书记", "总会计师", "副主任")


def import_context(
    participation: Participation, *, as_of: date, names: Mapping[str, str] | None = None
) -> ImportContext:
    """Ten queries, whatever the size of the hospital; one more for `names` given for one import (name → uid)."""
    hospital_id = participation.hospital_id
    said = _named(hospital_id, as_of, names or {})
    staff = list(StaffMember.objects.filter(hospital=hospital_id).employed(as_of))
    return ImportContext(
        items=_items(participation),
        departments={name: one.pk for name, one in said.items() if not names_everyone(name)}
        | _departments(hospital_id, as_of),
        run=_dates(participation),
        staff=_staff(staff, hospital_id, as_of),
        ended=_ended(hospital_id, as_of),
        left=_left(hospital_id, as_of),
        leaders=_leaders(staff),
        origins=_origins(hospital_id),
        answers={
            question_key(name, Means.GROUP): one.name for name, one in said.items() if names_everyone(name)
        },
        known_keys=LedgerEntry.objects.filter(participation=participation).known_keys(),
    )


def import_names(hospital_id: int) -> Names:
    """What the departments and people of a plan are called."""
    return Names(
        dict(Department.objects.filter(hospital=hospital_id).values_list("id", "name")),
        dict(StaffMember.objects.filter(hospital=hospital_id).values_list("id", "name")),
    )


def _items(participation: Participation) -> tuple[ItemRef, ...]:
    rows = CampaignItem.objects.filter(campaign=participation.run.campaign_id).prefetch_related("checkpoints")
    return tuple(
        ItemRef(
            code=item.code,
            number=item.number,
            title=item.title,
            short_title=item.short_title,
            clause=item.clause,
            checkpoints=tuple(CheckpointRef(c.code, c.text) for c in item.checkpoints.all()),
        )
        for item in rows
    )


def _origins(hospital_id: int) -> dict[str, FindingOrigin]:
    rows = OriginLabel.objects.filter(hospital=hospital_id).values_list("label", "origin")
    return {bare(label): FindingOrigin(origin) for label, origin in rows}


def _departments(hospital_id: int, as_of: date) -> dict[str, int]:
    active = Department.objects.filter(hospital=hospital_id).active(as_of)
    names = dict(
        DepartmentAlias.objects.filter(hospital=hospital_id, department__in=active).values_list(
            "name", "department_id"
        )
    )
    return names | dict(active.values_list("name", "id"))


def _ended(hospital_id: int, as_of: date) -> dict[str, Ended]:
    rows = Department.objects.filter(hospital=hospital_id, active_to__lt=as_of).order_by("active_to")
    return {
        name: Ended(on, successor or "")
        for name, on, successor in rows.values_list("name", "active_to", "successor__name")
        if on
    }


def _left(hospital_id: int, as_of: date) -> dict[str, date]:
    rows = StaffMember.objects.filter(hospital=hospital_id, employed_to__lt=as_of).order_by("employed_to")
    return {name: on for name, on in rows.values_list("name", "employed_to") if on}


def _named(hospital_id: int, as_of: date, names: Mapping[str, str]) -> dict[str, Department]:
    if not names:
        return {}
    active = Department.objects.filter(hospital=hospital_id).active(as_of)
    departments = {str(one.uid): one for one in active}
    return {name: departments[uid] for name, uid in names.items() if uid in departments}


def _dates(participation: Participation) -> RunDates:
    found = participation.run.phases.aggregate(first=Min("from_on"), last=Max("to_on"))
    return RunDates(start=found["first"], end=found["last"])


def _staff(staff: list[StaffMember], hospital_id: int, as_of: date) -> dict[str, tuple[StaffRef, ...]]:
    postings: dict[int, set[int]] = defaultdict(set)
    rows = Posting.objects.filter(hospital=hospital_id).in_force(as_of)
    for staff_id, department_id, parent_id in rows.values_list(
        "staff_id", "department_id", "department__parent_id"
    ):
        postings[staff_id] |= {department_id, parent_id} - {None}
    named: dict[str, list[StaffRef]] = defaultdict(list)
    for person in staff:
        named[person.name].append(StaffRef(person.pk, frozenset(postings[person.pk])))
    return {name: tuple(people) for name, people in named.items()}


def _leaders(staff: list[StaffMember]) -> dict[str, tuple[int, ...]]:
    """Leaders by name and by post; 分管副院长 is any deputy, so it is met by several and stays a warning."""
    found: dict[str, list[int]] = defaultdict(list)
    for person in staff:
        if not person.is_leader:
            continue
        found[person.name].append(person.pk)
        if person.post:
            found[person.post].append(person.pk)
        if any(word in person.post for word in _DEPUTY):
            found["分管副院长"].append(person.pk)
            found["分管院领导"].append(person.pk)
    return {word: tuple(dict.fromkeys(ids)) for word, ids in found.items()}
