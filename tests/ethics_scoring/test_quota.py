"""Shares of people: rounded down, and a tie at the cut left to people."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethics_scoring.rules.quota import excellent_cut, places


@pytest.mark.parametrize(
    ("headcount", "expected"),
    [(0, 0), (1, 0), (6, 0), (7, 1), (12, 1), (13, 1), (14, 2), (19, 2), (20, 3), (100, 15)],
)
@pytest.mark.clause("ME23.B16")
def test_fifteen_per_cent_rounded_down(headcount: int, expected: int) -> None:
    assert places(headcount, 15) == expected


def totals(*values: float) -> dict[int, Decimal]:
    return {person: Decimal(str(value)) for person, value in enumerate(values, start=1)}


def test_all_fit() -> None:
    cut = excellent_cut(totals(95, 91), assessed=20, percent=15)
    assert (cut.places, cut.within, cut.at_the_cut, cut.beyond) == (3, (1, 2), (), ())
    assert cut.places_at_the_cut == 0


def test_the_best_fit() -> None:
    cut = excellent_cut(totals(91, 99, 93, 95), assessed=20, percent=15)
    assert (cut.within, cut.at_the_cut, cut.beyond) == ((2, 4, 3), (), (1,))


def test_a_tie_at_the_cut_is_for_people() -> None:
    cut = excellent_cut(totals(91, 99, 91, 95, 91, 90), assessed=20, percent=15)
    assert (cut.within, cut.at_the_cut, cut.beyond) == ((2, 4), (1, 3, 5), (6,))
    assert cut.places_at_the_cut == 1


def test_a_tie_that_ends_at_the_cut_is_none() -> None:
    cut = excellent_cut(totals(91, 91, 91, 90), assessed=20, percent=15)
    assert (cut.within, cut.at_the_cut, cut.beyond) == ((1, 2, 3), (), (4,))


def test_no_places() -> None:
    cut = excellent_cut(totals(95, 95), assessed=6, percent=15)
    assert (cut.within, cut.at_the_cut, cut.beyond) == ((), (), (1, 2))


@given(st.lists(st.integers(88, 95), max_size=30), st.integers(0, 100))
def test_everybody_is_somewhere_and_nobody_is_too_much(values: list[int], assessed: int) -> None:
    cut = excellent_cut(totals(*values), assessed=assessed, percent=15)
    assert sorted([*cut.within, *cut.at_the_cut, *cut.beyond]) == list(range(1, len(values) + 1))
    assert len(cut.within) <= cut.places
    assert not cut.at_the_cut or len(cut.within) + len(cut.at_the_cut) > cut.places
