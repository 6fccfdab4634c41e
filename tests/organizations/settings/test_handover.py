"""A leaver's open items go to a successor in one step, and every door closes."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from infrastructure.errors import NotAllowed
from infrastructure.models import AuditEntry
from infrastructure.registry import Registry
from organizations import handover_registry
from organizations.models import DepartmentRole, HospitalRole, Membership, Role, StaffMember, StandIn, User
from organizations.services import handover, stand_ins
from tests import factories
from tests.organizations.settings.conftest import NOW, TODAY, House, client_of


class Desk:
    """What an upper app would hold: so many papers for a person."""

    def __init__(self) -> None:
        self.papers: dict[int, int] = {}
        self.jammed = False

    def count(self, staff_id: int) -> int:
        return self.papers.get(staff_id, 0)

    def move(self, *, from_staff: StaffMember, to_staff: StaffMember, by: User, now: datetime) -> None:
        if self.jammed:
            raise RuntimeError("the drawer is stuck")
        moved = self.papers.pop(from_staff.pk, 0)
        self.papers[to_staff.pk] = self.count(to_staff.pk) + moved


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setattr(handover_registry, "_KINDS", Registry[handover_registry.OpenItems]("kind"))
    desk = Desk()
    handover_registry.register("未办结的问题", desk.count, desk.move)
    return desk


def test_everything_moves_and_everything_ends_in_one_step(house: House, desk: Desk) -> None:
    desk.papers[house.wang.pk] = 3
    user = factories.make_user(staff=house.wang)
    factories.grant(user, Role.QUALITY_OFFICE, house.hospital)
    stand_ins.appoint(
        principal=house.wang,
        substitute=house.li,
        from_on=TODAY,
        to_on=date(2026, 12, 31),
        reason="外出进修",
        by=house.security,
        now=NOW,
    )
    client, url = client_of(house.quality), f"{house.url}handover/{house.wang.uid}/"
    assert [(one.label, one.count) for one in client.get(url).context["waiting"]] == [("未办结的问题", 3)]
    answer = client.post(url, {"last_day": "2026-11-20", "successor": house.li.uid})
    assert answer.status_code == 302
    assert desk.papers == {house.li.pk: 3}
    house.wang.refresh_from_db()
    user.refresh_from_db()
    assert house.wang.employed_to == date(2026, 11, 20)
    assert house.wang.postings.get().to_on == date(2026, 11, 20)
    assert not user.is_active
    assert not HospitalRole.objects.filter(user=user).exists()
    assert Membership.objects.get(user=user).to_on is not None
    assert not StandIn.objects.in_force(TODAY).exists()
    entry = AuditEntry.objects.get(action="handover.done")
    assert entry.detail["移交"] == {"未办结的问题": 3}


def test_open_items_need_a_successor_of_this_hospital(house: House, other: House, desk: Desk) -> None:
    desk.papers[house.wang.pk] = 3
    client, url = client_of(house.system), f"{house.url}handover/{house.wang.uid}/"
    for successor in ("", other.li.uid, "1002-x", house.wang.uid):
        answer = client.post(url, {"last_day": "2026-11-20", "successor": successor})
        assert answer.status_code == 400
        assert list(answer.context["form"].errors) == ["successor"]
    assert desk.papers == {house.wang.pk: 3}
    assert client.post(url, {"last_day": "2026-11-20", "successor": "1002"}).status_code == 302  # by 工号


def test_what_fails_half_way_leaves_everything_as_it_was(house: House, desk: Desk) -> None:
    desk.jammed = True
    with pytest.raises(RuntimeError):
        handover.hand_over(person=house.wang, successor=house.li, last_day=TODAY, by=house.system, now=NOW)
    house.wang.refresh_from_db()
    assert house.wang.employed_to is None
    assert not AuditEntry.objects.filter(action__in=["handover.done", "staff.left"]).exists()


def test_a_later_last_day_leaves_the_log_in_open_until_then(house: House, desk: Desk) -> None:
    user = factories.make_user(staff=house.wang)
    factories.grant(user, Role.LIAISON, house.bone)
    future = factories.grant(user, Role.DEPARTMENT_HEAD, house.bone, from_on=date(2027, 1, 1))
    handover.hand_over(
        person=house.wang, successor=None, last_day=date(2026, 11, 30), by=house.system, now=NOW
    )
    user.refresh_from_db()
    assert user.is_active
    assert Membership.objects.get(role=Role.LIAISON, user=user).to_on == date(2026, 11, 30)
    assert not DepartmentRole.objects.filter(membership=future.pk).exists()
    reasons = AuditEntry.objects.filter(action="membership.ended").values_list("reason", flat=True)
    assert list(reasons) == ["离岗交接", "离岗交接"]


def test_a_stand_in_that_runs_beyond_the_last_day_ends_with_it(house: House, desk: Desk) -> None:
    for principal, substitute in ((house.wang, house.li), (house.li, house.wang)):
        stand_ins.appoint(
            principal=principal,
            substitute=substitute,
            from_on=TODAY,
            to_on=date(2026, 12, 31),
            reason="外出进修",
            by=house.security,
            now=NOW,
        )
    handover.hand_over(
        person=house.wang, successor=None, last_day=date(2026, 11, 30), by=house.system, now=NOW
    )
    assert {one.to_on for one in StandIn.objects.all()} == {date(2026, 11, 30)}
    told = (
        AuditEntry.objects.filter(action="standin.ended").order_by("id").values_list("target_name", "detail")
    )
    assert list(told) == [
        ("王敏", {"substitute": "李建国", "to_on": "2026-11-30"}),
        ("李建国", {"substitute": "王敏", "to_on": "2026-11-30"}),
    ]


def test_nobody_hands_over_for_oneself_and_nobody_twice(house: House, desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        handover.hand_over(
            person=house.system.staff, successor=house.li, last_day=TODAY, by=house.system, now=NOW
        )
    client, url = client_of(house.system), f"{house.url}handover/{house.wang.uid}/"
    assert client.post(url, {"last_day": "2026-11-20", "successor": ""}).status_code == 302
    again = client.post(url, {"last_day": "2026-11-20", "successor": ""})
    assert again.status_code == 400
    assert "王敏已办理离岗，最后在岗日 2026-11-20" in again.content.decode()
    client.post(f"{house.url}people/{house.wang.uid}/back/")
    house.wang.refresh_from_db()
    assert house.wang.employed_to is None
