"""Roles and stand-ins, as the security administrator gives them."""

from __future__ import annotations

from datetime import date

import pytest

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.models import Membership, Role, StandIn, User
from organizations.rights import description_of
from organizations.services import stand_ins
from tests import factories
from tests.organizations.settings.conftest import NOW, TODAY, House, client_of, queries_of


def typed(**changes: object) -> dict[str, object]:
    return {"person": "1001", "role": "liaison", "department": "", "from_on": "2026-11-21", **changes}


@pytest.fixture
def wang_user(house: House) -> User:
    return factories.make_user(staff=house.wang)


def test_a_role_is_granted_where_its_description_is_read(house: House, wang_user: User) -> None:
    client = client_of(house.security)
    page = client.get(f"{house.url}roles/grant/").content.decode()
    assert description_of(Role.QUALITY_OFFICE) in page
    assert description_of(Role.SUPERVISOR) not in page  # given above the hospital
    form = typed(department=house.bone.uid, to_on="2027-11-20")
    assert client.post(f"{house.url}roles/grant/", form).status_code == 302
    membership = Membership.objects.get(user=wang_user)
    assert (membership.department, membership.to_on) == (house.bone, date(2027, 11, 20))
    assert membership.granted_by == house.security
    row = next(
        row for row in client.get(f"{house.url}roles/?q=wm").context["rows"] if row.pk == membership.pk
    )
    assert row.description == description_of(Role.LIAISON)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "department"),
        ({"role": "quality_office", "department": "own"}, "department"),
        ({"role": "supervisor"}, "role"),
        ({"person": "1002", "department": "own"}, "person"),
        ({"department": "own", "to_on": "2026-11-01"}, "to_on"),
        ({"department": "foreign"}, "department"),
        ({"person": "foreign", "department": "own"}, "person"),
    ],
)
def test_what_cannot_be_is_an_error_at_its_field(
    house: House, other: House, wang_user: User, changes: dict[str, object], field: str
) -> None:
    factories.make_user(staff=other.wang)
    uids = {
        ("department", "own"): house.bone.uid,
        ("department", "foreign"): other.bone.uid,
        ("person", "foreign"): other.wang.uid,
    }
    form = typed(**{name: uids.get((name, value), value) for name, value in changes.items()})
    answer = client_of(house.security).post(f"{house.url}roles/grant/", form)
    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert not Membership.objects.filter(user=wang_user).exists()


def test_nobody_grants_to_oneself_or_joins_two_of_the_three(house: House) -> None:
    client = client_of(house.security)
    own = client.post(
        f"{house.url}roles/grant/", typed(person=house.security.staff.uid, role="quality_office")
    )
    assert "不能给自己授予角色" in own.content.decode()
    both = client.post(
        f"{house.url}roles/grant/", typed(person=house.system.staff.uid, role="audit_administrator")
    )
    assert "三员分立" in str(both.context["form"].errors["role"])


def test_a_role_is_taken_back_with_a_reason(house: House, other: House) -> None:
    client = client_of(house.security)
    membership = house.quality.memberships.get()
    url = f"{house.url}roles/{membership.uid}/end/"
    assert client.post(url, {"reason": ""}).status_code == 400
    assert client.post(url, {"reason": "岗位调整", "last_on": ""}).status_code == 302
    assert client_of(house.quality).get(house.url).status_code == 404
    foreign = other.quality.memberships.get()
    assert client.get(f"{house.url}roles/{foreign.uid}/end/").status_code == 404


def test_a_stand_in_runs_between_its_dates_and_ends_at_once(house: House, other: House) -> None:
    client, url = client_of(house.security), f"{house.url}stand-ins/new/"
    form = {
        "principal": house.wang.uid,
        "substitute": house.li.uid,
        "from_on": "2026-11-20",
        "to_on": "2026-12-05",
        "reason": "外出进修",
    }
    foreign = client.post(url, form | {"substitute": other.li.uid})
    assert list(foreign.context["form"].errors) == ["substitute"]
    assert client.post(url, form | {"substitute": house.wang.uid}).status_code == 400
    assert client.post(url, form).status_code == 302
    twice = client.post(url, form | {"substitute": house.quality.staff.uid})
    assert "已经指定了代理人" in str(twice.context["form"].errors["from_on"])
    stand_in = StandIn.objects.get()
    assert client.post(f"{house.url}stand-ins/{stand_in.uid}/end/").status_code == 302
    assert not StandIn.objects.in_force(TODAY).exists()
    assert [row.pk for row in client.get(f"{house.url}stand-ins/?state=ended").context["rows"]] == [
        stand_in.pk
    ]


