"""What the page frame says of the run, at the borders of its days and whatever the server's zone."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.rules.phases import PhaseDates
from campaigns.selectors.runs import brief_runs_of, run_for, runs_of
from campaigns.services.runs import open_run
from infrastructure.audit import acting
from inspections.models import InspectionSheet
from inspections.selectors.runs import banner_for
from inspections.services.sheet_findings import register_from_line
from organizations.models import Role
from rectification.models import Finding
from tests import factories
from tests.inspections.hospital import NOW, PHASES, TODAY, Place, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_in_new_york() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def confirm_all(place: Place) -> None:
    user = place.member(Role.QUALITY_OFFICE)
    with acting(by=user):
        InspectionSheet.objects.update(
            confirmed_at=NOW, confirmed_by=user.staff_id, confirmed_recorded_by=user
        )


@pytest.mark.parametrize(
    ("moment", "phase", "left", "sentence"),
    [
        # 00:30 and 23:59:59 in Shanghai; in New York it is still the day before at 00:30.
        (datetime(2026, 11, 10, 16, 30, tzinfo=UTC), "自查自纠", 47, "还有 14 个科室未确认"),
        (datetime(2026, 11, 10, 15, 59, 59, tzinfo=UTC), "启动", None, "启动今天截止"),
        (
            datetime(2026, 12, 28, 15, 59, 59, tzinfo=UTC),
            "自查自纠",
            None,
            "自查自纠今天截止 · 还有 14 个科室未确认",
        ),
        (datetime(2026, 12, 28, 16, 30, tzinfo=UTC), "集中整治", 92, "还有 14 个科室自查表逾期未确认"),
        (
            datetime(2027, 4, 30, 15, 59, 59, tzinfo=UTC),
            "总结评估",
            None,
            "总结评估今天截止 · 还有 14 个科室自查表逾期未确认",
        ),
        (datetime(2027, 4, 30, 16, 30, tzinfo=UTC), None, None, "已于 2027-04-30 结束"),
    ],
)
def test_the_day_is_the_hospitals(
    server_in_new_york: None, moment: datetime, phase: str | None, left: int | None, sentence: str
) -> None:
    place = make_place()
    with time_machine.travel(moment, tick=False):
        banner = banner_for(place.hospital.pk, timezone.localdate())
    assert banner is not None
    assert next((mark.label for mark in banner.phases if mark.now), None) == phase
    assert (banner.days_left, banner.sentence) == (left, sentence)
    assert banner.title == "2026年第四季度自查"


def test_no_run_no_banner() -> None:
    assert banner_for(factories.make_hospital().pk, TODAY) is None


def test_confirmed_sheets_leave_the_hospitals_and_then_nothing_owed() -> None:
    place = make_place()
    confirm_all(place)
    with acting(by=None):
        InspectionSheet.objects.filter(level="hospital").update(
            confirmed_at=None, confirmed_by=None, confirmed_recorded_by=None
        )
    banner = banner_for(place.hospital.pk, TODAY)
    assert banner is not None
    assert banner.sentence == "院级自查表未确认"
    confirm_all(place)
    banner = banner_for(place.hospital.pk, TODAY, url="/h/x/inspection/")
    assert banner is not None
    assert (banner.sentence, banner.url) == ("自查表已全部确认", "/h/x/inspection/")


def test_overdue_findings_are_owed_after_self_inspection() -> None:
    place = make_place()
    confirm_all(place)
    with acting(by=None):
        InspectionSheet.objects.filter(pk=place.sheet("clinical").pk).update(
            confirmed_at=None, confirmed_by=None, confirmed_recorded_by=None
        )
    finding = register_from_line(
        line=place.lines("clinical")["QS25.I6.b"],
        text="出院小结超时。",
        by=place.member(Role.LIAISON, "clinical"),
        now=NOW,
        submit=True,
    )
    with acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(due_on=date(2026, 12, 31))
    confirm_all(place)
    assert banner_for(place.hospital.pk, date(2026, 12, 31)).sentence == ""
    assert banner_for(place.hospital.pk, date(2027, 1, 1)).sentence == "1 个问题逾期"


def test_the_run_of_today_wins_else_the_one_that_ends_last() -> None:
    place = make_place()
    past = [
        PhaseDates(
            phase.kind,
            phase.from_on.replace(year=phase.from_on.year - 2),
            phase.to_on.replace(year=phase.to_on.year - 2),
        )
        for phase in PHASES
    ]
    later = open_run(
        campaign=place.run.campaign,
        code="OLD",
        title="前年自查",
        owner=place.hospital,
        phases=past,
        by=None,
        now=NOW,
    )
    assert run_for(place.hospital.pk, as_of=TODAY).run == place.run
    assert run_for(place.hospital.pk, as_of=date(2024, 12, 1)).run == later
    assert run_for(place.hospital.pk, as_of=date(2030, 1, 1)).run == place.run
    whole, brief = runs_of(place.hospital.pk), brief_runs_of(place.hospital.pk)
    assert [(each.run.title, each.phases) for each in whole] == [(each.title, each.phases) for each in brief]


def test_the_banner_costs_the_same_for_few_and_many_departments() -> None:
    place = make_place()
    with CaptureQueriesContext(connection) as few:
        banner_for(place.hospital.pk, date(2027, 1, 1))
    for _ in range(20):
        department = factories.make_department(place.hospital)
        with acting(by=None):
            InspectionSheet.objects.create(
                hospital=place.hospital,
                participation=place.participation,
                level="department",
                department=department,
            )
    with CaptureQueriesContext(connection) as many:
        banner_for(place.hospital.pk, date(2027, 1, 1))
    assert len(few) == len(many) <= 3
