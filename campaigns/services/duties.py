"""职责分工: who leads, which department is in charge and who is its contact, item by item (QS25.R1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from campaigns.actions import CampaignAction
from campaigns.models import CampaignItem, Duty, Participation, SupportingDuty
from campaigns.selectors.duties import duties_of
from campaigns.services.launch_office import check_office, lock_launch, works_here
from infrastructure.audit import acting, record
from infrastructure.errors import EditConflict, Invalid
from organizations.models import Department, StaffMember, User

_CONFLICT = "您打开这页之后，别人修改了同一项的分工。请核对后再保存。"


@dataclass(frozen=True)
class DutyInput:
    """One row as it was typed; `revision` 0: there was none when the page was opened."""

    leader: StaffMember | None = None
    department: Department | None = None
    liaison: StaffMember | None = None
    supporting: Sequence[Department] = ()
    revision: int = 0


def save_duties(
    *, participation: Participation, rows: Mapping[str, DutyInput], by: User, now: datetime
) -> list[Duty]:
    """Keep the rows by the item's code, all or none; gives back those that changed.

    Only what somebody changes is looked at: a person who has left since stays where he stands until he is replaced.
    Raises NotAllowed, Invalid with `<item>-<column>`, EditConflict when a row was changed by both.
    """
    today = localdate(now)
    check_office(participation, by=by, as_of=today)
    with acting(by=by):
        lock_launch(participation)
        items = {item.code: item for item in _items(participation)}
        if unknown := [code for code in rows if code not in items]:
            raise Invalid({f"{code}-leader": "这个整治方案没有这一项。" for code in unknown})
        present = duties_of(participation)
        changed = {
            code: row for code, row in rows.items() if _values(row) != _values(_kept(present.get(code)))
        }
        _check_revisions(items, present, changed)
        _check(participation, present, changed, today)
        told = {
            str(items[code]): [in_words(_kept(present.get(code))), in_words(row)]
            for code, row in changed.items()
        }
        saved = [_save(participation, items[code], present.get(code), row) for code, row in changed.items()]
        if saved:
            record(
                action=CampaignAction.DUTIES_CHANGED,
                target=participation,
                by=by,
                now=now,
                hospital_id=participation.hospital_id,
                detail=told,
            )
    return saved


def _items(participation: Participation) -> list[CampaignItem]:
    return list(CampaignItem.objects.filter(campaign=participation.run.campaign_id).order_by("number"))


def _kept(duty: Duty | None) -> DutyInput:
    if duty is None:
        return DutyInput()
    supporting = [each.department for each in duty.supporting.all()]
    return DutyInput(duty.leader, duty.department, duty.liaison, supporting, duty.revision)


def _values(row: DutyInput) -> tuple[object, ...]:
    return row.leader, row.department, row.liaison, {each.pk for each in row.supporting}


def _check_revisions(
    items: Mapping[str, CampaignItem], present: Mapping[str, Duty], changed: Mapping[str, DutyInput]
) -> None:
    stale = [code for code, row in changed.items() if row.revision != _kept(present.get(code)).revision]
    if stale:
        raise EditConflict(
            _CONFLICT,
            current={str(items[code]): in_words(_kept(present.get(code))) for code in stale},
            submitted={str(items[code]): in_words(changed[code]) for code in stale},
        )


def in_words(row: DutyInput) -> str:
    """责任领导 李某；归口部门 医务处；联络员 王某；配合 护理部、院感科."""
    parts = (
        ("责任领导", row.leader),
        ("归口部门", row.department),
        ("联络员", row.liaison),
        ("配合", "、".join(sorted(each.name for each in row.supporting))),
    )
    return "；".join(f"{label} {value}" for label, value in parts if value) or "没有分工"


def _check(
    participation: Participation,
    present: Mapping[str, Duty],
    changed: Mapping[str, DutyInput],
    today: date,
) -> None:
    errors: dict[str, str] = {}
    for code, row in changed.items():
        before = _kept(present.get(code))
        if row.leader not in (None, before.leader) and not (
            row.leader.is_leader and works_here(row.leader, participation, as_of=today)
        ):
            errors[f"{code}-leader"] = "请选择本院在任的院领导。"
        if row.liaison not in (None, before.liaison) and not works_here(
            row.liaison, participation, as_of=today
        ):
            errors[f"{code}-liaison"] = "请选择本院在职人员。"
        if row.department not in (None, before.department) and not _open(
            row.department, participation, today
        ):
            errors[f"{code}-department"] = "请选择本院在用的部门。"
        if problem := _supporting_problem(row, before, participation, today):
            errors[f"{code}-supporting"] = problem
    if errors:
        raise Invalid(errors)


def _supporting_problem(row: DutyInput, before: DutyInput, participation: Participation, today: date) -> str:
    if row.department in row.supporting:
        return "归口部门不必再列为配合部门。"
    added = [each for each in row.supporting if each not in before.supporting]
    return "" if all(_open(each, participation, today) for each in added) else "请选择本院在用的部门。"


def _open(department: Department, participation: Participation, today: date) -> bool:
    return department.hospital_id == participation.hospital_id and (
        department.active_to is None or department.active_to >= today
    )


def _save(participation: Participation, item: CampaignItem, before: Duty | None, row: DutyInput) -> Duty:
    duty = before or Duty(
        hospital_id=participation.hospital_id, participation=participation, item=item, revision=0
    )
    duty.leader, duty.department, duty.liaison = row.leader, row.department, row.liaison
    duty.revision += 1
    duty.save()
    wanted = {each.pk for each in row.supporting}
    SupportingDuty.objects.filter(duty=duty).exclude(department__in=wanted).delete()
    held = set(SupportingDuty.objects.filter(duty=duty).values_list("department_id", flat=True))
    SupportingDuty.objects.bulk_create(
        SupportingDuty(hospital_id=duty.hospital_id, duty=duty, department=each)
        for each in row.supporting
        if each.pk not in held
    )
    return duty
