"""Plays a demo plan through the services, act by act, each at its moment: one transaction, everything or nothing."""

from __future__ import annotations

from operator import attrgetter

from infrastructure import audit
from workshop.demo.campaigns.acts import acts_of_campaigns
from workshop.demo.inspections.acts import acts_of_inspections
from workshop.demo.organizations.acts import acts_of_organizations
from workshop.demo.plan import DemoPlan
from workshop.demo.rectification.acts import acts_of_rectification
from workshop.demo.stage import Part, Stage

# One part an app, the lower ones first: of one moment a lower app's acts come before those of the apps above it.
PARTS: tuple[Part, ...] = (
    acts_of_organizations,
    acts_of_campaigns,
    acts_of_rectification,
    acts_of_inspections,
)


def play(plan: DemoPlan) -> None:
    """Into an empty database. A service that refuses an act ends it all: the plan is wrong then, or the service is."""
    stage = Stage()
    acts = [act for part in PARTS for act in part(plan, stage)]
    with audit.one_act(by=None):
        for act in sorted(acts, key=attrgetter("at")):
            act.play()
