"""Another hospital's row in every field that can name one: refused at that field, and nothing is written."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.urls import resolve

from organizations.models import Role
from rectification.services import findings
from tests.access.addresses import PATTERNS, address
from tests.access.api_bodies import BODIES
from tests.access.asking import ask, send
from tests.access.foreign_fields import (
    API_FIELDS,
    FORM_FIELDS,
    NOT_OF_A_HOSPITAL,
    NOT_OF_A_HOSPITAL_IN_BODIES,
    ROWS_BY_WORDS,
    ForeignField,
    naming_body_fields,
    naming_form_fields,
)
from tests.access.markers import owned_models
from tests.access.matrix import ROWS
from tests.access.payloads import PAYLOADS
from tests.access.site import Site, picture
from tests.rectification.world import NOW

pytestmark = pytest.mark.slow

REFUSED = (400, 409)


def content() -> dict[str, str]:
    """What every table of the hospitals holds: any row written, changed or taken away shows."""
    tables = sorted(model._meta.db_table for model, _ in owned_models())
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT md5(coalesce(string_agg(t::text, ',' ORDER BY id), '')) FROM {table} t")
            found[table] = cursor.fetchone()[0]
    return found


def payload(site: Site, case: ForeignField) -> dict[str, Any]:
    """Complete and right, but for what the test puts in. Edits of the API may hold one field alone."""
    typed = (PAYLOADS | BODIES)[case.key](site, case.who)
    if case.key == "PATCH api-department":
        typed = {"revision": 1}
    if case.key == "POST api-sheet-confirm":
        typed |= {"signatory": str(site.world.head.staff.uid), "scan": picture("签字.png")}
    if case.field == "lead_department" and "sheet" in case.key:
        typed["lead_department"] = str(site.world.ward.uid)
    return typed


def named(case: ForeignField, typed: dict[str, Any], value: str) -> dict[str, Any]:
    many = isinstance(typed.get(case.field), list)
    return typed | {case.field: [value] if many else value}


def test_no_field_of_a_form_is_left_out() -> None:
    assert naming_form_fields() | ROWS_BY_WORDS == FORM_FIELDS.keys() | NOT_OF_A_HOSPITAL.keys()


def test_no_field_of_a_body_is_left_out() -> None:
    assert naming_body_fields() == API_FIELDS.keys() | NOT_OF_A_HOSPITAL_IN_BODIES.keys()


@pytest.mark.parametrize("name", FORM_FIELDS)
def test_a_form_refuses_what_belongs_to_another_hospital(site: Site, other: Site, name: str) -> None:
    case = FORM_FIELDS[name]
    path = case.path(site) if case.path else address(site, case.key.partition(" ")[2])
    before = content()
    answer = send(site.client(case.who), "POST", path, named(case, payload(site, case), case.value(other)))
    assert answer.status_code in (200, *REFUSED)
    assert case.field in answer.context["form"].errors
    assert case.value(other) not in str(answer.context["form"].errors)
    assert content() == before


@pytest.mark.parametrize("name", FORM_FIELDS)
def test_the_same_form_takes_what_is_ours(site: Site, name: str) -> None:
    """The control: with a row of one's own in that field the post goes through."""
    case = FORM_FIELDS[name]
    path = case.path(site) if case.path else address(site, case.key.partition(" ")[2])
    before = content()
    answer = send(site.client(case.who), "POST", path, named(case, payload(site, case), _own(site, case)))
    assert answer.status_code in (200, 302), answer.context and answer.context["form"].errors
    assert content() != before


def _own(site: Site, case: ForeignField) -> str:
    """Mostly the same row of ours; where that one is taken already, what the payload says."""
    typed = payload(site, case).get(case.field)
    if typed is None:
        return case.value(site)
    return typed[0] if isinstance(typed, list) else typed


@pytest.mark.parametrize(
    "name", [name for name, case in FORM_FIELDS.items() if case.value.__name__ == "_person"]
)
def test_a_number_of_another_hospitals_staff_names_nobody(site: Site, other: Site, name: str) -> None:
    """People can be typed by 工号 as well as picked."""
    case = FORM_FIELDS[name]
    number = other.world.head.staff.employee_no
    before = content()
    path = case.path(site) if case.path else address(site, case.key.partition(" ")[2])
    answer = send(site.client(case.who), "POST", path, named(case, payload(site, case), number))
    assert case.field in answer.context["form"].errors
    assert content() == before


@pytest.mark.parametrize("name", API_FIELDS)
def test_a_body_refuses_what_belongs_to_another_hospital(site: Site, other: Site, name: str) -> None:
    case = API_FIELDS[name]
    before = content()
    typed = named(case, payload(site, case), case.value(other))
    method, _, key = case.key.partition(" ")
    answer = send(site.client(case.who), method, address(site, key), typed)
    assert answer.status_code == 409  # nothing is wrong with the body: it is the rows that say no
    assert {name.partition(".")[0] for name in answer.json()["errors"]} == {case.field}
    assert answer["Content-Type"] == "application/problem+json"
    assert content() == before


