"""The closed loop, arrow by arrow, generated from its table: who may go where, who may not, and every guard's no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from campaigns.services.overlays import OverlayInput, set_overlay
from infrastructure import audit
from infrastructure.errors import Refusal, WrongState
from organizations.models import Department, User
from rectification.models import AcceptanceRound, Cause, Finding, FindingAct, FindingState, Measure
from rectification.rules.lifecycle import TRANSITIONS, FindingFacts, Guard, MeasureFacts, Transition
from rectification.rules.states import OPEN_STATES
from rectification.selectors.finding_page import read_page
from rectification.services import extensions, transitions, work
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

S = FindingState
ARROWS = [(name, source) for name, t in TRANSITIONS.items() for source in t.sources]
REASON = "按规定办理"


class WorldOfStates(World):
    """With 立行立改 allowed at the first checkpoint, and a complete finding in every state."""

    def __post_init__(self) -> None:
        super().__post_init__()
        set_overlay(
            hospital=self.hospital,
            checkpoint=self.checkpoint,
            values=OverlayInput(functional_department=self.medical, on_the_spot_allowed=True),
            revision=0,
            by=self.clerk,
            now=NOW,
        )
        self.at = {state: brought_to(self, state).pk for state in list(S)}


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> WorldOfStates:
    with time_machine.travel(NOW, tick=False):
        return WorldOfStates()


def complete(world: World, finding: Finding) -> Finding:
    """With everything that any guard asks for."""
    cause = work.add_cause(
        finding=finding, category="process", text="系统没有强制", by=world.liaison, now=NOW
    )
    values = work.MeasureInput(text="设为必填", strength="strong", causes=[cause])
    measure = work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    world.prove(finding, measure)
    return finding


def finding_in(world: WorldOfStates, state: str) -> Finding:
    return Finding.objects.get(pk=world.at[state])


def brought_to(world: World, state: str) -> Finding:
    """A complete finding that has come to this state through the table itself."""
    finding = complete(world, world.draft())
    steps = {
        S.SUBMITTED: ["submit"],
        S.ANALYSING: ["submit", "take_up"],
        S.RECTIFYING: ["submit", "take_up", "start"],
        S.AWAITING: ["submit", "take_up", "start", "request_acceptance"],
        S.ACCEPTED: ["submit", "take_up", "start", "request_acceptance", "accept"],
        S.CLOSED: ["submit", "take_up", "start", "request_acceptance", "accept", "close"],
        S.MERGED: ["submit", "merge"],
        S.VOID: ["submit", "void"],
    }.get(S(state), [])
    for name in steps:
        press(world, finding, name)
    return finding


def who(world: World, transition: Transition) -> User:
    return {"lead": world.head, "accepting": world.accepter, "office": world.clerk}[transition.party]


def press(world: World, finding: Finding, name: str, *, reason: str = REASON) -> Finding:
    by = who(world, TRANSITIONS[name])
    if name == "merge":
        target = world.move(world.draft(text="同一件事"), "submit", world.liaison)
        return transitions.merge(finding=finding, into=target, by=by, now=NOW, reason=reason)
    return world.move(finding, name, by, reason=reason if TRANSITIONS[name].needs_reason else "")


@pytest.mark.parametrize(("name", "source"), ARROWS, ids=lambda value: str(value))
def test_every_arrow_of_the_table_can_be_gone(world: WorldOfStates, name: str, source: str) -> None:
    finding = finding_in(world, source)
    before = FindingAct.objects.filter(finding=finding).count()
    press(world, finding, name)
    finding.refresh_from_db()
    assert finding.state == TRANSITIONS[name].target
    act = FindingAct.objects.filter(finding=finding).latest("id")
    assert (act.name, act.from_state, act.to_state) == (name, source, TRANSITIONS[name].target)
    assert FindingAct.objects.filter(finding=finding).count() == before + 1


@pytest.mark.parametrize("state", list(S))
def test_from_no_other_state(world: WorldOfStates, state: str) -> None:
    """The same finding, complete, the right person: only the state forbids."""
    finding = finding_in(world, state)
    acts = FindingAct.objects.count()
    tried = 0
    for name, transition in TRANSITIONS.items():
        if state not in transition.sources:
            with pytest.raises(WrongState, match=f"当前状态是“{S(state).label}”，不能{transition.label}"):
                press(world, finding, name)
            tried += 1
    finding.refresh_from_db()
    assert finding.state == state
    assert tried
    assert FindingAct.objects.count() == acts + (1 if _merges(state) else 0)


def _merges(state: str) -> bool:
    """Trying to merge needs a second finding, which has been submitted meanwhile."""
    return state not in TRANSITIONS["merge"].sources


@pytest.mark.parametrize("name", [name for name, t in TRANSITIONS.items() if t.needs_reason])
def test_a_reason_is_asked_for(world: WorldOfStates, name: str) -> None:
    transition = TRANSITIONS[name]
    finding = finding_in(world, transition.sources[0])
    for empty in ("", "  \n"):
        with pytest.raises(Refusal, match=f"请写明{transition.label}的原因") as refusal:
            press(world, finding, name, reason=empty)
        assert refusal.value.field == "reason"


@pytest.mark.parametrize("name", TRANSITIONS)
def test_every_transition_has_words_in_the_audit_and_a_way_in(name: str) -> None:
    assert audit.label_of(f"finding.{name}")
    assert TRANSITIONS[name].label
    assert set(TRANSITIONS[name].sources) <= set(S)


def test_open_findings_alone_can_be_merged_or_voided() -> None:
    for name in ("merge", "void"):
        assert list(TRANSITIONS[name].sources) == OPEN_STATES


# Guards: what satisfies all of them, and what breaks each one.
COMPLETE = FindingFacts(
    state="",
    has_due_date=True,
    has_person=True,
    has_leader=True,
    has_accepting_department=True,
    causes=(1,),
    measures=(MeasureFacts(1, True),),
    on_the_spot_allowed=True,
    evidence_count=1,
)
UNPROVED = {"measures": (MeasureFacts(1, True), MeasureFacts(2, False))}
BROKEN: dict[str, dict[str, object]] = {
    "_has_cause": {"causes": ()},
    "_has_categories": {"uncategorised_causes": 2},
    "_every_cause_answered": {"unanswered_causes": (1,)},
    "_has_deadline": {"has_due_date": False},
    "_has_person": {"has_person": False},
    "_has_leader": {"has_leader": False},
    "_office_names_person": {"has_person": False},
    "_office_sets_deadline": {"has_due_date": False},
    "_every_measure_proved": UNPROVED,
    "_imported_proved": {**UNPROVED, "imported": True},
    "_has_accepter": {"has_accepting_department": False},
    "_accepter_in_use": {"ended_accepter": "医务处"},
    "_no_open_extension": {"undecided_extension": True},
    "_on_the_spot_allowed": {"on_the_spot_allowed": False},
    "_has_photo": {"evidence_count": 0},
}
GUARDS = [(name, guard) for name, t in TRANSITIONS.items() for guard in t.guards]


def _id(value: object) -> str:
    return value if isinstance(value, str) else getattr(value, "__name__", str(value))


@pytest.mark.parametrize(("name", "guard"), GUARDS, ids=_id)
def test_each_guard_alone_stops_its_transition(name: str, guard: Guard) -> None:
    transition = TRANSITIONS[name]
    facts = replace(COMPLETE, state=transition.sources[0])
    assert transition.refusal(facts) == ""
    lacking = replace(facts, **BROKEN[guard.__name__])  # type: ignore[arg-type]
    reason = transition.refusal(lacking)
    assert reason == guard(lacking)
    assert reason.endswith("。")


def test_the_disabled_button_names_all_that_is_missing_at_once_and_each_thing_once() -> None:
    bare = FindingFacts(state="analysing")
    assert TRANSITIONS["start"].refusal(bare) == (
        "请先补充原因分析。请指定责任人。请填写整改时限，或选择“持续推进”。请指定责任领导。"
    )
    unplanned = replace(COMPLETE, state="rectifying", measures=(), has_person=False)
    assert TRANSITIONS["request_acceptance"].refusal(unplanned) == "请先制定整改措施。请指定责任人。"
    history = replace(COMPLETE, state="awaiting", measures=(), imported=True)
    assert TRANSITIONS["accept"].refusal(history) == "还没有整改措施。"


def test_history_is_not_asked_for_evidence_that_was_never_kept() -> None:
    facts = replace(COMPLETE, state="awaiting", measures=(MeasureFacts(1, False),))
    assert TRANSITIONS["accept"].refusal(facts) == ""
    assert TRANSITIONS["accept"].refusal(replace(facts, imported=True)) != ""


def _without_cause(world: World, finding: Finding) -> None:
    work.void_cause(cause=finding.causes.get(), by=world.liaison, now=NOW)


def _uncategorised(world: World, finding: Finding) -> None:
    with audit.acting(by=None):
        Cause.objects.filter(finding=finding).update(category="")


def _unanswered(world: World, finding: Finding) -> None:
    work.add_cause(finding=finding, category="people", text="不知道新规定", by=world.liaison, now=NOW)


def _unproved(world: World, finding: Finding) -> None:
    cause = finding.causes.valid().get()
    values = work.MeasureInput(text="再培训一次", strength="weak", causes=[cause])
    work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)


def _column(**values: object) -> Callable[[World, Finding], None]:
    def put(world: World, finding: Finding) -> None:
        with audit.acting(by=None):
            Finding.objects.filter(pk=finding.pk).update(**values)

    return put


def _imported_without(name: str) -> Callable[[World, Finding], None]:
    return _column(state_origin="imported", **{name: None})


def _undecided(world: World, finding: Finding) -> None:
    extensions.ask_extension(
        finding=finding, to_due_on=IN_TWO_WEEKS + timedelta(days=9), reason="缺货", by=world.head, now=NOW
    )


def _closed_accepter(world: World, finding: Finding) -> None:
    with audit.acting(by=None):
        Department.objects.filter(pk=world.medical.pk).update(active_to=TODAY - timedelta(days=1))


def _not_allowed_here(world: World, finding: Finding) -> None:
    set_overlay(
        hospital=world.hospital,
        checkpoint=world.checkpoint,
        values=OverlayInput(functional_department=world.medical),
        revision=1,
        by=world.clerk,
        now=NOW,
    )


def _without_photo(world: World, finding: Finding) -> None:
    with audit.acting(by=None):
        finding.evidence.update(voided_at=NOW, void_reason="传错了")


def _imported_unproved(world: World, finding: Finding) -> None:
    _column(state_origin="imported")(world, finding)
    with audit.acting(by=None):
        Measure.objects.create(
            hospital=world.hospital,
            finding=finding,
            text="导入的措施",
            position=9,
            created_by=world.clerk,
        )


# Guard: the transition that it stops, what is taken away, and the words that the user reads.
IN_A_ROW: dict[str, tuple[str, Callable[[World, Finding], None], str]] = {
    "_has_cause": ("start", _without_cause, "请先补充原因分析。"),
    "_has_categories": ("start", _uncategorised, "还有 1 条原因没有选择类别。"),
    "_every_cause_answered": ("start", _unanswered, "第 2 条原因还没有对应的整改措施。"),
    "_has_deadline": ("start", _column(due_on=None), "请填写整改时限，或选择“持续推进”。"),
    "_has_person": ("start", _column(responsible_person=None), "请指定责任人。"),
    "_has_leader": ("start", _column(responsible_leader=None), "请指定责任领导。"),
    "_office_names_person": ("refuse", _imported_without("responsible_person"), "没有责任人，请质控办补全。"),
    "_office_sets_deadline": ("reopen", _imported_without("due_on"), "没有整改时限，请质控办补全。"),
    "_every_measure_proved": ("request_acceptance", _unproved, "第 2 条措施还没有佐证材料。"),
    "_imported_proved": ("accept", _imported_unproved, "第 2 条措施还没有佐证材料。"),
    "_has_accepter": (
        "fix_on_the_spot",
        _column(accepting_department=None),
        "还没有确定验收部门，请质控办指定。",
    ),
    "_accepter_in_use": ("accept", _closed_accepter, "验收部门“医务处”已停用，请质控办指定归口部门。"),
    "_no_open_extension": ("request_acceptance", _undecided, "延期申请还没有审批。"),
    "_on_the_spot_allowed": (
        "fix_on_the_spot",
        _not_allowed_here,
        "本院没有对这个要点开放立行立改。",
    ),
    "_has_photo": (
        "fix_on_the_spot",
        _without_photo,
        "立行立改需要至少一张整改后的照片。第 1 条措施还没有佐证材料。",
    ),
}


def test_no_guard_is_left_out() -> None:
    names = {guard.__name__ for _, guard in GUARDS}
    assert names == set(BROKEN)
    assert names == set(IN_A_ROW)


@pytest.mark.parametrize("guard", IN_A_ROW)
def test_each_guard_says_no_about_rows(world: WorldOfStates, guard: str) -> None:
    """The facts are read from the rows themselves: the refusal is reached through the service, and nothing moved."""
    name, lack, words = IN_A_ROW[guard]
    source = TRANSITIONS[name].sources[0]
    finding = finding_in(world, source)
    lack(world, finding)
    with pytest.raises(Refusal) as refusal:
        press(world, finding, name)
    assert refusal.value.message == words
    finding.refresh_from_db()
    assert finding.state == source
    undecided = AcceptanceRound.objects.filter(finding=finding, decision__isnull=True).count()
    assert undecided == (1 if source == S.AWAITING else 0)


def test_what_ended_shows_where_it_stopped(world: World) -> None:
    """Neither five ticks for a merged finding nor an open step: it ended where it was."""
    early = world.move(world.draft(), "submit", world.liaison)
    late, _, _ = world.planned(text="另一个问题")
    for finding, place in ((early, 0), (late, 3)):
        ended = world.move(finding, "void", world.clerk, reason=REASON)
        steps = read_page(ended, user=world.clerk, as_of=TODAY).steps
        assert [index for index, step in enumerate(steps) if step["ended"]] == [place]
        assert [step["past"] for step in steps] == [index < place for index in range(5)]
        assert (steps[place]["note"], any(step["now"] for step in steps)) == ("已作废", False)
