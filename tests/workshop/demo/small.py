"""A demo of the same kind in a tenth of the time: few findings that together exercise every act, few sheets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from workshop.demo import DEMO_HOSPITAL
from workshop.demo.plan import AccountPlan, DemoPlan, FindingPlan, ParticipationPlan, SheetPlan

_SHEETS = 6


def features(plan: FindingPlan) -> set[str]:
    """What of the playing a finding exercises."""
    acts = [act.name for act in plan.acts]
    twice = {f"{name} again" for name in acts if acts.count(name) > 1}
    told = {
        "ongoing": plan.ongoing,
        "supported": bool(plan.supporting),
        "barred": plan.penalty_barred,
        "repeats": bool(plan.repeats),
    }
    return {*acts, *twice, f"state {plan.state}"} | {word for word, true in told.items() if true}


def small(demo: DemoPlan) -> DemoPlan:
    """The main hospital with a handful of findings and sheets, and only those log-ins that act in them."""
    official, regular = (
        next(part for part in run.participations if part.hospital == DEMO_HOSPITAL) for run in demo.runs
    )
    wanted = set(_covering(regular.findings))
    repeated = {plan.repeats for plan in regular.findings if plan.key in wanted}
    parts = (_cut(official, {*_covering(official.findings), *repeated}), _cut(regular, wanted))
    return replace(
        demo,
        hospitals=tuple(hospital for hospital in demo.hospitals if hospital.code == DEMO_HOSPITAL),
        accounts=tuple(account for account in demo.accounts if _is_needed(account, parts)),
        runs=tuple(replace(run, participations=(part,)) for run, part in zip(demo.runs, parts, strict=True)),
    )


def _covering(plans: Iterable[FindingPlan]) -> Iterator[str]:
    """Keys of few findings that together exercise everything, with those that they refer to."""
    plans = list(plans)
    lacking = set(chain.from_iterable(features(plan) for plan in plans))
    while lacking:
        best = max(plans, key=lambda plan: len(features(plan) & lacking))
        lacking -= features(best)
        yield best.key
        yield from (act.into for act in best.acts if act.into)


def _cut(part: ParticipationPlan, keys: set[str]) -> ParticipationPlan:
    """A sheet stays when its findings do."""
    findings = tuple(plan for plan in part.findings if plan.key in keys)
    whole = [s for s in part.sheets if s.lines and {line.finding for line in s.lines} <= {"", *keys}]
    with_findings = [sheet for sheet in whole if any(line.finding for line in sheet.lines)]
    others = [sheet for sheet in whole if sheet not in with_findings]
    sheets: list[SheetPlan] = [*with_findings, *others[:_SHEETS]]
    return replace(part, findings=findings, sheets=tuple(sheets))


def _is_needed(account: AccountPlan, parts: Iterable[ParticipationPlan]) -> bool:
    if account.hospital != DEMO_HOSPITAL:
        return False
    acting = {
        number
        for part in parts
        for number in chain(
            (act.by for plan in part.findings for act in plan.acts),
            (line.by for sheet in part.sheets for line in sheet.lines),
            (sheet.confirmed_by for sheet in part.sheets),
        )
    }
    return bool(account.purpose) or account.employee_no in acting or _is_office(account)


def _is_office(account: AccountPlan) -> bool:
    return any(grant.role == "quality_office" for grant in account.grants)
