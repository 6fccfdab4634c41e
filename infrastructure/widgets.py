"""Form widgets that the pages share: pickers found by pinyin initials, and several files in one field."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=20_000)
def pinyin_words(text: str) -> str:
    """Initials and full spelling, as people type them: ``gk guke`` for 骨科."""
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return f"{initials} {''.join(lazy_pinyin(text))}".lower()


class _Picker(forms.Select):
    """Adds what the browser searches in; without a script it is the plain list."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-picker": True}

    def create_option(
        self, name: str, value: Any, label: int | str, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if option["value"] not in ("", None):
            option["attrs"]["data-pinyin"] = pinyin_words(str(label))
        return option


class PickerSelect(_Picker):
    """One department or person."""


class PickerSelectMultiple(_Picker, forms.SelectMultiple):
    """Several departments or people."""


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class ManyFilesField(forms.FileField):
    """Cleans to a list of uploads, in the order they were chosen."""

    widget = ManyFilesInput

    def __init__(self, *args: Any, only_one: bool = False, **values: Any) -> None:
        super().__init__(*args, **values)
        self.only_one = only_one
        if only_one:
            self.widget.attrs.pop("multiple", None)

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        if not isinstance(data, list | tuple):
            data = [data] if data else []
        if not data:
            super().clean(None, initial)
            return []
        if self.only_one and len(data) > 1:
            raise forms.ValidationError("一次只选一个文件。")
        return [super(ManyFilesField, self).clean(one, initial) for one in data]
