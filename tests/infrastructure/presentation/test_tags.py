from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.presentation.tags import due_tag, looks, state_tag
from rectification.models import FindingState

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("days", "tone", "text"),
    [
        (-400, "overdue", "逾期 400\u2009天"),
        (-1, "overdue", "逾期 1\u2009天"),
        (0, "soon", "今天到期"),
        (1, "soon", "明天到期"),
        (3, "soon", "剩 3\u2009天"),
        (4, "plain", "剩 4\u2009天"),
    ],
)
def test_due(days: int, tone: str, text: str) -> None:
    tag = due_tag(TODAY + timedelta(days=days), as_of=TODAY)
    assert (tag.tone, tag.text) == (tone, text)


@given(st.none() | st.dates())
def test_ongoing_is_never_overdue(due_on: date | None) -> None:
    assert due_tag(due_on, kind="ONGOING", as_of=TODAY).text == "持续推进"


def test_no_date_yet() -> None:
    assert due_tag(None, as_of=TODAY).text == "未定时限"


@given(st.integers(-500, 500))
def test_every_due_tag_has_a_word_and_an_icon(days: int) -> None:
    tag = due_tag(TODAY + timedelta(days=days), as_of=TODAY)
    assert tag.text
    assert tag.icon
    assert (tag.tone == "overdue") == (days < 0)


def test_each_kind_has_its_own_look_of_a_state() -> None:
    assert state_tag("finding", "closed", "已销号").tone == "done"
    assert (state_tag("round", "returned", "退回").tone, state_tag("finding", "returned", "").tone) == (
        "overdue",
        "plain",
    )


def test_a_kind_that_no_app_has_registered_is_an_error() -> None:
    with pytest.raises(KeyError):
        state_tag("fnding", "closed", "已销号")


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("finding", set(FindingState)),
        ("sheet", {"draft", "running", "unconfirmed", "confirmed", "done"}),
    ],
)
def test_every_state_has_a_look(kind: str, codes: set[str]) -> None:
    assert set(looks()[kind]) == codes
