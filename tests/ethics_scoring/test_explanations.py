"""The sentence for every reason, as it stands on a sheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ethics_scoring.rules.explanations import explained
from ethics_scoring.rules.facts import Entry
from tests.ethics_scoring.casebook import entry, score


def told(*entries: Entry, **settings: object) -> list[str]:
    return [line.explanation for line in explained(score(*entries, **settings))]


REFERRED = "原文没有对应分值，不计分，报考评委员会；决定之前等次为待定。"
UNREWARDED = "不在加分名次之内。"


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (entry("B1"), "本年度加 3 分。"),
        (entry("B12", value="bureau"), "级别为厅局级，加 2 分。"),
        (entry("B12", value="society"), f"级别为学会等社会团体，{REFERRED}"),
        (entry("B6", rank=2, department_kind="clinical"), "临床科室（病区）测评第 2 名（奖励前 3 名），加 0.5 分。"),
        (entry("B6", rank=2, department_kind="medical_technical"), f"医技科室测评第 2 名（奖励前 1 名），{UNREWARDED}"),
        (entry("B6", rank=1, department_kind="other"), f"其他科室测评第 1 名（不参加奖励），{UNREWARDED}"),
        (entry("B14", event_class=4), "经确认为Ⅳ级，加 0.5 分。本条全年累计不超过 2 分。"),
        (entry("B14", event_class=2), "经确认为Ⅱ级，只有Ⅲ、Ⅳ级加分。上报本身不会扣分。"),
        (entry("B14", event_class=3, late=True), "属于迟报，不加分（本院口径）。上报本身不会扣分。"),
        (entry("D2", value="absent"), "情形为旷工，扣 2 分。"),
        (entry("D10"), "本年第 1 次投诉，扣 1 分。当年等次最高为良好。"),
        (entry("D12", points=Decimal(4), cycle="2022-2024"), "记分周期 2022-2024 累计 4 分，未达到 6 分，不扣分。"),
        (entry("D12", points=Decimal("6.5"), cycle="甲"), "记分周期 甲 累计 6.5 分，达到 6 分，扣 5 分。"),
    ],
)  # fmt: skip
def test_one_line(facts: Entry, sentence: str) -> None:
    assert told(facts) == [sentence]


def test_over_the_cap() -> None:
    letters = [entry("B9", id=n) for n in range(1, 4)]
    assert told(*letters)[2] == "本条全年累计不超过 1 分，此前已计满，本次不再计分。"


def test_the_same_work() -> None:
    prizes = [entry("B12", id=n, value="bureau", work="演讲") for n in (1, 2)]
    assert told(*prizes)[1] == (
        "同一作品“演讲”只计最高的一次，分值相同的计最早的一次，本项不再计分（本院口径）。"
    )


def test_the_same_article_is_no_choice_of_the_hospital() -> None:
    articles = [entry("B2", id=n, work="文章") for n in (1, 2)]
    assert told(*articles)[1].endswith("本项不再计分。")


def test_once() -> None:
    assert (
        told(entry("B1", id=1), entry("B1", id=2))[1]
        == "本条每年只计一次，本年已计过，本次不再计分（本院口径）。"
    )
    decisions = [entry("D12", id=n, points=Decimal(6), cycle="甲") for n in (1, 2)]
    assert told(*decisions)[1] == "记分周期 甲 此前已达到 6 分，一个周期只扣一次，本次不再扣（本院口径）。"


def test_a_possible_veto_is_asked_at_its_line() -> None:
    assert told(entry("D7"), vetoes=["V6"]) == ["本年第 1 次，扣 2 分。可能触发一票否决，请核对。"]


def test_a_sealed_line_shows_points_and_nothing_else() -> None:
    report = entry("B14", event_class=3, anonymous=True, sealed_credit=True)
    for line in explained(score(report, entry("B15", id=2))):
        assert (line.text, line.entry, line.reason, line.explanation) == (
            "",
            None,
            None,
            "内容保密，只显示分值。",
        )
        assert line.effective in (Decimal("0.5"), Decimal(2))
