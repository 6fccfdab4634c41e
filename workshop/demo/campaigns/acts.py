"""Campaigns, what a hospital settles about their checkpoints, and the runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from campaigns.models import Checkpoint
from campaigns.rules.phases import PhaseDates
from campaigns.services.campaigns import sync_campaigns
from campaigns.services.overlays import OverlayInput, set_overlay
from campaigns.services.runs import open_run
from organizations.models import Hospital, Region, Role, User
from workshop.demo.campaigns.launch import acts_of_launch
from workshop.demo.plan import DemoPlan, RunPlan
from workshop.demo.stage import Act, House, OpenedRun, Stage


def acts_of_campaigns(plan: DemoPlan, stage: Stage) -> Iterator[Act]:
    """The texts and the overlays when all begins, each run on its day."""
    began = plan.began_at
    yield Act(began, partial(sync_campaigns, by=None, now=began))
    for hospital in plan.hospitals:
        for clause in hospital.on_the_spot_allowed:
            yield Act(began, partial(_allow_on_the_spot, clause, hospital.code, stage, began))
    for run in plan.runs:
        yield Act(run.opened_at, partial(_open_run, run, stage))
        if run.owner_hospital:
            yield from acts_of_launch(run, stage)


def _allow_on_the_spot(clause: str, hospital: str, stage: Stage, now: datetime) -> None:
    house = stage.houses[hospital]
    set_overlay(
        hospital=house.row,
        checkpoint=Checkpoint.objects.filter(clause=clause).latest("item__campaign__version"),
        values=OverlayInput(on_the_spot_allowed=True),
        revision=0,
        by=_officer(house),
        now=now,
    )


def _open_run(plan: RunPlan, stage: Stage) -> None:
    """With its participations and empty sheets. The nation opens in the name of the system."""
    checkpoints = _checkpoints_of(plan.campaign)
    owner: Region | Hospital
    if plan.owner_region:
        owner, by = Region.objects.get(code=plan.owner_region), None
    else:
        house = stage.houses[plan.owner_hospital]
        owner, by = house.row, _officer(house)
    run = open_run(
        campaign=next(iter(checkpoints.values())).item.campaign,
        code=plan.code,
        title=plan.title,
        owner=owner,
        phases=[PhaseDates(phase.kind, phase.from_on, phase.to_on) for phase in plan.phases],
        hospitals=[stage.houses[part.hospital].row for part in plan.participations],
        by=by,
        now=plan.opened_at,
    )
    rows = run.participations.select_related("hospital", "run")
    stage.runs[plan.code] = OpenedRun(checkpoints, {row.hospital.code: row for row in rows})


def _checkpoints_of(campaign_code: str) -> dict[str, Checkpoint]:
    """The checkpoints of the newest version, by clause."""
    rows = Checkpoint.objects.filter(item__campaign__code=campaign_code).select_related("item__campaign")
    return {row.clause: row for row in rows.order_by("item__campaign__version")}


def _officer(house: House) -> User:
    """The first log-in of the quality office."""
    held = set(house.row.memberships.filter(role=Role.QUALITY_OFFICE).values_list("user_id", flat=True))
    return min((user for user in house.users.values() if user.pk in held), key=lambda user: user.username)
