"""What is barred from penalties cannot be cited by one, whoever writes the row (DESIGN §8).

Sanction outcomes and ethics deductions come above findings; here a table like theirs is made with the same two pieces.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import AppConfig
from django.apps.registry import Apps
from django.db import IntegrityError, connections, models, transaction
from django.db.migrations.state import ProjectState
from django.db.models import Q

import rectification
from infrastructure import audit
from infrastructure.grants import apply_grants
from infrastructure.hospital_keys import CitedKey, TieToHospital, citation_checks
from organizations.models import Hospital
from rectification.models import Finding
from tests.rectification.world import World

REGISTRY = Apps(
    [AppConfig("rectification", rectification)]
)  # without what the app itself registers when it starts


class Sanction(models.Model):
    hospital = models.ForeignKey(Hospital, models.PROTECT, related_name="+")
    is_penalty = models.BooleanField()
    source = CitedKey(Finding, null=True, related_name="+")
    source_penalty_barred = models.BooleanField(null=True)

    class Meta:
        apps = REGISTRY  # of its own: the project has no such table
        app_label = "rectification"
        constraints = citation_checks("source", penalty=Q(is_penalty=True), name="sanction_source")

    def __str__(self) -> str:
        return "sanction"


@pytest.fixture
def world(live_database: str) -> Iterator[World]:
    owner = connections["owner"]
    ordinary = owner.settings_dict["NAME"]
    owner.close()
    owner.settings_dict["NAME"] = live_database
    try:
        with owner.schema_editor() as editor:
            editor.create_model(Sanction)
            state = ProjectState()
            state.__dict__["apps"] = REGISTRY
            TieToHospital().database_forwards("rectification", editor, state, state)
        apply_grants(owner=owner, role=connections["default"].settings_dict["USER"])
        yield World()
    finally:
        owner.close()
        owner.settings_dict["NAME"] = ordinary


@contextmanager
def refused(constraint: str) -> Iterator[None]:
    """At the statement, or at the end of the transaction: references are looked at then."""
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        yield


def cite(finding: Finding, **values: Any) -> Sanction:
    defaults = {"hospital_id": finding.hospital_id, "source_penalty_barred": finding.penalty_barred}
    return Sanction.objects.create(**{"source": finding, **defaults, **values})


def test_a_penalty_never_cites_what_is_barred(world: World) -> None:
    free, barred = world.draft(), world.draft(penalty_barred=True)
    for finding in (free, barred):
        cite(finding, is_penalty=False)
    cite(free, is_penalty=True)
    with refused("sanction_source_not_barred"):
        cite(barred, is_penalty=True)
    with refused("same_hospital"):  # misstated
        cite(barred, is_penalty=True, source_penalty_barred=False)
    with refused("sanction_source_with_its_flag"):  # left out
        cite(barred, is_penalty=True, source_penalty_barred=None)
    with refused("same_hospital"):  # another hospital's
        cite(barred, is_penalty=False, hospital_id=World().hospital.pk)


def test_a_bar_that_comes_later_reaches_the_citation_or_is_refused_by_it(world: World) -> None:
    rewarded, punished = world.draft(), world.draft()
    reward = cite(rewarded, is_penalty=False)
    cite(punished, is_penalty=True)
    with audit.acting(by=None):
        Finding.objects.filter(pk=rewarded.pk).update(penalty_barred=True)
    reward.refresh_from_db()
    assert reward.source_penalty_barred
    with refused("sanction_source_not_barred"), audit.acting(by=None):
        Finding.objects.filter(pk=punished.pk).update(penalty_barred=True)
