"""Several measures in one cell come apart, and none of their text is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification.workbook.lists import split_list

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
NUMERALS = "一二三四五六七八九十"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1.修订目录；2.弹窗提醒；3.培训并考核", ["修订目录", "弹窗提醒", "培训并考核"]),
        ("1、修订目录；2、培训。", ["修订目录", "培训。"]),
        ("1．修订目录\n2．培训", ["修订目录", "培训"]),
        ("1)修订 2)培训", ["修订", "培训"]),
        ("（1）修订；（2）培训", ["修订", "培训"]),
        ("①修订 ②发布 ③授权", ["修订", "发布", "授权"]),
        ("⑴修订⑵发布", ["修订", "发布"]),
        ("⒈修订⒉发布", ["修订", "发布"]),
        ("（一）修订制度\n（二）培训", ["修订制度", "培训"]),
        ("一、修订制度；二、培训", ["修订制度", "培训"]),
        ("一是加强培训；二是定期检查；三是通报", ["加强培训", "定期检查", "通报"]),
        ("第一，修订；第二，培训", ["修订", "培训"]),
        ("修订制度；培训", ["修订制度", "培训"]),
        ("a；b", ["a", "b"]),
        ("修订制度;培训;", ["修订制度", "培训"]),
        ("修订制度\n培训考核", ["修订制度", "培训考核"]),
        ("修订目录，\n纳入POCT\n培训", ["修订目录，纳入POCT", "培训"]),
        ("修订目录（含A；B）；培训", ["修订目录（含A；B）", "培训"]),
        ("1.修订制度；发文；2.培训", ["修订制度；发文", "培训"]),
        ("主要措施：1.修订；2.培训", ["主要措施：修订", "培训"]),
        ("1.修订制度", ["修订制度"]),
        ("3.全员培训", ["全员培训"]),
        ("修订绩效方案，质量权重不低于30%", ["修订绩效方案，质量权重不低于30%"]),
        ("报告率由1.6提高到2.5例次", ["报告率由1.6提高到2.5例次"]),
        ("术后第1、2天查房", ["术后第1、2天查房"]),
        ("修订2025.9.30版目录", ["修订2025.9.30版目录"]),
        ("1.修订目录；2.降至1.5以下", ["修订目录", "降至1.5以下"]),
        ("1.甲；3.丙", ["甲；3.丙"]),
        ("每月检查1次、每季通报", ["每月检查1次、每季通报"]),
        ("", []),
        ("；；\n", []),
    ],
)
def test_the_entries_of_a_list(cell: str, expected: list[str]) -> None:
    assert list(split_list(cell)) == expected


PLAIN = st.text("修订制度培训考核检查通报abc，（）", min_size=1, max_size=12).filter(
    lambda text: text == text.strip("，") and any(sign not in "，（）" for sign in text)
)
BALANCED = PLAIN.filter(lambda text: not re.search("[（）]", text))


@given(
    entries=st.lists(BALANCED, min_size=2, max_size=9),
    style=st.sampled_from(["{n}.", "{n}、", "（{n}）", "{n})", "{c}", "（{z}）", "{z}、"]),
    separator=st.sampled_from(["；", ";", "\n", "；\n"]),
)
def test_what_was_numbered_comes_apart_as_it_was(entries: list[str], style: str, separator: str) -> None:
    numbered = [
        style.format(n=number, c=CIRCLED[number - 1], z=NUMERALS[number - 1]) + entry
        for number, entry in enumerate(entries, 1)
    ]
    assert list(split_list(separator.join(numbered))) == entries


@given(st.text("修培训12345678.、；;\n（）()①②③一二三是要第，， abc%", max_size=60))
def test_no_text_is_lost_but_numbers_and_what_parts(cell: str) -> None:
    """Every letter stays, in its order; what goes missing can only have been a mark of the list."""
    kept = "".join(split_list(cell))
    position = 0
    lost = []
    for sign in cell:
        if position < len(kept) and kept[position] == sign:
            position += 1
        else:
            lost.append(sign)
    assert position == len(kept)
    assert set(lost) <= set("12345678.、；;\n（）()①②③一二三是要第，, ")
    letters = [sign for sign in cell if sign in "修培训abc%"]
    assert [sign for sign in kept if sign in "修培训abc%"] == letters


@given(st.text(max_size=80))
def test_any_text_is_answered_without_blank_entries(cell: str) -> None:
    assert all(entry.strip() for entry in split_list(cell))
