"""What a wrong field says is said for people: no variable, no making sure, the field's own limit and number."""

from __future__ import annotations

import pytest
from django import forms

from organizations.models import Region


class Every(forms.Form):
    words = forms.CharField(max_length=5)
    number = forms.IntegerField(min_value=1, max_value=9)
    one = forms.ChoiceField(choices=[("a", "甲")])
    several = forms.MultipleChoiceField(choices=[("a", "甲")])
    day = forms.DateField()
    row = forms.ModelChoiceField(Region.objects.none())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("words", "一二三四五六", "不超过 5 字（现有 6 字）。"),
        ("words", "", "请填写。"),
        ("words", "a\0b", "含有不能保存的字符，请重新填写。"),
        ("number", "十", "请填写整数。"),
        ("number", "10", "不能大于 9。"),
        ("number", "0", "不能小于 1。"),
        ("one", "b", "请从列出的选项中选择。"),
        ("several", ["b"], "请从列出的选项中选择。"),
        ("day", "2026-13-01", "请填写日期，例如 2026-11-29。"),
        ("row", "1", "请从列出的选项中选择。"),
    ],
)
def test_a_wrong_field_speaks_plainly(name: str, typed: object, said: str) -> None:
    assert Every({name: typed}).errors[name] == [said]
