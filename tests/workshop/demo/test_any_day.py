"""The demo can be loaded on any day: in the middle of the official campaign, after it, at the turn of a year."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from infrastructure.models import AuditEntry
from rectification.models import Finding
from workshop.demo.builder import build_demo
from workshop.demo.loading.demo import load

DAYS = [date(2025, 7, 2), date(2026, 3, 31), date(2028, 2, 29)]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("as_of", DAYS, ids=str)
def test_a_day(as_of: date, store: Path) -> None:
    plan = build_demo(as_of)
    load(plan)
    connection.check_constraints()
    assert Finding.objects.count() == sum(
        len(part.findings) for run in plan.runs for part in run.participations
    )
    happened = AuditEntry.objects.filter(target_type="rectification.finding")
    assert all(at.date() < as_of for at in happened.values_list("at", flat=True))
