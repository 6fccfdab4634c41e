"""What a form says of a wrong field, for nurses: Django's own Chinese speaks of variables and makes sure of them."""

from __future__ import annotations

from django import forms
from django.core import validators

FIELD_WORDS: dict[type[forms.Field], dict[str, str]] = {
    forms.Field: {"required": "请填写。"},
    forms.ChoiceField: {"invalid_choice": "请从列出的选项中选择。"},
    forms.MultipleChoiceField: {
        "invalid_choice": "请从列出的选项中选择。",
        "invalid_list": "请从列出的选项中选择。",
    },
    forms.ModelChoiceField: {"invalid_choice": "请从列出的选项中选择。"},
    forms.IntegerField: {"invalid": "请填写整数。"},
    forms.DateField: {"invalid": "请填写日期，例如 2026-11-29。"},
    forms.FileField: {
        "required": "请选择文件。",
        "empty": "文件是空的，请重新选择。",
        "missing": "请选择文件。",
    },
}
VALIDATOR_WORDS: dict[type[validators.BaseValidator], str] = {
    validators.MaxLengthValidator: "不超过 %(limit_value)s 字（现有 %(show_value)s 字）。",
    validators.MinLengthValidator: "至少 %(limit_value)s 字（现有 %(show_value)s 字）。",
    validators.MaxValueValidator: "不能大于 %(limit_value)s。",
    validators.MinValueValidator: "不能小于 %(limit_value)s。",
}


def speak_plainly() -> None:
    """Once, at the start: a field or form that has words of its own keeps them."""
    for field, words in FIELD_WORDS.items():
        field.default_error_messages = {**field.default_error_messages, **words}
    for validator, sentence in VALIDATOR_WORDS.items():
        validator.message = sentence
    validators.ProhibitNullCharactersValidator.message = "含有不能保存的字符，请重新填写。"
