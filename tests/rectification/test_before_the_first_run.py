"""A hospital without a run: registering says what is missing, and who can open one."""

from __future__ import annotations

import pytest
from django.test import Client

from organizations.models import Hospital, Role
from organizations.roles import ROLES, Place
from tests import factories
from tests.rectification.world import World

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def hospital() -> Hospital:
    return factories.make_hospital("empty")


def client_as(role: Role, hospital: Hospital) -> Client:
    ward = factories.make_department(hospital)
    place = ward if Place.DEPARTMENT in ROLES[role].places else hospital
    client = Client()
    client.force_login(factories.make_member(role, place))
    return client


@pytest.mark.parametrize("path", ["findings/new/", "findings/on-the-spot/"])
def test_registering_says_who_opens_a_run(hospital: Hospital, path: str) -> None:
    told = client_as(Role.LIAISON, hospital).get(f"/h/empty/{path}", follow=True)
    assert told.status_code == 200
    assert "请质控办先开展一次专项整治" in told.content.decode()
    assert "/runs/new/" not in told.content.decode()
    office = client_as(Role.QUALITY_OFFICE, hospital).get(f"/h/empty/{path}", follow=True).content.decode()
    assert 'href="/h/empty/runs/new/"' in office
    assert "请质控办" not in office


def test_an_unknown_run_is_not_there(hospital: Hospital) -> None:
    assert client_as(Role.LIAISON, hospital).get("/h/empty/findings/new/?run=QS99").status_code == 404


def test_with_a_run_the_form_is_there(world: World) -> None:
    client = Client()
    client.force_login(world.liaison)
    assert "form" in client.get(f"/h/{world.hospital.code}/findings/new/").context
