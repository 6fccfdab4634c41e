"""The whole loop through the services, on the real database."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infrastructure import audit
from infrastructure.errors import EditConflict, Invalid, NotAllowed, Refusal, WrongState
from infrastructure.models import AuditEntry
from rectification.models import AcceptanceRound, Finding, FindingAct, LedgerEntry, StateOrigin
from rectification.selectors.ledger_lines import whole_rows
from rectification.services import extensions, finding_edits, findings, transitions, work
from rectification.services.evidence import see_on_site
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("world")


def test_a_finding_goes_from_form_to_close_out(world: World) -> None:
    finding = world.accepted()
    world.move(finding, "close", world.clerk)

    finding.refresh_from_db()
    assert finding.state == "closed"
    assert finding.closed_on == TODAY
    acts = list(FindingAct.objects.filter(finding=finding).values_list("name", flat=True))
    assert acts == ["submit", "take_up", "start", "request_acceptance", "accept", "close"]
    opened = AcceptanceRound.objects.get(finding=finding)
    assert (opened.rectified_by, opened.accepted_by, opened.closed_by) == (
        world.head.staff,
        world.accepter.staff,
        world.clerk.staff,
    )
    timeline = AuditEntry.objects.filter(target_uid=finding.uid).order_by("id")
    assert [entry.action for entry in timeline][-1] == "finding.close"
    assert timeline.get(action="finding.accept").signatory_name == "陈思远"


def test_the_number_is_given_at_submission_and_kept(world: World) -> None:
    finding = world.draft()
    assert LedgerEntry.objects.get(finding=finding).number is None
    world.move(finding, "submit", world.liaison)
    world.move(finding, "return", world.clerk, reason="请写清抽查数量")
    world.move(finding, "submit", world.liaison)
    assert LedgerEntry.objects.get(finding=finding).number == 1


def test_no_rectifying_without_a_measure_for_every_cause(world: World) -> None:
    finding = world.draft()
    world.move(finding, "submit", world.liaison)
    world.move(finding, "take_up", world.clerk)
    with pytest.raises(Refusal, match="请先补充原因分析"):
        world.move(finding, "start", world.liaison)
    first = work.add_cause(finding=finding, category="process", text="没有强制", by=world.liaison, now=NOW)
    work.add_cause(finding=finding, category="people", text="理解不一致", by=world.liaison, now=NOW)
    values = work.MeasureInput(text="设为必填", strength="strong", causes=[first])
    work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    with pytest.raises(Refusal, match="第 2 条原因还没有对应的整改措施"):
        world.move(finding, "start", world.liaison)


def test_no_acceptance_without_evidence_on_every_measure(world: World) -> None:
    finding, cause, measure = world.planned()
    second = work.MeasureInput(text="全科学习", strength="weak", causes=[cause])
    work.add_measure(finding=finding, values=second, by=world.liaison, now=NOW)
    world.prove(finding, measure)
    with pytest.raises(Refusal, match="第 2 条措施还没有佐证材料"):
        world.move(finding, "request_acceptance", world.head)


def test_a_reopened_finding_needs_new_evidence_and_a_new_round(world: World) -> None:
    finding = world.accepted()
    world.move(finding, "reopen", world.clerk, reason="复查又见缺失")
    with pytest.raises(Refusal, match="还没有佐证材料"):
        world.move(finding, "request_acceptance", world.head)
    world.prove(finding, *finding.measures.all())
    world.move(finding, "request_acceptance", world.head)
    assert list(AcceptanceRound.objects.filter(finding=finding).values_list("no", "decision")) == [
        (1, "granted"),
        (2, None),
    ]


@pytest.mark.parametrize("name", ["submit", "request_acceptance", "accept", "close"])
def test_pressed_twice_happens_once(world: World, name: str) -> None:
    ready = {
        "submit": (world.draft, world.liaison),
        "request_acceptance": (world.awaiting, world.head),
        "accept": (world.accepted, world.second_accepter),
        "close": (world.accepted, world.clerk),
    }
    make, who = ready[name]
    finding = make()
    if name in ("submit", "close"):
        world.move(finding, name, who)
    acts = FindingAct.objects.filter(finding=finding).count()
    with pytest.raises(WrongState):
        world.move(finding, name, who)
    assert FindingAct.objects.filter(finding=finding).count() == acts


def test_an_edit_against_an_older_revision_shows_both_versions(world: World) -> None:
    finding = world.draft()
    edit = finding_edits.edit_finding
    edit(finding=finding, values=world.values(text="第一个人的写法"), revision=1, by=world.head, now=NOW)
    with pytest.raises(EditConflict) as conflict:
        edit(
            finding=finding, values=world.values(text="第二个人的写法"), revision=1, by=world.liaison, now=NOW
        )
    assert conflict.value.message.startswith("别人刚刚保存了这个问题。")
    assert conflict.value.current["存在问题"] == "第一个人的写法"
    assert conflict.value.submitted["存在问题"] == "第二个人的写法"
    assert Finding.objects.get(pk=finding.pk).text == "第一个人的写法"


def test_every_wrong_field_is_named_at_once(world: World) -> None:
    foreign = World()
    with pytest.raises(Invalid) as wrong:
        world.draft(
            text=" ", responsible_person=foreign.head.staff, found_on=TODAY + timedelta(days=1), due_on=TODAY
        )
    assert set(wrong.value.errors) == {"text", "responsible_person", "found_on", "due_on"}
    assert not Finding.objects.exists()


def test_what_goes_on_for_good_has_no_deadline(world: World) -> None:
    with pytest.raises(Invalid) as wrong:
        world.draft(deadline_kind="ongoing", due_on=IN_TWO_WEEKS)
    assert wrong.value.errors == {"due_on": "持续推进的问题不填整改时限。"}


def test_a_department_registers_only_its_own_findings(world: World) -> None:
    with pytest.raises(NotAllowed):
        world.draft(lead_department=world.other_ward)


def test_findings_of_the_office_start_at_analysing(world: World) -> None:
    finding = findings.create_finding(
        participation=world.participation, values=world.values(), by=world.clerk, now=NOW, as_office=True
    )
    assert finding.state == "analysing"
    assert finding.entries.get().number == 1


def test_the_timeline_begins_with_the_number_and_why_another_department_accepts(world: World) -> None:
    values = world.values(accepting_department=world.quality, accepting_reason=" 医务处参与整改 ")
    findings.create_finding(
        participation=world.participation, values=values, by=world.clerk, now=NOW, as_office=True
    )
    begun = AuditEntry.objects.get(action="finding.created")
    assert (begun.reason, begun.detail) == ("医务处参与整改", {"number": 1})


def test_an_extension_is_decided_by_another_and_both_dates_stay(world: World) -> None:
    finding, _, _ = world.planned()
    later = IN_TWO_WEEKS + timedelta(days=10)
    asked = extensions.ask_extension(
        finding=finding, to_due_on=later, reason="系统改造排期", by=world.head, now=NOW
    )
    with pytest.raises(Refusal, match="原因最多 500 个字，现在有 501 个字"):
        extensions.decide_extension(extension=asked, grant=True, by=world.clerk, now=NOW, reason="准" * 501)
    extensions.decide_extension(extension=asked, grant=True, by=world.clerk, now=NOW)
    finding.refresh_from_db()
    assert (finding.original_due_on, finding.due_on) == (IN_TWO_WEEKS, later)
    with pytest.raises(WrongState, match="已经审批过"):
        extensions.decide_extension(extension=asked, grant=True, by=world.leader, now=NOW)


def test_at_most_two_extensions_are_granted(world: World) -> None:
    finding, _, _ = world.planned()
    for days in (20, 30):
        asked = extensions.ask_extension(
            finding=finding, to_due_on=TODAY + timedelta(days=days), reason="设备未到", by=world.head, now=NOW
        )
        extensions.decide_extension(extension=asked, grant=True, by=world.clerk, now=NOW)
        finding.refresh_from_db()
    with pytest.raises(WrongState, match="延期两次"):
        extensions.ask_extension(
            finding=finding, to_due_on=TODAY + timedelta(days=40), reason="再延", by=world.head, now=NOW
        )


def test_merging_copies_the_barring_of_penalties(world: World) -> None:
    barred = world.draft(text="来自不良事件的问题", penalty_barred=True)
    target = world.draft(text="同一件事")
    for finding in (barred, target):
        world.move(finding, "submit", world.liaison)
    transitions.merge(finding=barred, into=target, by=world.clerk, now=NOW, reason="同一问题")
    target.refresh_from_db()
    assert target.penalty_barred
    assert Finding.objects.get(pk=barred.pk).merged_into_id == target.pk


def test_imported_history_is_accepted_only_with_evidence_seen_here(world: World) -> None:
    finding, _, measure = world.planned()
    with audit.acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(state="awaiting", state_origin=StateOrigin.IMPORTED)
    with pytest.raises(Refusal, match="还没有佐证材料"):
        world.move(finding, "accept", world.accepter)
    see_on_site(
        finding=finding,
        measures=[measure],
        words="现场抽查 5 份均有记录",
        seen_on=TODAY,
        by=world.accepter,
        now=NOW,
    )
    world.move(finding, "accept", world.accepter)
    finding.refresh_from_db()
    assert (finding.state, finding.state_origin) == ("accepted", "system")


def accepted_by(world: World, finding: Finding) -> str:
    """What the ledger says."""
    return whole_rows([finding.pk], world.participation)[finding.pk].accepted_by


def test_the_ledger_names_who_accepted_in_the_present_round(world: World) -> None:
    finding = world.awaiting()
    world.move(finding, "refuse", world.second_accepter, reason="缺少抽查记录")
    world.move(finding, "request_acceptance", world.head)
    world.move(finding, "accept", world.accepter)
    assert accepted_by(world, finding) == "陈思远"
    world.move(finding, "reopen", world.clerk, reason="复查又见缺失")
    assert accepted_by(world, finding) == ""


def test_reopened_history_is_accepted_in_its_second_round(world: World) -> None:
    """Its first one was before our time: what the ledger says of the acceptance is of this one."""
    finding, _, measure = world.planned()
    with audit.acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(state="closed", state_origin=StateOrigin.IMPORTED)
    world.move(finding, "reopen", world.clerk, reason="复查又见缺失")
    world.prove(finding, measure)
    world.move(finding, "request_acceptance", world.head)
    world.move(finding, "accept", world.accepter)
    assert AcceptanceRound.objects.get(finding=finding).no == 2
    assert accepted_by(world, finding) == "陈思远"
