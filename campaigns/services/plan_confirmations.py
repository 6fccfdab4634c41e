"""A head confirms that he has read the plan and the duties, for his own department alone (QS25.R1, R3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from campaigns.actions import CampaignAction
from campaigns.models import HeadConfirmation, LaunchPlan
from campaigns.rights import RunRight
from infrastructure.audit import acting, record
from infrastructure.errors import Refusal, WrongState
from organizations.models import Department, DepartmentKind, User
from organizations.places import Place
from organizations.services.signing import Paper, SentPaper, received, sign


def confirm_plan(
    *,
    plan: LaunchPlan,
    departments: Sequence[Department],
    by: User,
    now: datetime,
    paper: Paper | SentPaper | None = None,
) -> list[HeadConfirmation]:
    """Confirm for these departments, in the system, as a dated stand-in, or as the clerk of a signed paper.

    What has been confirmed already stays as it was. Raises WrongState when a newer plan has come, NotAllowed, Refusal.
    """
    today = localdate(now)
    if not departments:
        raise Refusal("请选择要确认的科室。", field="department")
    with acting(by=by):
        paper = received(paper, hospital_id=plan.hospital_id, by=by, now=now)
        locked = LaunchPlan.objects.select_for_update().get(pk=plan.pk)
        if locked.replaced_at is not None:
            raise WrongState("实施方案已经更换，请阅读新的方案后再确认。")
        held = set(locked.confirmations.values_list("department_id", flat=True))
        made = []
        for department in departments:
            _check(department, locked, today)
            place = Place(locked.hospital_id, department.pk, departments_only=True)
            signed = sign(action=RunRight.CONFIRM_PLAN, place=place, by=by, as_of=today, paper=paper)
            if department.pk in held:
                continue
            confirmation = HeadConfirmation(
                hospital_id=locked.hospital_id, plan=locked, department=department, at=now, **signed.columns()
            )
            confirmation.save()
            made.append(confirmation)
            record(
                action=CampaignAction.PLAN_CONFIRMED,
                target=locked,
                by=by,
                now=now,
                hospital_id=locked.hospital_id,
                signature=signed.for_audit(),
                detail={"department": department.name},
            )
    return made


def _check(department: Department, plan: LaunchPlan, today: date) -> None:
    ended = department.active_to is not None and department.active_to < today
    if department.hospital_id != plan.hospital_id or ended:
        raise Refusal("请选择本院在用的科室。", field="department")
    if department.kind == DepartmentKind.LEADERSHIP:
        raise Refusal("院领导不需要确认。", field="department")
