"""Opening a run: its phases, who takes part, and every sheet that is to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError
from django.utils.timezone import localdate

from campaigns import plan_registry
from campaigns.actions import CampaignAction
from campaigns.models import Campaign, CampaignRun, Participation, RunPhase
from campaigns.rights import RunRight
from campaigns.rules.phases import PhaseDates, date_problems
from campaigns.selectors.region_runs import hospitals_of_a_run
from campaigns.selectors.texts import phases_of_text
from infrastructure.audit import acting, record
from infrastructure.errors import Invalid, NotAllowed, Refusal
from organizations.access_selectors import EVERY_LINE, lines_over
from organizations.models import Hospital, Region, User
from organizations.scope import scope_of
from organizations.services.standings import StandingValues
from policy_texts.vocabulary import PhaseKind

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,39}")
_BATCH = 2000
_CODE_TAKEN = "这个代码已经有人使用，请换一个，例如在后面加上年份。"


def open_run(
    *,
    campaign: Campaign,
    code: str,
    title: str,
    owner: Region | Hospital,
    phases: Sequence[PhaseDates],
    by: User | None,
    now: datetime,
    hospitals: Iterable[Hospital] | None = None,
) -> CampaignRun:
    """Open a run of a campaign for a region's hospitals, or for one hospital alone.

    Who takes part is fixed here, by level, kind and line (QS25.SC); `hospitals` narrows the region's choice. The
    campaign's version is frozen. Raises Invalid with a message at each field, NotAllowed.
    """
    code, title = code.strip(), title.strip()
    check_run(code=code, title=title, phases=phases)
    _check_may_open(owner, by, now)
    taking_part = _participants(campaign, owner, hospitals, by, now)
    try:
        with acting(by=by):
            run = _write_run(campaign, code, title, owner, phases, now)
            participations = Participation.objects.bulk_create(
                (
                    Participation(hospital=hospital, run=run, **vars(StandingValues.of(hospital)))
                    for hospital in taking_part
                ),
                batch_size=_BATCH,
            )
            made = plan_registry.build(
                participations=participations, campaign_id=campaign.pk, as_of=localdate(now)
            )
            record(
                action=CampaignAction.RUN_OPENED,
                target=run,
                by=by,
                now=now,
                hospital_id=owner.pk if isinstance(owner, Hospital) else None,
                detail={"code": code, "hospitals": len(participations), **made},
            )
    except IntegrityError as error:  # somebody took the code while this one was being opened
        if "campaignrun_code" not in str(error):
            raise
        raise Invalid({"code": _CODE_TAKEN}) from error
    return run


def open_documents_run(
    *,
    campaign: Campaign,
    owner: Region,
    by: User | None,
    now: datetime,
    hospitals: Iterable[Hospital] | None = None,
) -> CampaignRun:
    """The run that the document itself orders: its code, its title, its dates. A title too long for one is refused."""
    return open_run(
        campaign=campaign,
        code=campaign.code,
        title=campaign.title,
        owner=owner,
        phases=[
            PhaseDates(phase.kind, phase.from_on, phase.to_on, phase.title)
            for phase in phases_of_text(campaign)
        ],
        hospitals=hospitals,
        by=by,
        now=now,
    )


def check_run(*, code: str, title: str, phases: Sequence[PhaseDates]) -> None:
    """Refuse a code, a title or dates that no run may have: Invalid, with a message at each field."""
    errors: dict[str, str] = {}
    if problems := date_problems(phases):
        errors["phases"] = "".join(said for _, _, said in problems)
    if not _CODE.fullmatch(code):
        errors["code"] = "代码用 2 至 40 个字母、数字、点或短横线，例如 QS25-2027。"
    elif CampaignRun.objects.filter(code=code).exists():
        errors["code"] = _CODE_TAKEN
    if not title:
        errors["title"] = "请填写名称。"
    elif len(title) > 80:
        errors["title"] = f"名称不超过 80 字（现有 {len(title)} 字）。"
    if all(phase.kind != PhaseKind.SELF_INSPECTION for phase in phases):
        errors.setdefault("phases", "至少要有一个自查自纠阶段，请填写它的起止日期。")
    if errors:
        raise Invalid(errors)


def _check_may_open(owner: Region | Hospital, by: User | None, now: datetime) -> None:
    if by is None:
        return
    scope = scope_of(by, RunRight.MANAGE, as_of=localdate(now))
    if isinstance(owner, Hospital) and owner.pk not in scope.hospitals:
        raise NotAllowed("开展专项整治由质控办办理，您的角色没有这项权限。")
    if isinstance(owner, Region) and not lines_over(owner, scope.region_lines):
        raise NotAllowed("在一个地区开展专项整治由主管部门办理，您的角色没有这项权限。")


def _participants(
    campaign: Campaign,
    owner: Region | Hospital,
    hospitals: Iterable[Hospital] | None,
    by: User | None,
    now: datetime,
) -> list[Hospital]:
    """Of the lines alone that whoever opens the run answers for."""
    if isinstance(owner, Hospital):
        return [owner]
    today, lines = localdate(now), EVERY_LINE
    if by is not None:
        lines = lines_over(owner, scope_of(by, RunRight.MANAGE, as_of=today).region_lines)
    found = hospitals_of_a_run(campaign=campaign, region=owner, lines=lines, as_of=today)
    if hospitals is not None:
        chosen = {hospital.pk for hospital in hospitals}
        found = [hospital for hospital in found if hospital.pk in chosen]
    if not found:
        raise Refusal("所选范围内没有应当参加的医疗机构。", field="hospitals")
    return found


def _write_run(
    campaign: Campaign,
    code: str,
    title: str,
    owner: Region | Hospital,
    phases: Sequence[PhaseDates],
    now: datetime,
) -> CampaignRun:
    run = CampaignRun.objects.create(
        campaign=campaign,
        code=code,
        title=title,
        owner_region=owner if isinstance(owner, Region) else None,
        owner_hospital=owner if isinstance(owner, Hospital) else None,
        opened_at=now,
    )
    RunPhase.objects.bulk_create(
        RunPhase(
            run=run,
            number=number,
            kind=phase.kind.value,
            title=phase.label,
            from_on=phase.from_on,
            to_on=phase.to_on,
        )
        for number, phase in enumerate(phases, start=1)
    )
    return run
