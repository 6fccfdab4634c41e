"""Who holds only `staff` and is named in a finding comes to it by links alone, and finds something to do there."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from organizations.models import Role
from rectification.models import Finding
from rectification.services import work
from tests.rectification.test_finding_pages import form_of
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.usefixtures("world")


def staff_of(world: World, ward: Any) -> tuple[Client, Any]:
    user = world.member(Role.STAFF, ward, name="护士小李")
    client = Client()
    client.force_login(user)
    return client, user


def links(client: Client, path: str) -> set[str]:
    page = client.get(path, follow=True)
    assert page.status_code == 200
    return set(re.findall(r'href="([^"#]+)', page.content.decode()))


def forms(client: Client, path: str) -> set[str]:
    return set(re.findall(r'action="([^"]+)"', client.get(path).content.decode()))


def test_what_staff_registers_waits_for_it_until_it_is_handed_in(world: World) -> None:
    client, _ = staff_of(world, world.ward)
    new = f"/h/{world.hospital.code}/findings/new/"
    assert new in links(client, "/")
    assert client.post(new, form_of(world)).status_code == 302
    finding = Finding.objects.get()
    address, base = f"/findings/{finding.uid}/", f"/h/{world.hospital.code}/"
    for road in (base, f"{base}todo/", f"{base}ledger/"):
        assert address in links(client, road), road
    assert f"{address}edit/" in links(client, address)
    assert client.get(f"{address}edit/").status_code == 200
    (submit,) = [action for action in forms(client, address) if "submit" in action]
    assert client.post(submit, follow=True).status_code == 200
    finding.refresh_from_db()
    assert finding.state == "submitted"
    page = client.get(address).content.decode()
    assert "待受理" in page


@pytest.mark.parametrize("named", ["responsible", "measure"])
def test_staff_of_another_ward_that_is_named_has_a_to_do_and_an_action(world: World, named: str) -> None:
    client, user = staff_of(world, world.other_ward)
    before = links(client, f"/h/{world.hospital.code}/todo/")
    finding, _, measure = world.planned(
        **({"responsible_person": user.staff} if named == "responsible" else {})
    )
    if named == "measure":
        assert f"/findings/{finding.uid}/" not in links(client, f"/h/{world.hospital.code}/todo/")
        _name(world, measure, user)
    address = f"/findings/{finding.uid}/"
    assert address not in before
    for road in ("", "todo/"):
        assert address in links(client, f"/h/{world.hospital.code}/{road}"), road
    shown = links(client, address)
    proving = next(link for link in shown if link.startswith(f"{address}evidence/"))
    assert client.get(proving.replace("&amp;", "&")).status_code == 200
    planning = [link for link in shown if link.startswith(f"{address}measures/")]
    assert bool(planning) == (named == "responsible")
    for link in planning:
        assert client.get(link).status_code == 200


def _name(world: World, measure: Any, user: Any) -> None:
    values = work.MeasureInput(
        text=measure.text,
        strength="strong",
        causes=[row.cause for row in measure.answers.all()],
        person=user.staff,
    )
    work.edit_measure(measure=measure, values=values, revision=measure.revision, by=world.liaison, now=NOW)
