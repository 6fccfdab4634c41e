"""A department that is closed keeps what it was to accept, until the quality office names another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine

from infrastructure.errors import NotAllowed, Refusal
from organizations.models import Department, DepartmentKind, Role, User
from organizations.scope import grants_for
from organizations.services import departments
from rectification.models import Finding
from rectification.models import FindingState as S
from rectification.selectors.todo import waiting_for
from rectification.services import finding_edits
from tests import factories
from tests.rectification.world import NOW, TODAY, World, as_

pytestmark = pytest.mark.usefixtures("world")
YESTERDAY = TODAY - timedelta(days=1)
ENDED = "验收部门“医务处”已停用，请质控办指定归口部门。"


def close(world: World, *, to_on: date = YESTERDAY) -> Department:
    heir = factories.make_department(world.hospital, name="医疗质量管理科", kind=DepartmentKind.OFFICE)
    system = factories.make_member(Role.SYSTEM_ADMINISTRATOR, world.hospital)
    departments.end_department(department=world.medical, to_on=to_on, successor=heir, by=system, now=NOW)
    return heir


def todo_of(world: World, user: User) -> list[str]:
    waiting = waiting_for(user=user, grants=grants_for(user, as_of=TODAY), hospital_id=world.hospital.pk)
    return [line.verb for line in waiting.lines(waiting.all)]


def test_nobody_accepts_for_it_and_the_office_names_its_successor(world: World) -> None:
    finding = world.awaiting()
    assert todo_of(world, world.accepter) == ["去验收"]
    heir = close(world)
    for act, reason in (("accept", ""), ("refuse", "看不清")):
        with pytest.raises(Refusal, match=ENDED):
            world.move(finding, act, world.accepter, reason=reason)
    assert (todo_of(world, world.accepter), todo_of(world, world.clerk)) == ([], ["去指定归口部门"])
    with time_machine.travel(NOW, tick=False):
        client = as_(world.clerk)
        page = client.get(f"/findings/{finding.uid}/").content.decode()
        assert f"{YESTERDAY} 停用" in page
        assert "由医疗质量管理科承接" in page
        address = f"/findings/{finding.uid}/edit/?accepting_department={heir.uid}"
        assert address in page
        form = client.get(address).context["form"]
        assert form["accepting_department"].value() == str(heir.uid)
        assert form.fields["text"].disabled
        typed = {"accepting_department": str(heir.uid), "accepting_reason": "医务处并入"}
        saved = client.post(address, typed | {"revision": form["revision"].value()})
        assert saved.status_code == 302, saved.context["form"].errors
        assert "医务处并入" in client.get(saved.url).content.decode()
    finding.refresh_from_db()
    assert (finding.state, finding.accepting_department) == (S.AWAITING, heir)
    accepter = factories.make_member(Role.DEPARTMENT_HEAD, heir)
    assert world.move(finding, "accept", accepter).state == S.ACCEPTED


def test_it_keeps_the_finding_while_others_work_on_it(world: World) -> None:
    finding, _, _ = world.planned()
    close(world)
    with time_machine.travel(NOW, tick=False):
        page = as_(world.liaison).get(f"/findings/{finding.uid}/").content.decode()
        assert ENDED in page
        assert "指定归口部门</a>" not in page.replace("\n", "").replace("  ", "")
    values = world.values(remark="已上会", found_on=TODAY)
    finding_edits.edit_finding(
        finding=finding, values=values, revision=finding.revision, by=world.liaison, now=NOW
    )
    assert Finding.objects.get(pk=finding.pk).accepting_department == world.medical


def test_while_it_waits_nothing_else_is_changed_and_only_by_the_office(world: World) -> None:
    finding = world.awaiting()
    close(world)
    edit = {"finding": finding, "revision": finding.revision, "now": NOW}
    with pytest.raises(NotAllowed, match="待验收的问题只能更换已停用的验收部门"):
        finding_edits.edit_finding(values=world.values(remark="改一改"), by=world.clerk, **edit)
    with pytest.raises(Refusal, match="待验收的问题不能修改"):
        finding_edits.edit_finding(values=world.values(), by=world.liaison, **edit)


def test_until_its_last_day_is_over_it_accepts(world: World) -> None:
    finding = world.awaiting()
    close(world, to_on=TODAY)
    assert world.move(finding, "accept", world.accepter).state == S.ACCEPTED
