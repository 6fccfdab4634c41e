"""What one answer of a sheet lacks, and how far the sheet is. Pure."""

from __future__ import annotations

import pytest

from inspections.rules.sheet_progress import answer_problem


@pytest.mark.parametrize(
    ("answer", "note", "problem"),
    [
        ("in_order", "", None),
        ("in_order", "说" * 500, None),
        ("", "", ("answer", "请选择“符合”“发现问题”或“不适用”。")),
        ("not_applicable", " ", ("note", "选择“不适用”请写明原因。")),
        ("in_order", "看\0过", ("note", "说明里有不能保存的字符，请重新填写。")),
        ("in_order", "说" * 501, ("note", "说明不超过 500 字（现有 501 字）。")),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(
    answer: str, note: str, problem: tuple[str, str] | None
) -> None:
    assert answer_problem(answer=answer, note=note) == problem
