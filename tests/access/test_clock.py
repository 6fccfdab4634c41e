"""Half past midnight and one second before it in Shanghai, on a server that lives in New York: the same pages.

There it is still the day before, so that anything that asks the server's zone for a date is a day late.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test import Client

from infrastructure import audit
from inspections.models import InspectionSheet
from inspections.services.missing_sheets import add_missing_sheets
from rectification.models import Finding
from tests.access.asking import body_of
from tests.rectification.world import IN_TWO_WEEKS, NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SHANGHAI = ZoneInfo("Asia/Shanghai")
ZONES = ("Asia/Shanghai", "America/New_York")
DUE_ON = IN_TWO_WEEKS
LAST_DAY_OF_INSPECTION = date(2026, 12, 28)
# What changes from one request to the next, whatever the clock says.
RANDOM = re.compile(r'(csrfmiddlewaretoken" value|form_key" value|nonce)="[^"]*"|CSRFToken": "[^"]*"')


def just_before_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=SHANGHAI)


def half_past_midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 30, tzinfo=SHANGHAI)


MOMENTS = {
    "the last second of the due day": just_before_midnight(DUE_ON),
    "the night after it": half_past_midnight(DUE_ON + timedelta(days=1)),
    "the last second of the phase": just_before_midnight(LAST_DAY_OF_INSPECTION),
    "the night after the phase": half_past_midnight(LAST_DAY_OF_INSPECTION + timedelta(days=1)),
}
OVERDUE = {name: moment.date() > DUE_ON for name, moment in MOMENTS.items()}


@contextmanager
def server_in(zone: str, at: datetime) -> Iterator[None]:
    """The process and its C library live in this zone; the clock stands still."""
    before = os.environ.get("TZ", "")
    with time_machine.travel(at.timestamp(), tick=False):
        os.environ["TZ"] = zone
        time.tzset()
        try:
            yield
        finally:
            os.environ["TZ"] = before
            time.tzset()


@pytest.fixture
def world() -> World:
    world = World()
    add_missing_sheets(participation=world.participation, by=world.clerk, now=NOW)
    world.planned(text="手术部位未标记")
    world.accepted()
    return world


def pages(world: World) -> list[str]:
    place, finding = f"/h/{world.hospital.code}", Finding.objects.get(state="rectifying")
    sheet = InspectionSheet.objects.get(participation=world.participation, department=world.ward)
    ledger = f"/api/v1/ledgers/{world.participation.uid}"
    return [
        f"{place}/",
        f"{place}/todo/",
        f"{place}/todo/?due=overdue",
        f"{place}/ledger/",
        f"{place}/ledger/?due=overdue",
        f"{place}/ledger/csv/",
        f"{place}/ledger/print/",
        f"{place}/board/",
        f"{place}/inspection/",
        f"{place}/runs/",
        f"{place}/findings/new/",
        f"/inspection/{sheet.uid}/",
        f"/findings/{finding.uid}/",
        f"/findings/{finding.uid}/print/notice/",
        f"{ledger}/",
        f"{ledger}/board/",
        f"{ledger}/findings/?due=overdue",
        f"{ledger}/sheets/",
        f"/api/v1/findings/{finding.uid}/",
    ]


def seen(world: World) -> dict[str, str]:
    client = Client()
    client.force_login(world.clerk)
    return {path: RANDOM.sub("", body_of(client.get(path)).decode()) for path in pages(world)}


@pytest.mark.parametrize("name", MOMENTS)
def test_the_same_pages_wherever_the_server_stands(world: World, name: str) -> None:
    found = {}
    for zone in ZONES:
        with server_in(zone, MOMENTS[name]):
            assert time.tzname[0] in ("CST", "EST")
            found[zone] = seen(world)
    for path, content in found["Asia/Shanghai"].items():
        assert found["America/New_York"][path] == content, path


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", MOMENTS)
def test_a_day_ends_at_midnight_in_shanghai(world: World, name: str, zone: str) -> None:
    """A date is missed on the day after it, never on the day itself."""
    board = f"/api/v1/ledgers/{world.participation.uid}/board/"
    with server_in(zone, MOMENTS[name]):
        client = Client()
        client.force_login(world.clerk)
        assert client.get(board).json()["overdue"] == int(OVERDUE[name])
        listed = client.get(f"/h/{world.hospital.code}/ledger/?due=overdue").content.decode()
        assert ("手术部位未标记" in listed) is OVERDUE[name]


@pytest.mark.parametrize("zone", ZONES)
def test_a_phase_begins_at_midnight_in_shanghai(world: World, zone: str) -> None:
    banners = []
    for name in ("the last second of the phase", "the night after the phase"):
        with server_in(zone, MOMENTS[name]):
            client = Client()
            client.force_login(world.clerk)
            ledger = client.get(f"/api/v1/ledgers/{world.participation.uid}/").json()
            banners.append(ledger["current_phase"])
    assert banners == ["self_inspection", "concentrated"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("name", MOMENTS)
def test_what_is_done_now_bears_the_day_of_shanghai(world: World, name: str, zone: str) -> None:
    """Dates that are typed by nobody: the day found, and the days that the database computes of moments."""
    moment = MOMENTS[name]
    form = {
        "run": world.run.code,
        "text": "急诊首诊病历未由首诊医师书写",
        "item": "I1",
        "lead_department": str(world.ward.uid),
        "deadline_kind": "ongoing",
        "origin": "self_inspection",
    }
    with server_in(zone, moment):
        client = Client()
        client.force_login(world.clerk)
        page = client.get(f"/h/{world.hospital.code}/findings/new/").content.decode()
        assert f'value="{moment.date()}"' in page
        assert client.post(f"/h/{world.hospital.code}/findings/new/", form).status_code == 302
        accepted = Finding.objects.get(state="accepted")
        assert client.post(f"/findings/{accepted.uid}/do/close/").status_code == 302
        made, closed = Finding.objects.latest("pk"), Finding.objects.get(pk=accepted.pk)
        assert (made.found_on, made.created_on, closed.closed_on) == (moment.date(),) * 3


def test_the_day_before_is_really_another_day_in_new_york() -> None:
    """Otherwise the tests above would prove nothing."""
    for name in ("the night after it", "the night after the phase"):
        with server_in("America/New_York", MOMENTS[name]):
            assert time.localtime().tm_mday == MOMENTS[name].day - 1


@pytest.mark.parametrize("name", MOMENTS)
def test_the_database_computes_days_in_shanghai(world: World, name: str) -> None:
    """Whatever the zone of the session: here New York's, where the cast itself gives another day."""
    moment = MOMENTS[name]
    with audit.acting(by=None), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', 'America/New_York', true)")
        cursor.execute(
            "UPDATE rectification_finding SET created_at = to_timestamp(%s) WHERE state = 'rectifying'"
            " RETURNING created_on::text, created_at::date::text",
            [moment.timestamp()],
        )
        computed, cast = cursor.fetchone()
        cursor.execute("SELECT set_config('TimeZone', 'UTC', true)")
    assert computed == str(moment.date())
    assert (cast == computed) is (moment.hour > 12)
