from __future__ import annotations

import pytest

from infrastructure.presentation.filters import filter_chip
from infrastructure.presentation.links import page_numbers, query_replace, query_toggle

PAIRS = [("state", "draft"), ("state", "closed"), ("q", "手卫生"), ("page", "4")]


def test_a_changed_filter_begins_on_the_first_page() -> None:
    assert query_replace(PAIRS, {"q": "危急值"}) == "?state=draft&state=closed&q=%E5%8D%B1%E6%80%A5%E5%80%BC"


def test_the_page_alone_keeps_the_filters() -> None:
    assert query_replace(PAIRS, {"page": 5}).endswith("&page=5")
    assert query_replace(PAIRS, {"page": 5}).startswith("?state=draft&state=closed&q=")


def test_none_and_empty_take_a_key_out_and_a_list_sets_several() -> None:
    assert query_replace(PAIRS, {"state": None, "q": ""}) == "?"
    assert query_replace([], {"state": ["a", "b"]}) == "?state=a&state=b"


def test_toggle_takes_one_of_several_values() -> None:
    assert query_toggle(PAIRS[:2], "state", "draft") == "?state=closed"
    assert query_toggle(PAIRS[:1], "state", "void") == "?state=draft&state=void"
    assert "page" not in query_toggle(PAIRS, "state", "draft")


@pytest.mark.parametrize(
    ("current", "last", "numbers"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (1, 20, [1, 2, None, 20]),
        (3, 20, [1, 2, 3, 4, None, 20]),
        (4, 20, [1, 2, 3, 4, 5, None, 20]),
        (10, 20, [1, None, 9, 10, 11, None, 20]),
        (20, 20, [1, None, 19, 20]),
    ],
)
def test_pages_worth_a_link(current: int, last: int, numbers: list[int | None]) -> None:
    assert page_numbers(current, last) == numbers


def test_a_chip_knows_what_is_chosen() -> None:
    chip = filter_chip(
        name="lead", label="牵头部门", options=[(7, "骨科", 3), (8, "医务处", None)], chosen=["8"]
    )
    assert [choice.label for choice in chip.chosen] == ["医务处"]
    assert chip.choices[0].value == "7"
