"""A regional role may be limited to one administrative line: what it reaches, and where a line has no place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from campaigns.rights import RunRight
from infrastructure import audit
from infrastructure.errors import Refusal
from infrastructure.models import AuditEntry, Job
from organizations import reach
from organizations.access_selectors import EVERY_LINE, line_words, lines_over, supervised_hospitals
from organizations.models import AdministrativeLine, Hospital, Membership, Region, RegionLevel, Role, User
from organizations.scope import Scope, grants_of
from organizations.selectors import changes_in_words
from organizations.services import memberships
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
HEALTH, TCM, CDC = AdministrativeLine.HEALTH, AdministrativeLine.TCM, AdministrativeLine.CDC


@pytest.fixture
def province() -> Region:
    return factories.make_region("360000", name="江西省", level=RegionLevel.PROVINCE)


@pytest.fixture
def city(province: Region) -> Region:
    return factories.make_region("360100", parent=province)


@pytest.fixture
def hospitals(city: Region) -> dict[str, Hospital]:
    return {
        line: factories.make_hospital(f"of-{line}", line=line, region=city) for line in AdministrativeLine
    }


def supervisor(place: Region, line: str | None = None) -> User:
    user = factories.make_user()
    factories.grant(user, Role.SUPERVISOR, place, line=line)
    return user


def reached(user: User, region: Region) -> set[str]:
    lines = lines_over(region, grants_of(user, TODAY).region_lines())
    return {hospital.line for hospital in supervised_hospitals(region=region, lines=lines, as_of=TODAY)}


def test_without_a_line_every_hospital_of_the_region_is_reached(
    province: Region, city: Region, hospitals: dict[str, Hospital]
) -> None:
    assert reached(supervisor(province), city) == set(AdministrativeLine)


@pytest.mark.parametrize("line", list(AdministrativeLine))
def test_a_line_reaches_its_own_hospitals_also_from_above(
    province: Region, city: Region, hospitals: dict[str, Hospital], line: str
) -> None:
    assert reached(supervisor(city, line), city) == {line}
    assert reached(supervisor(province, line), city) == {line}


def test_a_role_below_reaches_nothing_above_and_roles_add_up(
    province: Region, city: Region, hospitals: dict[str, Hospital]
) -> None:
    user = supervisor(city, TCM)
    assert reached(user, province) == set()
    factories.grant(user, Role.SUPERVISOR, province, line=CDC)
    assert reached(user, province) == {CDC}
    assert reached(user, city) == {TCM, CDC}
    factories.grant(user, Role.PROVINCE_ADMINISTRATOR, province)
    assert reached(user, city) == set(AdministrativeLine)


def test_nothing_held_reaches_nothing(city: Region, hospitals: dict[str, Hospital]) -> None:
    assert lines_over(city, ()) == frozenset()
    assert reached(factories.make_user(), city) == set()


def test_the_page_and_the_api_of_a_region_show_the_line_only(
    city: Region, hospitals: dict[str, Hospital]
) -> None:
    client = Client()
    client.force_login(supervisor(city, TCM))
    page = client.get("/r/360100/").content.decode()
    assert [hospitals[line].name in page for line in (HEALTH, TCM, CDC)] == [False, True, False]
    assert "只限中医药条线" in page
    rows = client.get("/api/v1/regions/360100/hospitals/").json()["results"]
    assert [row["code"] for row in rows] == ["of-tcm"]
    assert client.get("/api/v1/me/").json()["roles"][0]["line"] == TCM
    assert "只限中医药条线" in client.get("/account/").content.decode()


def test_a_page_without_a_limit_says_nothing_of_lines(city: Region, hospitals: dict[str, Hospital]) -> None:
    client = Client()
    client.force_login(supervisor(city))
    assert "条线" not in client.get("/r/360100/").content.decode()
    assert line_words(EVERY_LINE) == ""
    assert line_words(frozenset({TCM, HEALTH})) == "卫生健康、中医药"


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICE, Role.LIAISON])
def test_a_line_is_for_regions_only(role: Role) -> None:
    hospital = factories.make_hospital()
    place = hospital if role is Role.QUALITY_OFFICE else factories.make_department(hospital)
    user = factories.make_user(hospital)
    with pytest.raises(Refusal, match="只用来限定行政区划"):
        factories.grant(user, role, place, line=TCM)
    membership = factories.grant(user, role, place)
    with (
        pytest.raises(IntegrityError, match="membership_line_of_regions"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        Membership.objects.filter(pk=membership.pk).update(line=TCM)


def test_an_unknown_line_is_refused(city: Region) -> None:
    with pytest.raises(Refusal) as refusal:
        factories.grant(factories.make_user(), Role.SUPERVISOR, city, line="army")
    assert refusal.value.field == "line"


def test_the_audit_tells_the_line_in_words(city: Region) -> None:
    user = factories.make_user()
    memberships.grant_membership(
        user=user, role=Role.SUPERVISOR, place=city, line=TCM, from_on=TODAY, by=None, now=NOW
    )
    assert "条线：中医药" in changes_in_words(AuditEntry.objects.latest("id").detail)


def test_an_answer_told_again_ends_when_the_role_shrinks_to_a_line(city: Region) -> None:
    """What was told for every line is not told again for one of them; a wider role takes nothing away."""
    for before, after, still in (
        (None, None, True),
        (TCM, None, True),
        (None, TCM, False),
        (TCM, CDC, False),
    ):
        then = reach.taken(supervisor(city, before), TODAY)
        assert reach.is_still_held(then, supervisor(city, after), TODAY) is still


def test_a_result_of_a_region_needs_its_line(city: Region) -> None:
    def scope(*held: tuple[int, str | None]) -> Scope:
        return Scope(action=RunRight.MANAGE, region_lines=frozenset(held))

    needs = reach.needs_of(scope((city.pk, TCM)))
    assert needs["regions"] == [[city.pk, TCM]]
    job = Job(needs=needs)
    for line, open_to in ((TCM, True), (None, True), (CDC, False)):
        assert reach.holders_of(RunRight.MANAGE)(job, supervisor(city, line), TODAY) is open_to


def test_the_command_gives_a_regional_role_for_one_line(
    city: Region, hospitals: dict[str, Hospital], capsys: pytest.CaptureFixture[str]
) -> None:
    user = factories.make_user(username="tcm-office", display_name="中医药科")
    call_command("grant_regional_role", "tcm-office", "supervisor", "360100", "--line", "tcm")
    assert capsys.readouterr().out == f"中医药科: 主管部门督导员 {city.name} 中医药\n"
    assert user.memberships.get().line == TCM
    for wrong in (("nobody", "supervisor", "360100"), ("tcm-office", "supervisor", "999999")):
        with pytest.raises(CommandError, match="no (log-in|region)"):
            call_command("grant_regional_role", *wrong)
    of_hospital = factories.make_user(hospitals[HEALTH])
    with pytest.raises(CommandError, match="属于另一家医院"):
        call_command("grant_regional_role", of_hospital.username, "supervisor", "360100")
