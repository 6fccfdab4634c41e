"""Tells the findings of a ledger anew: every act in its order, into rows that the services would have written."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.demo.loading.beginnings import begin
from workshop.demo.loading.moves import move
from workshop.demo.loading.rows import take_finding_ids
from workshop.demo.loading.scene import Happening, Ledger
from workshop.demo.loading.work import WORK
from workshop.demo.plan import FindingPlan


def replay(ledger: Ledger, plans: Sequence[FindingPlan]) -> None:
    """`plans` in the order in which they were entered; numbers and merges follow the order of all their acts."""
    ids = dict(zip((plan.key for plan in plans), take_finding_ids(len(plans)), strict=True))
    acts = [(plan, act) for plan in plans for act in plan.acts]
    for plan, act in sorted(acts, key=lambda pair: pair[1].at):
        told = ledger.told.get(plan.key)
        if told is None:
            ledger.told[plan.key] = begin(ledger, plan, act, finding_id=ids[plan.key])
            continue
        WORK.get(act.name, move)(Happening(ledger, told, act))
