"""Sheets for departments founded since a run was opened."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localdate

from campaigns.models import Participation
from campaigns.rights import RunRight
from infrastructure.audit import acting, record
from infrastructure.errors import NotAllowed
from inspections.actions import SheetAction
from inspections.services.sheet_building import Built, build_sheets
from organizations.models import User
from organizations.scope import scope_of


def add_missing_sheets(*, participation: Participation, by: User | None, now: datetime) -> Built:
    """Sheets for departments founded since the run was opened; open sheets are brought up to date with the overlays."""
    today = localdate(now)
    if by is not None:
        scope = scope_of(by, RunRight.MANAGE, as_of=today)
        if participation.hospital_id not in scope.hospitals:
            raise NotAllowed("补建自查表由质控办办理，您的角色没有这项权限。")
    with acting(by=by):
        locked = (
            Participation.objects.select_for_update(of=("self",))
            .select_related("run")
            .get(pk=participation.pk)
        )
        built = build_sheets(participations=[locked], campaign_id=locked.run.campaign_id, as_of=today)
        if built.sheets or built.lines or built.dropped:
            record(
                action=SheetAction.COMPLETED,
                target=locked.run,
                by=by,
                now=now,
                hospital_id=locked.hospital_id,
                detail={"sheets": built.sheets, "lines": built.lines, "dropped": built.dropped},
            )
    return built
