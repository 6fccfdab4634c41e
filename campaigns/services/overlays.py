"""A hospital's own reading of a checkpoint: whom it is for, which office answers for it, 立行立改 allowed or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from campaigns import plan_registry
from campaigns.actions import CampaignAction
from campaigns.models import Checkpoint, CheckpointOverlay, Participation
from campaigns.rights import RunRight
from infrastructure.audit import acting, record
from infrastructure.errors import EditConflict, Invalid, NotAllowed
from organizations.models import Department, Hospital, User
from organizations.places import Place, may
from policy_texts.vocabulary import Audience

_AUDIENCES = {audience.value: audience.label for audience in Audience}


@dataclass(frozen=True)
class OverlayInput:
    """Audiences None: as the document says. Without a functional department the duty decides."""

    audiences: Sequence[str] | None = None
    functional_department: Department | None = None
    on_the_spot_allowed: bool = False


def set_overlay(
    *,
    hospital: Hospital,
    checkpoint: Checkpoint,
    values: OverlayInput,
    revision: int,
    by: User | None,
    now: datetime,
) -> CheckpointOverlay:
    """Save the hospital's reading and bring what running campaigns ask up to date.

    `revision` 0: there was none when the page was opened. Raises Invalid, NotAllowed, EditConflict.
    """
    today = localdate(now)
    _check_may(hospital, by, today)
    _check(hospital, values)
    with acting(by=by):
        Hospital.objects.select_for_update().get(pk=hospital.pk)  # two first saves queue here
        row = CheckpointOverlay.objects.filter(hospital=hospital, checkpoint=checkpoint).first()
        before, after = _shown(row), _words(values, values.functional_department)
        if before != after and (row.revision if row else 0) != revision:
            raise EditConflict(
                "别人刚刚修改了这个要点的设置，请核对后再保存。", current=before, submitted=after
            )
        if row is not None and before == after:
            return row
        row = row or CheckpointOverlay(hospital=hospital, checkpoint=checkpoint, revision=0)
        row.audiences = None if values.audiences is None else _in_order(values.audiences)
        row.functional_department = values.functional_department
        row.on_the_spot_allowed = values.on_the_spot_allowed
        row.revision += 1
        row.save()
        _update_plans(hospital, checkpoint, today)
        changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
        record(
            action=CampaignAction.OVERLAY_CHANGED,
            target=row,
            by=by,
            now=now,
            hospital_id=hospital.pk,
            detail={"clause": checkpoint.clause, **changed},
        )
    return row


def _check_may(hospital: Hospital, by: User | None, as_of: date) -> None:
    office = Place(hospital.pk, None)
    if by is not None and not may(action=RunRight.MANAGE, place=office, by=by, as_of=as_of):
        raise NotAllowed("要点设置由质控办办理，您的角色没有这项权限。")


def _check(hospital: Hospital, values: OverlayInput) -> None:
    errors: dict[str, str] = {}
    if values.audiences is not None:
        chosen = set(values.audiences)
        if not chosen:
            errors["audiences"] = "请至少选择一类适用对象。"
        elif chosen - set(_AUDIENCES):
            errors["audiences"] = "请从列出的适用对象中选择。"
    department = values.functional_department
    if department is not None and (department.hospital_id != hospital.pk or department.active_to is not None):
        errors["functional_department"] = "请选择本院在用的部门。"
    if errors:
        raise Invalid(errors)


def _update_plans(hospital: Hospital, checkpoint: Checkpoint, today: date) -> None:
    """Of runs that are not over: what a finished run asked is history."""
    campaign_id = checkpoint.item.campaign_id
    running = Participation.objects.filter(
        hospital=hospital, run__campaign=campaign_id, run__phases__to_on__gte=today
    ).distinct()
    plan_registry.build(participations=list(running), campaign_id=campaign_id, as_of=today)


def _shown(row: CheckpointOverlay | None) -> dict[str, str]:
    if row is None:
        return _words(OverlayInput(), None)
    values = OverlayInput(row.audiences, row.functional_department, row.on_the_spot_allowed)
    return _words(values, row.functional_department)


def _in_order(audiences: Sequence[str]) -> list[str]:
    return [code for code in _AUDIENCES if code in audiences]


def _words(values: OverlayInput, department: Department | None) -> dict[str, str]:
    chosen = values.audiences
    return {
        "适用对象": "按文件" if chosen is None else "、".join(_AUDIENCES[code] for code in _in_order(chosen)),
        "归口部门": department.name if department else "按职责",
        "立行立改": "允许" if values.on_the_spot_allowed else "不允许",
    }
