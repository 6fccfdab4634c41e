"""A leaver's open work goes to the successor; what is done stays under the name of who did it."""

from __future__ import annotations

import pytest

from infrastructure.models import AuditEntry
from rectification.actions import FindingAction
from rectification.models import Finding
from rectification.services import handover, transitions, work
from tests import factories
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.usefixtures("world")
STILL_OPEN = ["draft", "rectifying", "accepted"]
DONE_WITH = ["closed", "merged", "void"]


def finding_in(world: World, state: str) -> Finding:
    """In this state, with the head responsible for it and for its only measure."""
    if state == "draft":
        finding = world.draft(text="草稿")
        cause = work.add_cause(finding=finding, category="people", text="人手不足", by=world.liaison, now=NOW)
        values = work.MeasureInput("加人", "weak", causes=[cause], person=world.head.staff)
        work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
        return finding
    finding, _, measure = world.planned(text=f"到“{state}”为止")
    values = work.MeasureInput(measure.text, "strong", person=world.head.staff)
    work.edit_measure(measure=measure, values=values, revision=1, by=world.liaison, now=NOW)
    if state == "void":
        return world.move(finding, "void", world.clerk, reason="不是问题")
    if state == "merged":
        into = world.draft(text="并入这里", responsible_person=None)
        world.move(into, "submit", world.liaison)
        return transitions.merge(finding=finding, into=into, by=world.clerk, now=NOW, reason="同一件事")
    for name, by in [("request_acceptance", world.head), ("accept", world.accepter), ("close", world.clerk)]:
        if state == finding.state:
            break
        if name == "request_acceptance":
            world.prove(finding, measure)
        finding = world.move(finding, name, by)
    return finding


@pytest.mark.parametrize("state", [*STILL_OPEN, *DONE_WITH])
def test_the_successor_gets_what_is_open_and_nothing_that_is_done(world: World, state: str) -> None:
    finding = finding_in(world, state)
    assert finding.state == state
    measure_before = finding.measures.get()
    leaver, successor = world.head.staff, factories.make_staff(world.hospital, department=world.ward)
    waiting = int(state in STILL_OPEN)
    assert (handover.open_findings(leaver.pk), handover.open_measures(leaver.pk)) == (waiting, waiting)
    named = {"from_staff": leaver, "to_staff": successor, "by": world.clerk, "now": NOW}
    assert (handover.move_findings(**named), handover.move_measures(**named)) == (waiting, waiting)
    before, measure = finding, finding.measures.get()
    finding = Finding.objects.get(pk=finding.pk)
    now_named = successor if waiting else leaver
    assert (finding.responsible_person, measure.person) == (now_named, now_named)
    assert finding.revision == before.revision + waiting
    assert measure.revision == measure_before.revision + waiting
    said = AuditEntry.objects.filter(action=FindingAction.HANDED_OVER, target_uid=finding.uid)
    assert {(one.actor_id, one.detail["text"]) for one in said} == (
        {(world.clerk.pk, f"{leaver.name} → {successor.name}")} if waiting else set()
    )
