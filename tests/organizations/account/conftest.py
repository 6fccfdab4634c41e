from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from organizations.models import Department, Hospital, Role, User
from organizations.roles import SEPARATED_ROLES
from tests import factories

ON_THE_DAY = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_sessions_of_other_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """The database rolls back after a test, the cache does not."""
    yield
    if "db" in request.fixturenames:
        cache.clear()


@pytest.fixture
def hospital(db: None) -> Hospital:
    return factories.make_hospital("jx-general", name="江西省第一人民医院")


@pytest.fixture
def other_hospital(db: None) -> Hospital:
    return factories.make_hospital("jx-tcm", name="江西省中西医结合医院")


@pytest.fixture
def department(hospital: Hospital) -> Department:
    return factories.make_department(hospital, name="骨科")


@pytest.fixture
def liaison(department: Department) -> User:
    staff = factories.make_staff(
        department.hospital, department=department, name="李志强", employee_no="10002"
    )
    user = factories.make_user(staff=staff, username="lizhiqiang")
    factories.grant(user, Role.LIAISON, department)
    return user


@pytest.fixture
def browser() -> Client:
    """Checks CSRF like a real one would; the token is fetched with the page."""
    return Client()


def log_in(browser: Client, username: str, password: str = factories.PASSWORD, **more: str):
    return browser.post("/login/", {"username": username, "password": password, **more})


@pytest.fixture
def on_the_day():
    with time_machine.travel(ON_THE_DAY, tick=False) as moved:
        yield moved


@pytest.fixture
def three(hospital: Hospital) -> dict[Role, User]:
    """A small hospital: one administrator of each kind."""
    return {role: factories.make_member(role, hospital, username=role.value) for role in SEPARATED_ROLES}


@pytest.fixture
def system(three: dict[Role, User]) -> User:
    return three[Role.SYSTEM_ADMINISTRATOR]


@pytest.fixture
def security(three: dict[Role, User]) -> User:
    return three[Role.SECURITY_ADMINISTRATOR]


@pytest.fixture
def auditor(three: dict[Role, User]) -> User:
    return three[Role.AUDIT_ADMINISTRATOR]
