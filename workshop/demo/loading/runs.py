"""Campaigns and runs of the demo: what a quality office does once, through the services themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from campaigns.models import CampaignRun, Checkpoint
from campaigns.rules.phases import PhaseDates
from campaigns.services.overlays import OverlayInput, set_overlay
from campaigns.services.runs import open_run
from organizations.models import Hospital, Region, Role, User
from workshop.demo.loading.places import LoadedHospital
from workshop.demo.plan import HospitalPlan, RunPlan


def checkpoints_of(campaign_code: str) -> dict[str, Checkpoint]:
    """The checkpoints of the newest version, by clause."""
    rows = Checkpoint.objects.filter(item__campaign__code=campaign_code).select_related("item__campaign")
    return {row.clause: row for row in rows.order_by("item__campaign__version")}


def allow_on_the_spot(plan: HospitalPlan, place: LoadedHospital, *, now: datetime) -> None:
    """立行立改 for the checkpoints where this hospital allows it."""
    for clause in plan.on_the_spot_allowed:
        set_overlay(
            hospital=place.row,
            checkpoint=Checkpoint.objects.filter(clause=clause).latest("item__campaign__version"),
            values=OverlayInput(on_the_spot_allowed=True),
            revision=0,
            by=_officer(place),
            now=now,
        )


def open_planned_run(
    plan: RunPlan, hospitals: Mapping[str, LoadedHospital], checkpoints: Mapping[str, Checkpoint]
) -> CampaignRun:
    """The run with its participations and empty sheets. The nation opens in the name of the system."""
    campaign = next(iter(checkpoints.values())).item.campaign
    owner: Region | Hospital
    if plan.owner_region:
        owner, by = Region.objects.get(code=plan.owner_region), None
    else:
        place = hospitals[plan.owner_hospital]
        owner, by = place.row, _officer(place)
    return open_run(
        campaign=campaign,
        code=plan.code,
        title=plan.title,
        owner=owner,
        phases=[PhaseDates(phase.kind, phase.from_on, phase.to_on) for phase in plan.phases],
        hospitals=[hospitals[part.hospital].row for part in plan.participations],
        by=by,
        now=plan.opened_at,
    )


def _officer(place: LoadedHospital) -> User:
    """The first log-in of the quality office."""
    held = set(place.row.memberships.filter(role=Role.QUALITY_OFFICE).values_list("user_id", flat=True))
    return min((user for user in place.users.values() if user.pk in held), key=lambda user: user.username)
