"""The demo's plan: the same for the same day, and true to the rules of the ledger on every day."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from organizations.roles import ROLES, SEPARATED_ROLES, Place, Role
from policy_texts.loading import load_campaign
from policy_texts.vocabulary import Audience, PhaseKind
from rectification.rules.lifecycle import TRANSITIONS
from workshop.demo.builder import build_demo
from workshop.demo.plan import DemoPlan, FindingPlan, ParticipationPlan, RunPlan

TODAY = date(2026, 11, 21)
AFTER_THE_CAMPAIGN = st.dates(date(2026, 6, 1), date(2035, 12, 31))
ANY_DAY = st.dates(date(2025, 6, 1), date(2026, 5, 31))
MAIN = "GJRMYY"
# A plan takes its time: a failing day is told as it was met, not searched for the smallest one.
FEW = settings(max_examples=6, deadline=None, database=None, phases=(Phase.explicit, Phase.generate))


@pytest.fixture(scope="module")
def demo() -> DemoPlan:
    return build_demo(TODAY)


def run_of(demo: DemoPlan, code: str) -> RunPlan:
    return next(run for run in demo.runs if (run.code == "QS25") == (code == "QS25"))


def main_part(run: RunPlan) -> ParticipationPlan:
    return next(part for part in run.participations if part.hospital == MAIN)


def everything(demo: DemoPlan) -> Iterator[tuple[str, FindingPlan]]:
    for run in demo.runs:
        for part in run.participations:
            yield from ((part.hospital, finding) for finding in part.findings)


@FEW
@given(AFTER_THE_CAMPAIGN)
def test_the_same_day_gives_the_same_plan(as_of: date) -> None:
    assert build_demo(as_of) == build_demo(as_of)


@FEW
@given(AFTER_THE_CAMPAIGN)
def test_what_holds_on_every_day_after_the_campaign(as_of: date) -> None:
    demo = build_demo(as_of)
    check_phases(demo)
    check_history(demo)
    check_states(demo)
    check_deadlines_around_today(demo)
    check_rules(demo)


@FEW
@given(ANY_DAY)
@example(date(2025, 8, 16))  # what is found here again is found in the other run on a later day
def test_the_rules_hold_while_the_campaign_runs(as_of: date) -> None:
    demo = build_demo(as_of)
    check_rules(demo)
    assert all(finding.acts for _, finding in everything(demo))


def check_phases(demo: DemoPlan) -> None:
    phases = {phase.kind: phase for phase in run_of(demo, "regular").phases}
    now = phases[PhaseKind.SELF_INSPECTION]
    assert now.from_on < demo.as_of < now.to_on
    assert (demo.as_of - now.from_on).days == 50
    assert (now.to_on - demo.as_of).days == 37
    for run in demo.runs:
        for earlier, later in pairwise(run.phases):
            assert later.from_on == earlier.to_on + timedelta(days=1)


def check_history(demo: DemoPlan) -> None:
    run = run_of(demo, "QS25")
    assert [(p.from_on, p.to_on) for p in run.phases][0] == (date(2025, 6, 1), date(2025, 6, 30))
    assert run.phases[-1].to_on == date(2026, 5, 31)
    part = main_part(run)
    states = Counter(finding.state for finding in part.findings)
    assert states["closed"] >= 120
    assert set(states) == {"closed", "rectifying"}
    open_ones = [f for f in part.findings if f.state == "rectifying"]
    assert {f.ongoing and not any(a.name == "reopen" for a in f.acts) for f in open_ones} == {True, False}
    assert all(f.ongoing or any(a.name == "reopen" for a in f.acts) for f in open_ones)
    assert all(sheet.confirmed_at for sheet in part.sheets)


def check_states(demo: DemoPlan) -> None:
    findings = main_part(run_of(demo, "regular")).findings
    states = Counter(finding.state for finding in findings)
    everywhere = {"draft", "submitted", "analysing", "rectifying", "awaiting", "accepted", "closed"}
    assert set(states) == everywhere | {"merged", "void"}
    acts = Counter(act.name for finding in findings for act in finding.acts)
    assert acts["return"] >= 4
    assert acts["refuse"] >= 5
    assert acts["reopen"] >= 3
    assert acts["refuse_extension"] >= 1
    assert acts["grant_extension"] >= 5
    assert acts["ask_extension"] > acts["grant_extension"] + acts["refuse_extension"]
    assert sum(f.on_the_spot for f in findings) == 7
    assert sum(f.imported for f in findings) == 5
    assert sum(f.ongoing for f in findings) == 6
    assert sum(bool(f.repeats) for f in findings) == 2
    assert any(f.state == "draft" and any(a.name == "return" for a in f.acts) for f in findings)


def check_deadlines_around_today(demo: DemoPlan) -> None:
    findings = main_part(run_of(demo, "regular")).findings
    open_ones = [f for f in findings if f.state == "rectifying" and f.current_due_on is not None]
    days = Counter((f.current_due_on - demo.as_of).days for f in open_ones if f.current_due_on)
    assert days[0] >= 2
    assert days[1] >= 2
    assert sum(times for day, times in days.items() if day < 0) >= 5
    late = [f for f in main_part(run_of(demo, "QS25")).findings if f.ongoing and f.state == "rectifying"]
    silent = [(demo.as_of - f.acts[-1].at.date()).days for f in late]
    assert min(silent) < 100
    assert max(silent) > 92


def check_rules(demo: DemoPlan) -> None:
    accounts = {(a.hospital, a.employee_no) for a in demo.accounts}
    keys: set[tuple[str, str]] = set()
    for hospital, finding in everything(demo):
        assert (hospital, finding.key) not in keys
        keys.add((hospital, finding.key))
        check_plan_of(finding)
        check_four_eyes(finding)
        check_course_of(finding, demo.as_of)
        assert all((hospital, act.by) in accounts for act in finding.acts)
    check_references(demo)
    check_sheets(demo)


def check_plan_of(finding: FindingPlan) -> None:
    beyond = {"rectifying", "awaiting", "accepted", "closed"}
    if finding.state in beyond:
        assert finding.causes
        assert finding.measures
        assert finding.ongoing or finding.due_on or finding.on_the_spot
    if finding.measures:
        answered = {position for measure in finding.measures for position in measure.answers}
        assert answered == set(range(1, len(finding.causes) + 1))
    for measure in finding.measures:
        assert (measure.due_on is None) == (finding.due_on is None)
        if measure.due_on and finding.due_on:
            assert measure.due_on <= finding.due_on
            if finding.found_on:
                assert measure.due_on >= finding.found_on
    assert finding.accepting != finding.lead
    assert finding.ongoing <= (finding.due_on is None)


def check_four_eyes(finding: FindingPlan) -> None:
    by = {
        name: {act.by for act in finding.acts if act.name == name} for name in (a.name for a in finding.acts)
    }
    repaired = by.get("request_acceptance", set()) | by.get("fix_on_the_spot", set())
    workers = {measure.person for measure in finding.measures} | {finding.responsible_person}
    authors = by.get("plan", set()) | by.get("evidence", set())
    judges = by.get("accept", set()) | by.get("refuse", set()) | by.get("see_on_site", set())
    assert not judges & (repaired | workers | authors)
    assert not by.get("close", set()) & (repaired | judges | workers)
    deciders = by.get("grant_extension", set()) | by.get("refuse_extension", set())
    assert not deciders & by.get("ask_extension", set())


OTHER_ACTS = {
    "plan",
    "evidence",
    "note",
    "see_on_site",
    "ask_extension",
    "grant_extension",
    "refuse_extension",
}
BEGINNINGS = {
    "enter": "draft",
    "register": "analysing",
    "import_rectifying": "rectifying",
    "import_awaiting": "awaiting",
    "import_closed": "closed",
}


def check_course_of(finding: FindingPlan, as_of: date) -> None:
    """Every act is one that the lifecycle allows, in its order, on a working day, by yesterday."""
    first, *rest = finding.acts
    state = BEGINNINGS[first.name]
    for act in rest:
        if act.name not in OTHER_ACTS:
            transition = TRANSITIONS[act.name]
            assert state in transition.sources, (finding.key, act.name)
            assert act.words or not transition.needs_reason
            state = transition.target
    assert state == finding.state
    moments = [act.at for act in finding.acts]
    assert moments == sorted(set(moments))
    assert moments[-1].date() < as_of
    assert all(moment.weekday() < 5 and 8 <= moment.hour < 18 for moment in moments)
    for act in finding.acts:
        if act.name == "evidence":
            proved = {position for file in act.files for position in file.proves}
            assert proved == set(range(1, len(finding.measures) + 1))
            assert len({file.name for file in act.files}) == len(act.files)


def check_references(demo: DemoPlan) -> None:
    for run in demo.runs:
        for part in run.participations:
            entered = {finding.key: finding for finding in part.findings}
            for finding in part.findings:
                for act in finding.acts:
                    if act.into:
                        assert entered[act.into].acts[0].at < act.at
                        assert entered[act.into].state not in ("merged", "void", "draft")
    found_at = {finding.key: finding.acts[0].at for finding in main_part(run_of(demo, "QS25")).findings}
    for finding in main_part(run_of(demo, "regular")).findings:
        assert not finding.repeats or found_at[finding.repeats] < finding.acts[0].at


def check_sheets(demo: DemoPlan) -> None:
    points = {point.clause: point for point in load_campaign("QS25").checkpoints()}
    accounts = {(account.hospital, account.employee_no) for account in demo.accounts}
    for part in (part for run in demo.runs for part in run.participations):
        keys = {finding.key for finding in part.findings if finding.state != "void"}
        for sheet in part.sheets:
            asked = {"hospital"} if not sheet.department else {a.value for a in Audience} - {"hospital"}
            assert all(asked & set(points[line.clause].audiences) for line in sheet.lines)
            assert all((line.answer == "finding") == bool(line.finding) for line in sheet.lines)
            assert all((part.hospital, line.by) in accounts for line in sheet.lines)
            assert {line.finding for line in sheet.lines} - {""} <= keys
            assert all(line.note for line in sheet.lines if line.answer == "not_applicable")
            last = max((line.at for line in sheet.lines), default=None)
            assert not sheet.confirmed_at or (last and last < sheet.confirmed_at)
            assert all(line.at.date() < demo.as_of for line in sheet.lines)


def test_sheets_stand_at_every_stage(demo: DemoPlan) -> None:
    sheets = main_part(run_of(demo, "regular")).sheets
    assert len(sheets) == 78
    stages = Counter((bool(s.confirmed_at), s.complete, bool(s.lines)) for s in sheets)
    assert min(stages.values()) >= 4
    assert set(stages) == {(True,) * 3, (False, True, True), (False, False, True), (False,) * 3}
    liaison = next(sheet for sheet in sheets if sheet.department == "骨科")
    assert liaison.lines
    assert not liaison.complete


def test_participants_are_those_that_the_document_covers(demo: DemoPlan) -> None:
    levels = {hospital.code: hospital.level for hospital in demo.hospitals}
    taking_part = [part.hospital for part in run_of(demo, "QS25").participations]
    assert sorted(taking_part) == sorted(code for code, level in levels.items() if level != "primary")
    assert len(taking_part) == 11
    assert [part.hospital for part in run_of(demo, "regular").participations] == [MAIN]


def test_smaller_hospitals_have_a_handful(demo: DemoPlan) -> None:
    for part in run_of(demo, "QS25").participations:
        if part.hospital != MAIN:
            assert len(part.findings) == 4
            assert len({finding.text for finding in part.findings}) == 4


def test_an_account_for_every_role(demo: DemoPlan) -> None:
    named = [account for account in demo.accounts if account.purpose]
    assert {grant.role for account in named for grant in account.grants} == set(Role)
    assert len({account.username.lower() for account in demo.accounts}) == len(demo.accounts)
    for account in demo.accounts:
        for grant in account.grants:
            kind = Place.REGION if grant.region else Place.DEPARTMENT if grant.department else Place.HOSPITAL
            assert kind in ROLES[Role(grant.role)].places, account.username
        roles = [grant.role for grant in account.grants]
        assert sum(role in SEPARATED_ROLES for role in roles) <= 1


def test_accounts_belong_to_staff_who_are_still_there(demo: DemoPlan) -> None:
    staff = {(h.code, s.employee_no): s for h in demo.hospitals for s in h.staff}
    for account in demo.accounts:
        if account.employee_no:
            person = staff[account.hospital, account.employee_no]
            assert person.employed_to is None
            assert person.name == account.display_name
        else:
            assert all(grant.region for grant in account.grants)


def test_the_password_stands_in_the_data(demo: DemoPlan) -> None:
    assert len(demo.password) >= 10
    assert not demo.password.isalnum()
