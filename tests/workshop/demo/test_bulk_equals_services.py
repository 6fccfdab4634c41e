"""What the demo writes in bulk is, field by field, what the services write act by act."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from organizations.models import Hospital
from tests.workshop.demo.snapshots import Snapshot
from tests.workshop.demo.through_services import Replay
from workshop.demo.builder import build_demo
from workshop.demo.loading.demo import load
from workshop.demo.plan import DemoPlan, FindingPlan, RunPlan

MAIN = "GJRMYY"


def features(plan: FindingPlan) -> set[str]:
    """What of the loading a finding exercises."""
    acts = [act.name for act in plan.acts]
    twice = {f"{name} again" for name in acts if acts.count(name) > 1}
    return {*acts, *twice, f"state {plan.state}"} | {
        word
        for word, true in (
            ("ongoing", plan.ongoing),
            ("supported", bool(plan.supporting)),
            ("barred", plan.penalty_barred),
            ("repeats", bool(plan.repeats)),
        )
        if true
    }


def covering(plans: Iterable[FindingPlan]) -> Iterator[FindingPlan]:
    """Few findings that together exercise everything, with those that they refer to."""
    plans = list(plans)
    by_key = {plan.key: plan for plan in plans}
    lacking = set().union(*(features(plan) for plan in plans))
    chosen: dict[str, None] = {}
    while lacking:
        best = max(plans, key=lambda plan: len(features(plan) & lacking))
        lacking -= features(best)
        chosen[best.key] = None
        for act in best.acts:
            if act.into:
                chosen[act.into] = None
    return (plan for plan in plans if plan.key in chosen and by_key[plan.key])


def small(demo: DemoPlan) -> DemoPlan:
    """The main hospital with a handful of findings, without sheets."""
    official, regular = (
        next(part for part in run.participations if part.hospital == MAIN) for run in demo.runs
    )
    wanted = {plan.key for plan in covering(regular.findings)}
    repeated = {plan.repeats for plan in regular.findings if plan.key in wanted}
    old = {plan.key for plan in covering(official.findings)} | repeated
    kept = (
        replace(official, findings=tuple(p for p in official.findings if p.key in old), sheets=()),
        replace(regular, findings=tuple(p for p in regular.findings if p.key in wanted), sheets=()),
    )
    return replace(
        demo,
        hospitals=tuple(hospital for hospital in demo.hospitals if hospital.code == MAIN),
        accounts=tuple(account for account in demo.accounts if account.hospital == MAIN),
        runs=tuple(replace(run, participations=(part,)) for run, part in zip(demo.runs, kept, strict=True)),
    )


def without_findings(run: RunPlan) -> RunPlan:
    return replace(run, participations=tuple(replace(part, findings=()) for part in run.participations))


def loaded(demo: DemoPlan) -> Snapshot:
    load(demo)
    connection.check_constraints()
    return Snapshot()


def replayed(demo: DemoPlan) -> Snapshot:
    load(replace(demo, runs=tuple(without_findings(run) for run in demo.runs)))
    replay = Replay(Hospital.objects.get(code=MAIN), {})
    for run in demo.runs:
        replay.run(run, run.participations[0].findings)
    connection.check_constraints()
    return Snapshot()


@pytest.mark.slow
@pytest.mark.django_db
def test_every_field_of_every_row_is_what_the_services_write(store: Path) -> None:
    demo = small(build_demo(date(2026, 11, 21)))
    told = {
        act.name for run in demo.runs for part in run.participations for f in part.findings for act in f.acts
    }
    assert len(told) == 24
    point = transaction.savepoint()
    bulk = loaded(demo)
    transaction.savepoint_rollback(point)
    by_services = replayed(demo)
    for name, rows in by_services.rows.items():
        assert rows, name
        for mine, theirs in zip(bulk.rows[name], rows, strict=True):
            assert mine == theirs, name