@pytest.mark.parametrize("name", API_FIELDS)
def test_the_same_body_takes_what_is_ours(site: Site, name: str) -> None:
    case = API_FIELDS[name]
    typed = named(case, payload(site, case), _own(site, case))
    assert ask(site, case.who, case.key, data=typed).status_code in (200, 201)


OF_EVERYBODY = {"name", "page", "clause", "token"}
# Below a hospital or a region stands an official campaign, which is everybody's.
CAMPAIGNS = {"checkpoints", "checkpoint", "check-entry-new", "region-entries", "region-entry-new"}
NESTED = [
    name for name, places in PATTERNS.items() if len(set(places) - OF_EVERYBODY) > 1 and name not in CAMPAIGNS
]


@pytest.mark.parametrize("name", NESTED)
def test_a_row_below_ours_is_not_anothers(site: Site, other: Site, name: str) -> None:
    """/findings/<ours>/causes/<theirs>/: the second row is looked up below the first."""
    row = next(row for row in ROWS.values() if row.name == name)
    who = next(who for who in row.allowed if who in site.users)
    ours, theirs = address(site, name), address(other, name)
    inner = [part for part in theirs.split("/") if part not in ours.split("/") and len(part) == 36][-1]
    place = [part for part in ours.split("/") if len(part) == 36][-1]
    path = ours.replace(place, inner)
    before = content()
    assert resolve(path).url_name == name
    data = (PAYLOADS | BODIES).get(row.key, lambda *_: {})(site, who)
    assert send(site.client(who), row.method, path, data).status_code == 404
    assert content() == before


def test_a_line_of_another_sheet_is_refused_by_name(site: Site, other: Site) -> None:
    """The sheet's form has fields named after lines: another hospital's line is none of them."""
    line = other["line"]
    typed = {f"{line.uid}-answer": "in_order", f"{line.uid}-note": "", f"{line.uid}-revision": line.revision}
    before = content()
    answer = site.client(Role.LIAISON.value).post(address(site, "sheet"), typed)
    assert answer.status_code == 400
    assert "这个要点不在这张自查表上" in answer.content.decode()
    assert content() == before


def test_a_line_of_another_sheet_is_refused_by_the_api(site: Site, other: Site) -> None:
    typed = {"answers": [{"line": str(other["line"].uid), "answer": "in_order", "revision": 1}]}
    before = content()
    answer = send(site.client(Role.LIAISON.value), "POST", address(site, "api-sheet-answers"), typed)
    assert answer.status_code == 409
    assert content() == before


def test_a_search_takes_nobody_of_another_hospital(site: Site, other: Site) -> None:
    """Forms that are read with GET: the leaver, and whom a role is prefilled for."""
    client, person = site.client(Role.SYSTEM_ADMINISTRATOR.value), other.world.head.staff
    answer = client.get(address(site, "settings-handover"), {"person": str(person.uid)})
    assert answer.context["form"].errors["person"]
    prefilled = site.client(Role.SECURITY_ADMINISTRATOR.value).get(
        address(site, "settings-role-grant"), {"person": str(person.uid)}
    )
    assert person.name not in prefilled.content.decode()


def test_picked_findings_of_another_hospital_are_passed_over(site: Site, other: Site) -> None:
    before = content()
    client = site.client("accepting_liaison")
    assert (
        client.post(address(site, "findings-accept"), {"pick": str(other["awaiting_spot"].uid)}).status_code
        == 302
    )
    assert content() == before


def test_the_number_of_another_departments_finding_tells_nothing(site: Site) -> None:
    """A repeated problem is named by its number, and numbers can be guessed."""
    form = PAYLOADS["POST finding-new"](site, Role.LIAISON.value)
    number = _number_of_another_department(site)
    before = content()
    for guessed in (number, 9_999_999):
        answer = site.client(Role.LIAISON.value).post(
            address(site, "finding-new"), form | {"repeats_number": guessed, "files": picture()}
        )
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == ["repeats_number"]
    assert content() == before
    office = site.client(Role.QUALITY_OFFICE.value)
    form |= {"repeats_number": number, "files": picture()}
    assert office.post(address(site, "finding-new"), form).status_code == 302


def _number_of_another_department(site: Site) -> int:
    world = site.world
    values = world.values(lead_department=world.medical, responsible_person=world.second_accepter.staff)
    finding = findings.create_finding(
        participation=world.participation, values=values, by=world.clerk, now=NOW, as_office=True
    )
    return finding.entries.get().number
