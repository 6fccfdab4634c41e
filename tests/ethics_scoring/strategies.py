"""Random facts of one person under ME23: any rule, any status, days of three years."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from ethics_scoring.rules.facts import Entry, Status
from policy_texts.rule_books.books import Rule
from policy_texts.rule_books.kinds import DepartmentAward, EventReport, SameWork, Table, Threshold
from policy_texts.rule_books.vocabulary import Side
from tests.ethics_scoring.casebook import me23

RULES = me23().rules
YEAR = 2023
# Few days, so that entries of one day are common.
DAYS = st.sampled_from(
    [date(2022, 6, 1), date(2022, 12, 31), date(2023, 1, 1), date(2023, 5, 1), date(2023, 5, 2),
     date(2023, 12, 31), date(2024, 1, 1)]
)  # fmt: skip
POINTS = st.sampled_from([Decimal(n) / 2 for n in range(13)])


def fields_of(rule: Rule) -> st.SearchStrategy[dict[str, Any]]:
    fields: dict[str, st.SearchStrategy[Any]] = {}
    match rule.amount:
        case Table(rows=rows):
            fields["value"] = st.sampled_from([row.value for row in rows])
        case Threshold():
            fields |= {"points": POINTS, "cycle": st.sampled_from(["a", "b"])}
        case DepartmentAward(places=places):
            fields["department_kind"] = st.sampled_from([place.department_kind for place in places])
            fields["rank"] = st.integers(1, 5)
        case EventReport():
            fields["event_class"] = st.integers(1, 4)
            fields |= {key: st.booleans() for key in ("late", "anonymous", "sealed_credit")}
    if any(isinstance(limit, SameWork) for limit in rule.limits):
        fields["work"] = st.sampled_from(["", "u", "w"])
    return st.fixed_dictionaries(fields)


@st.composite
def entry_lists(
    draw: st.DrawFn,
    *,
    rules: Sequence[Rule] = RULES,
    statuses: Sequence[Status] = tuple(Status),
    most: int = 25,
) -> list[Entry]:
    """Few rules at a time, so that their entries meet. Ids are the order of entering, as a table gives them."""
    few = draw(st.lists(st.sampled_from(rules), min_size=1, max_size=4))
    made = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        rule = draw(st.sampled_from(few))
        fields = draw(fields_of(rule))
        status = draw(st.sampled_from(statuses))
        made.append(Entry(id=number, rule=rule.id, on=draw(DAYS), status=status, **fields))
    return made


DEDUCTIONS = tuple(rule for rule in RULES if rule.side is Side.DEDUCTION)
SETTINGS = st.fixed_dictionaries(
    {
        "same_work": st.sampled_from(["highest", "sum"]),
        "b1_once_a_year": st.booleans(),
        "b8_once_a_year": st.booleans(),
        "late_report_earns": st.booleans(),
        "d12_once_a_cycle": st.booleans(),
        "vetoes": st.sampled_from([[], ["V6"], ["V5", "V6"]]),
    }
)
