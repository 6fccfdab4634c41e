"""The demo can be played on any day: in the middle of the official campaign, after it, at the turn of a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from infrastructure.models import AuditEntry
from rectification.models import Finding
from tests.workshop.demo.small import features, small
from tests.workshop.demo.snapshots import snapshot
from workshop.demo.builder import build_demo
from workshop.demo.playing import play

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def test_in_the_middle_of_the_campaign(store: Path) -> None:
    as_of = date(2025, 7, 2)
    plan = small(build_demo(as_of))
    play(plan)
    connection.check_constraints()
    assert Finding.objects.count() == sum(
        len(part.findings) for run in plan.runs for part in run.participations
    )
    assert all(at.date() < as_of for at in AuditEntry.objects.values_list("at", flat=True))


def test_a_second_playing_gives_the_same(store: Path) -> None:
    plan = small(build_demo(date(2028, 2, 29)))
    findings = [finding for run in plan.runs for part in run.participations for finding in part.findings]
    assert len({act.name for finding in findings for act in finding.acts}) == 24
    assert {"repeats", "supported", "barred", "ongoing"} <= set().union(*map(features, findings))
    point = transaction.savepoint()
    play(plan)
    first = snapshot()
    transaction.savepoint_rollback(point)
    play(plan)
    second = snapshot()
    assert first.keys() == second.keys()
    for table, rows in first.items():
        assert rows == second[table], table
