"""No advice is a dead end: what a refusal tells somebody to do is open to that person then, or it names who does it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
import time_machine

from infrastructure.audit import acting
from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from organizations.models import User
from organizations.places import may
from organizations.roles import ROLES, Place, Role
from rectification.extension_rules import refusal_to_ask
from rectification.models import Finding
from rectification.places import place_of
from rectification.rules.advice import ADVICE, advised
from rectification.rules.finding_rights import Standing, allowed, open_in, refusal_to_edit
from rectification.rules.lifecycle import TRANSITIONS, Transition, leaving
from rectification.rules.states import FindingState as S
from rectification.selectors.finding_page import read_page
from rectification.services import extensions, finding_edits, findings, transitions, work
from rectification.standing import right_of, standing_of
from tests import factories
from tests.rectification.test_lifecycle_table import GUARDS, WorldOfStates, finding_in
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World
from tests.repository.sources import ROOT

OFFICE = Standing(
    office=True, submits=True, plans=True, proves=True, decides_extensions=True
)  # the quality office, over the whole hospital
LEAD = Standing(submits=True, plans=True, proves=True)  # liaison or head of the lead department
NAMED = {"质控办": OFFICE, "牵头部门的联络员或负责人": LEAD}

# Guard: the act that lifts it. With a name the sentence says whose act it is; without one it is the reader's own.
LIFTED_BY = {
    "_has_cause": ("plan", ""),
    "_has_categories": ("plan", ""),
    "_every_cause_answered": ("plan", ""),
    "_has_deadline": ("edit", ""),
    "_has_person": ("edit", ""),
    "_has_leader": ("edit", ""),
    "_office_names_person": ("edit", "质控办"),
    "_office_sets_deadline": ("edit", "质控办"),
    "_every_measure_proved": ("prove", ""),
    "_imported_proved": ("see_on_site", ""),
    "_has_accepter": ("edit", "质控办"),
    "_accepter_in_use": ("edit", "质控办"),
    "_has_photo": ("prove", ""),
}
ADVISES_NOTHING = {"_no_open_extension", "_on_the_spot_allowed"}
OF_HISTORY = {
    "_office_names_person",
    "_office_sets_deadline",
    "_imported_proved",
}  # never fail of what began here


class WorldOfReaders(WorldOfStates):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.everybody = everybody(self)


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> WorldOfReaders:
    with time_machine.travel(NOW, tick=False):
        return WorldOfReaders()


def everybody(world: World) -> list[tuple[str, User]]:
    """Every role at every department that a finding knows and in the hospital, and staff that is named in it."""
    places = {"牵头": world.ward, "配合": world.other_ward, "验收": world.medical}
    people = [
        (f"{role.label}，{name}部门", factories.make_member(role, place))
        for (name, place), role in product(places.items(), Role)
        if Place.DEPARTMENT in ROLES[role].places
    ]
    return people + [
        (role.label, factories.make_member(role, world.hospital))
        for role in Role
        if Place.HOSPITAL in ROLES[role].places
    ]


def sees(finding: Finding, transition: Transition, user: User) -> bool:
    """Whether the page shows this person the button, pressable or not."""
    right = right_of(finding, transition, user=user, as_of=TODAY)
    return may(action=right, place=place_of(finding, transition), by=user, as_of=TODAY)


def named_ones(world: World, finding: Finding) -> list[tuple[str, User]]:
    """Staff as its author, as its responsible person and as the person of a measure."""
    author, responsible, doer = (factories.make_member(Role.STAFF, world.ward) for _ in range(3))
    with acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(
            created_by=author, responsible_person=responsible.staff, state=finding.state
        )
        finding.measures.update(person=doer.staff)
    finding.refresh_from_db()
    return [("登记人", author), ("责任人", responsible), ("措施落实人", doer)]


@pytest.mark.parametrize("state", list(S))
def test_what_a_guard_advises_is_open_to_whoever_reads_it(world: WorldOfReaders, state: str) -> None:
    finding = finding_in(world, state)
    people = world.everybody + named_ones(world, finding)
    walked = 0
    for who, user in people:
        standing = standing_of(finding, user=user, as_of=TODAY)
        for transition in leaving(state):
            if not sees(finding, transition, user):
                continue
            for guard in transition.guards:
                if guard.__name__ in ADVISES_NOTHING:
                    continue
                act, named = LIFTED_BY[guard.__name__]
                reader = NAMED[named] if named else standing
                reader = replace(reader, accepter_ended=guard.__name__ == "_accepter_in_use")
                history = guard.__name__ in OF_HISTORY
                assert allowed(act, reader, state=state, imported=history), (
                    who,
                    transition.name,
                    guard.__name__,
                )
                walked += 1
    assert walked or not any(t.guards for t in leaving(state))


def test_every_guard_says_what_lifts_it() -> None:
    assert {guard.__name__ for _, guard in GUARDS} == {*LIFTED_BY, *ADVISES_NOTHING}


def standings() -> Iterator[Standing]:
    for flags in product((False, True), repeat=9):
        yield Standing(*flags)


# Where each piece of advice can be said at all.
SAID_IN: dict[str, list[str]] = {
    "no_date": [S.ANALYSING, S.RECTIFYING],
    "date_is_set": [S.SUBMITTED, S.ANALYSING, S.RECTIFYING],
    "before_measures": list(S),
    "settled": [s for s in S if s in TRANSITIONS["merge"].sources],
}


@pytest.mark.parametrize("key", ADVICE)
def test_advice_leads_on_or_names_somebody_who_can(key: str) -> None:
    advice = ADVICE[key]
    for state, standing, possible in product(SAID_IN[key], standings(), (True, False)):
        sentence = advised(key, standing, state=state, possible=possible, last=TODAY)
        if sentence == advice.words.format(last=TODAY):
            assert possible
            assert allowed(advice.act, standing, state=state)
        else:
            assert sentence == advice.otherwise.format(last=TODAY)
            for name, holder in NAMED.items():
                if name in sentence:
                    assert allowed("edit", holder, state=state)


def test_what_is_settled_can_be_reopened_by_whoever_merges() -> None:
    reopen, merge = TRANSITIONS["reopen"], TRANSITIONS["merge"]
    assert (reopen.right, reopen.party) == (merge.right, merge.party)
    assert {S.ACCEPTED, S.CLOSED} == set(reopen.sources)


@pytest.mark.parametrize("state", list(S))
def test_an_edit_is_refused_in_words_wherever_its_button_is_missing(state: str) -> None:
    for standing, imported in product(standings(), (True, False)):
        offered = allowed("edit", standing, state=state, imported=imported)
        assert (refusal_to_edit(standing, state=state, imported=imported) == "") is offered


@pytest.mark.parametrize(
    ("state", "act", "words"),
    [
        (S.AWAITING, "refuse", "由验收部门退回后"),
        (S.ACCEPTED, "reopen", "由质控办重新打开后"),
        (S.CLOSED, "reopen", "由质控办重新打开后"),
    ],
)
def test_what_opens_a_finding_to_edits_again_is_an_act_that_does(state: S, act: str, words: str) -> None:
    assert words in refusal_to_edit(LEAD, state=state, imported=False)
    transition = TRANSITIONS[act]
    assert state in transition.sources
    assert transition.party == ("accepting" if act == "refuse" else "office")
    assert allowed("edit", LEAD, state=transition.target)


# The four dead ends that were found, walked through the services.


def registered_by_staff(world: World, *, until: str, **changes: Any) -> tuple[Finding, User]:
    author = factories.make_member(Role.STAFF, world.ward)
    finding = findings.create_finding(
        participation=world.participation, values=world.values(**changes), by=author, now=NOW
    )
    world.move(finding, "submit", author)
    return (world.move(finding, "take_up", world.clerk) if until == S.ANALYSING else finding), author


def edit(world: World, finding: Finding, by: User, **changes: Any) -> Finding:
    finding.refresh_from_db()
    values = world.values(found_on=finding.found_on, **changes)
    return finding_edits.edit_finding(
        finding=finding, values=values, revision=finding.revision, by=by, now=NOW
    )


def test_a_responsible_person_who_may_not_edit_is_told_who_fills_the_date_in(world: World) -> None:
    responsible = factories.make_member(Role.STAFF, world.ward)
    finding, _ = registered_by_staff(
        world, until=S.ANALYSING, due_on=None, responsible_person=responsible.staff
    )
    with pytest.raises(WrongState, match="请牵头部门的联络员或负责人先填写"):
        extensions.ask_extension(
            finding=finding, to_due_on=IN_TWO_WEEKS, reason="缺货", by=responsible, now=NOW
        )
    page = read_page(finding, user=responsible, as_of=TODAY)
    assert (page.rights.edit, "请牵头部门" in page.extension_refusal) == (False, True)
    kept = edit(world, finding, world.liaison, responsible_person=responsible.staff)
    assert refusal_to_ask(kept, standing_of(kept, user=responsible, as_of=TODAY)) == ""


@pytest.mark.parametrize("until", [S.SUBMITTED, S.ANALYSING])
def test_an_author_who_may_ask_for_no_extension_is_sent_to_the_office(world: World, until: str) -> None:
    finding, author = registered_by_staff(world, until=until)
    with pytest.raises(NotAllowed, match="变更请联系质控办"):
        edit(world, finding, author, due_on=TODAY)
    assert edit(world, finding, world.clerk, due_on=TODAY).due_on == TODAY


def test_the_lead_is_sent_to_an_extension_only_while_one_can_be_asked_for(world: World) -> None:
    finding, _ = registered_by_staff(world, until=S.SUBMITTED)
    with pytest.raises(
        NotAllowed, match="变更请联系质控办"
    ):  # not taken up: nobody asks for an extension yet
        edit(world, finding, world.liaison, due_on=TODAY)
    world.move(finding, "take_up", world.clerk)
    with pytest.raises(NotAllowed, match="变更请申请延期"):
        edit(world, finding, world.liaison, due_on=TODAY)
    finding.refresh_from_db()
    extensions.ask_extension(
        finding=finding, to_due_on=IN_TWO_WEEKS.replace(day=30), reason="缺货", by=world.liaison, now=NOW
    )
    with pytest.raises(NotAllowed, match="变更请联系质控办"):  # one is undecided
        edit(world, finding, world.liaison, due_on=TODAY)


def test_an_author_is_not_sent_to_measures_that_others_plan(world: World) -> None:
    author = factories.make_member(Role.STAFF, world.ward)
    finding = findings.create_finding(
        participation=world.participation, values=world.values(), by=author, now=NOW
    )
    cause = work.add_cause(finding=finding, category="process", text="没有核对", by=world.liaison, now=NOW)
    values = work.MeasureInput(text="采购", strength="strong", causes=[cause], due_on=IN_TWO_WEEKS)
    work.add_measure(finding=finding, values=values, by=world.liaison, now=NOW)
    said = {}
    for by in (author, world.liaison):
        with pytest.raises(Invalid) as refusal:
            edit(world, finding, by, due_on=TODAY)
        said[by] = refusal.value.errors["due_on"]
    assert ("请先调整措施" in said[author], "请先调整措施" in said[world.liaison]) == (False, True)


def test_who_accepts_history_without_a_person_is_sent_to_the_office(world: WorldOfStates) -> None:
    finding = finding_in(world, S.AWAITING)
    with acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(
            state_origin="imported", responsible_person=None, due_on=None
        )
    for words, change in (
        ("没有责任人，请质控办补全", {"due_on": None}),
        ("没有整改时限，请质控办补全", {"due_on": IN_TWO_WEEKS}),
    ):
        with pytest.raises(Refusal, match=words):
            world.move(finding, "refuse", world.accepter, reason="照片看不清")
        edit(world, finding, world.clerk, **change)
    assert world.move(finding, "refuse", world.accepter, reason="照片看不清").state == S.RECTIFYING


def test_while_it_waits_nobody_is_sent_to_an_edit_that_is_closed(world: WorldOfStates) -> None:
    into, finding = finding_in(world, S.CLOSED), finding_in(world, S.AWAITING)
    assert not open_in("edit", S.AWAITING, standing=OFFICE)
    with pytest.raises(Refusal) as refusal:
        transitions.merge(finding=finding, into=into, by=world.clerk, now=NOW, reason="同一件事")
    assert "修改" not in refusal.value.message


# No sentence with advice stands outside of these tables.

RIGHT_HERE = (  # done on the page where it is said
    "请核对",
    "请勾选",
    "请选择",
    "请写明",
    "请重新填写",
    "请在新版本上更新",
    "请从名单中选择",
    "请回到台账重新选择",
    "请另选一个",
)
WHO = ("质控办", "牵头部门的联络员或负责人", "另一人", "科室负责人", "负责人确认", "安全管理员")
WALKED = {  # by the tests above, and by what stands behind each
    "那个问题还是草稿，请提交后再合并。": "submit",  # of any department, by who may merge: the office
    "那个问题已经合并到别的问题，请直接合并到后者。": "merge",
    "选了“发现问题”的要点请登记问题。": "a line's own button",
}
_APART = {"forms", "serializers", "migrations", "workbook", "views", "api", "management"}


def sentences() -> Iterator[str]:
    """Words of a refusal that are not the error of a field of the same form."""
    for app in ("rectification", "inspections"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if not _APART & set(path.relative_to(ROOT).parts):
                yield from _said(ast.parse(path.read_text()), ())


def _said(node: ast.AST, above: tuple[ast.AST, ...]) -> Iterator[str]:
    text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
    if "请" in text.replace("申请", "") and not any(map(_at_a_field, above)):
        yield ast.unparse(above[0]) if isinstance(above[0], ast.JoinedStr) else text
    for child in ast.iter_child_nodes(node):
        yield from _said(child, (node, *above))


def _at_a_field(node: ast.AST) -> bool:
    if isinstance(node, ast.Call):
        called = getattr(node.func, "id", "")
        return called == "Invalid" or any(keyword.arg == "field" for keyword in node.keywords)
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript)


def test_no_advice_stands_outside_of_the_tables() -> None:
    guards = {guard.__name__: guard for _, guard in GUARDS if guard.__name__ in LIFTED_BY}
    table = {text for advice in ADVICE.values() for text in (advice.words, advice.otherwise)}
    own: set[str] = {text for text in _texts_of(guards.values())}
    found = set(sentences())
    assert len(found) > 30
    known = table | own | set(WALKED)
    strays = [s for s in found - known if not any(words in s for words in (*RIGHT_HERE, *WHO))]
    assert strays == []
    assert set(WALKED) <= found


def _texts_of(guards: Any) -> Iterator[str]:
    for guard in guards:
        yield from (value for value in _constants(guard) if "请" in value)


def _constants(guard: Callable[..., str]) -> Iterator[str]:
    return (value for value in guard.__code__.co_consts if isinstance(value, str))
