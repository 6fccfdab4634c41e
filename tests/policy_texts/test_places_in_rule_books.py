"""A person who corrects a rule book finds the place by its name: rows and steps count from one. Pure."""

from __future__ import annotations

import dataclasses
from datetime import date
from decimal import Decimal

from policy_texts.loading import rule_book_versions
from policy_texts.rule_books.grade_tables import BandFault, FaultyBand, GradeBand, band_faults
from policy_texts.rule_books.kinds import Escalating, Row, Table, amounts_of
from policy_texts.rule_books.tree import rule_book_summary
from policy_texts.rule_books.vocabulary import EntryField, Grade

ONE, TWO = Decimal(1), Decimal(2)


def test_rows_and_steps_count_from_one() -> None:
    points = (ONE, None, TWO)
    rows = tuple(Row(value=str(one), label=str(one), points=one) for one in points)
    table = Table(field=EntryField.LEVEL, rows=rows)
    assert list(amounts_of(table)) == [("rows[1].points", ONE), ("rows[3].points", TWO)]
    steps = Escalating(steps=(ONE, TWO), beyond_setting="s")
    assert list(amounts_of(steps)) == [("steps[1]", ONE), ("steps[2]", TWO)]


def test_the_best_grade_is_open_above_and_the_worst_below() -> None:
    grades = list(Grade)[:4]
    limits = [(90, 100), (80, 90), (60, 80), (0, 60)]
    bands = [
        GradeBand(grade=grade, at_least=Decimal(low), below=Decimal(high))
        for grade, (low, high) in zip(grades, limits, strict=True)
    ]
    assert band_faults(bands) == [FaultyBand(1, BandFault.OPEN_TOP), FaultyBand(4, BandFault.OPEN_BOTTOM)]


def test_a_version_that_has_ended_says_until_when() -> None:
    (book,) = rule_book_versions("ME23")
    ended = dataclasses.replace(book, to_on=date(2023, 12, 31))
    assert "：2023-01-01 起至 2023-12-31，加分" in rule_book_summary(ended)