def test_a_stand_in_never_joins_what_must_stay_apart(house: House) -> None:
    handler = factories.make_member(Role.CONFIDENTIAL_HANDLER, house.hospital)
    admin_staff = factories.make_member(Role.SECURITY_ADMINISTRATOR, house.hospital)
    client, url = client_of(admin_staff), f"{house.url}stand-ins/new/"
    form = {"from_on": "2026-11-21", "to_on": "2026-11-22", "reason": "出差"}
    joined = client.post(
        url, form | {"principal": house.auditor.staff.uid, "substitute": house.system.staff.uid}
    )
    assert "三员分立" in str(joined.context["form"].errors["substitute"])
    third = client.post(url, form | {"principal": handler.staff.uid, "substitute": house.li.uid})
    assert list(third.context["form"].errors) == ["principal"]
    assert not StandIn.objects.exists()


def test_the_lists_cost_the_same_for_20_and_300_rows(house: House) -> None:
    client = client_of(house.security)
    pages = [f"{house.url}roles/", f"{house.url}stand-ins/"]
    _more_rows(house, 20)
    few = [queries_of(client, url) for url in pages]
    _more_rows(house, 300)
    assert [queries_of(client, url) for url in pages] == few
    assert [client.get(url).context["rows"].paginator.count for url in pages] == [324, 320]


def _more_rows(house: House, count: int) -> None:
    people = [factories.make_staff(house.hospital) for _ in range(count)]
    with audit.acting(by=house.security):
        users = User.objects.bulk_create(
            User(
                username=f"{person.employee_no}-{person.pk}",
                display_name=person.name,
                hospital=house.hospital,
                staff=person,
            )
            for person in people
        )
        Membership.objects.bulk_create(
            Membership(
                user=user, role=Role.STAFF, hospital=house.hospital, department=house.bone, from_on=TODAY
            )
            for user in users
        )
        StandIn.objects.bulk_create(
            StandIn(
                hospital=house.hospital,
                principal=person,
                substitute=house.li,
                from_on=TODAY,
                to_on=TODAY,
                reason="休假",
                granted_by=house.security,
            )
            for person in people
        )


def test_whoever_stands_in_for_one_of_the_three_gets_no_other(house: House) -> None:
    """The order does not matter: first the stand-in, then the role, or the other way round."""
    system, until = house.system.staff, date(2026, 12, 31)
    assert system
    dates = {"from_on": TODAY, "to_on": until, "reason": "外出进修", "by": house.security, "now": NOW}
    stand_ins.appoint(principal=system, substitute=house.wang, **dates)
    wang, li = (factories.make_user(staff=person) for person in (house.wang, house.li))
    with pytest.raises(Refusal, match="此人正代理.*两种。请先结束代理，或另选一人。$"):
        factories.grant(wang, Role.AUDIT_ADMINISTRATOR, house.hospital, from_on=TODAY)
    factories.grant(wang, Role.AUDIT_ADMINISTRATOR, house.hospital, from_on=date(2027, 1, 1))  # after it
    factories.grant(wang, Role.QUALITY_OFFICE, house.hospital)
    with pytest.raises(Refusal, match="三员分立"):  # a second one to stand in for
        stand_ins.appoint(principal=house.auditor.staff, substitute=house.wang, **dates)
    stand_ins.appoint(principal=house.li, substitute=system, **dates)
    with pytest.raises(Refusal, match="正代理此人"):
        factories.grant(li, Role.AUDIT_ADMINISTRATOR, house.hospital)
    factories.grant(li, Role.SYSTEM_ADMINISTRATOR, house.hospital)
