"""The arrow that every app's table is made of, on a record of two states."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db.models import TextChoices

from infrastructure.errors import Refusal, WrongState
from infrastructure.transitions import Transition, leaving, table


class State(TextChoices):
    OPEN = "open", "待办理"
    DONE = "done", "已办结"


@dataclass(frozen=True)
class Facts:
    state: str
    signed: bool = True
    paid: bool = True


def _signed(facts: Facts) -> str:
    return "" if facts.signed else "请先签字。"


def _paid(facts: Facts) -> str:
    return "" if facts.paid else "请先缴费。"


Finish = Transition[Facts]
FINISH = Finish("finish", "办结", (State.OPEN,), State.DONE, "case.finish", "office", (_signed, _paid))
REOPEN = Finish("reopen", "重开", (State.DONE,), State.OPEN, "case.finish", "office", needs_reason=True)
TABLE = table(FINISH, REOPEN)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (Facts("open"), ""),
        (Facts("open", paid=False), "请先缴费。"),
        (Facts("open", signed=False, paid=False), "请先签字。请先缴费。"),
        (Facts("done", signed=False), "当前状态是“已办结”，不能办结。"),
    ],
)
def test_the_state_speaks_first_and_then_all_that_is_missing_in_the_guards_order(
    facts: Facts, refusal: str
) -> None:
    assert FINISH.refusal(facts) == refusal


def test_what_moved_on_is_another_refusal_than_what_is_missing() -> None:
    with pytest.raises(WrongState):
        FINISH.check(Facts("done"))
    with pytest.raises(Refusal) as missing:
        FINISH.check(Facts("open", paid=False))
    assert type(missing.value) is Refusal
    FINISH.check(Facts("open"))


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_reason_is_asked_for_at_its_field(reason: str) -> None:
    with pytest.raises(Refusal, match="请写明重开的原因") as refused:
        REOPEN.check(Facts("done"), reason=reason)
    assert refused.value.field == "reason"
    REOPEN.check(Facts("done"), reason="补充材料")


def test_the_arrows_that_leave_a_state() -> None:
    assert leaving(TABLE, "done") == [REOPEN]


def test_two_arrows_of_one_name_are_no_table() -> None:
    with pytest.raises(ValueError, match="name of another"):
        table(FINISH, REOPEN, FINISH)
