"""The hospital's plan: a new one replaces the old, and every head is asked anew (QS25.P1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from campaigns.actions import CampaignAction
from campaigns.models import LaunchPlan, Participation
from campaigns.services.launch_office import check_office, lock_launch
from infrastructure.audit import acting, record
from infrastructure.errors import Refusal
from infrastructure.files.services import receive_upload
from infrastructure.reasons import words_of
from organizations.models import User


@dataclass(frozen=True)
class PlanInput:
    document_no: str
    title: str
    issued_on: date
    upload: UploadedFile[Any]


def add_plan(*, participation: Participation, values: PlanInput, by: User, now: datetime) -> LaunchPlan:
    """Keep the plan; one in force until now is replaced and stays readable. Raises NotAllowed, Refusal."""
    today = localdate(now)
    check_office(participation, by=by, as_of=today)
    document_no, title = _words(values, today)
    with acting(by=by):
        file = receive_upload(upload=values.upload, hospital_id=participation.hospital_id, by=by, now=now)
        lock_launch(participation)
        before = LaunchPlan.objects.filter(participation=participation, replaced_at__isnull=True).first()
        if before is not None:
            before.replaced_at = now
            before.save(update_fields=["replaced_at"])
        plan = LaunchPlan.objects.create(
            hospital_id=participation.hospital_id,
            participation=participation,
            document_no=document_no,
            title=title,
            issued_on=values.issued_on,
            file=file,
            added_by=by,
            added_at=now,
        )
        record(
            action=CampaignAction.PLAN_REPLACED if before else CampaignAction.PLAN_ADDED,
            target=plan,
            by=by,
            now=now,
            hospital_id=participation.hospital_id,
            detail={
                "run": participation.run.code,
                "file": file.original_name,
                **({"instead_of": str(before)} if before else {}),
            },
        )
    return plan


def _words(values: PlanInput, today: date) -> tuple[str, str]:
    document_no = words_of(
        values.document_no, most=60, missing="请填写方案的文号。", field="document_no", label="文号"
    )
    title = words_of(values.title, most=100, missing="请填写方案的标题。", field="title", label="标题")
    if values.issued_on > today:
        raise Refusal("印发日期不能晚于今天。", field="issued_on")
    return document_no, title
