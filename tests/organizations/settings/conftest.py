"""One hospital with its three administrators, and a second one whose ids must never be taken."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from organizations.models import Department, Hospital, Role, StaffMember, User
from tests import factories

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)  # ten in the morning in Shanghai
TODAY = date(2026, 11, 21)


@dataclass
class House:
    hospital: Hospital
    bone: Department
    pharmacy: Department
    wang: StaffMember
    li: StaffMember
    system: User
    security: User
    auditor: User
    quality: User

    @property
    def url(self) -> str:
        return f"/h/{self.hospital.code}/settings/"


def make_house(code: str, *, marker: str = "") -> House:
    hospital = factories.make_hospital(code)
    bone = factories.make_department(hospital, name=f"骨科{marker}", code="101")
    pharmacy = factories.make_department(hospital, name=f"药学部{marker}", code="201")
    return House(
        hospital=hospital,
        bone=bone,
        pharmacy=pharmacy,
        wang=factories.make_staff(hospital, department=bone, name=f"王敏{marker}", employee_no="1001"),
        li=factories.make_staff(hospital, department=pharmacy, name=f"李建国{marker}", employee_no="1002"),
        system=factories.make_member(Role.SYSTEM_ADMINISTRATOR, hospital, username=f"{code}-system"),
        security=factories.make_member(Role.SECURITY_ADMINISTRATOR, hospital, username=f"{code}-security"),
        auditor=factories.make_member(Role.AUDIT_ADMINISTRATOR, hospital, username=f"{code}-audit"),
        quality=factories.make_member(Role.QUALITY_OFFICE, hospital, username=f"{code}-quality"),
    )


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """Pages read today's date: it is the same on every day the tests are run."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture(scope="module")
def module_house(module_transaction: None) -> House:
    """Ask for `house` instead."""
    with time_machine.travel(NOW):
        return make_house("house")


@pytest.fixture
def house(module_house: House, db: None) -> Iterator[House]:
    """The module's hospital as new: rows are rolled back after the test, and the objects are copies."""
    yield copy.deepcopy(module_house)
    cache.clear()


@pytest.fixture
def other(db: None) -> House:
    return make_house("other", marker="（外院）")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def queries_of(client: Client, url: str) -> int:
    """How many statements a page costs, once the session is warm."""
    assert client.get(url).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
