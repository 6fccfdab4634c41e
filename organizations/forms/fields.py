"""Fields that several forms of this app share: days, departments and people of one hospital."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from organizations.models import Department, StaffMember

FIRST_DAY, LAST_DAY = date(1930, 1, 1), date(2199, 12, 31)
_DAY_WORDS = "请填写 1930 年至 2199 年之间的日期，例如 2026-11-21。"
_DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"]


class DayField(forms.DateField):
    """A date within reach: typed as people type it, or picked."""

    def __init__(self, **values: Any) -> None:
        values.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"class": "hq-short"}))
        values["error_messages"] = {
            "required": "请填写日期。",
            "invalid": _DAY_WORDS,
            **values.get("error_messages", {}),
        }
        super().__init__(
            input_formats=_DAY_FORMATS,
            validators=[MinValueValidator(FIRST_DAY, _DAY_WORDS), MaxValueValidator(LAST_DAY, _DAY_WORDS)],
            **values,
        )


class _PinyinSelect(forms.Select):
    """Options that are found by their initials."""

    def create_option(self, name: str, value: Any, *args: Any, **values: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **values)
        row = getattr(value, "instance", None)
        if row is not None:
            option["attrs"]["data-pinyin"] = row.name_pinyin
        return option


class DepartmentField(forms.ModelChoiceField):
    """A department of the hospital, by uid. The queryset is the fence: another hospital's is no choice."""

    def __init__(self, **values: Any) -> None:
        values.setdefault("widget", _PinyinSelect(attrs={"data-picker": True}))
        super().__init__(
            queryset=Department.objects.none(), to_field_name="uid", empty_label="请选择", **values
        )
        self.error_messages["required"] = values.get("error_messages", {}).get("required", "请选择科室。")
        self.error_messages["invalid_choice"] = "请从名单中选择本院的科室。"

    def to_python(self, value: Any) -> Department | None:
        try:
            return super().to_python(value)
        except ValidationError:
            # Also what is no uid at all gets our words, not the column's.
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def label_from_instance(self, obj: Department) -> str:
        return f"{obj.parent.name} · {obj.name}" if obj.parent_id and obj.parent else obj.name


class RemotePicker(forms.Select):
    """Finds rows through an address as one types; without a script one types what they are known by.

    However many rows there are, the page holds the chosen one and the few that are offered at once.
    """

    known_by = ""
    placeholder = ""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"data-picker": True, "data-placeholder": self.placeholder, **(attrs or {})})
        self.find: Callable[[Any], Any] = lambda value: None
        self.offered: list[tuple[str, str]] = []

    def label_of(self, row: Any) -> str:
        """How a row is written."""
        return str(row)

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        typed = value[0] if value else ""
        row = self.find(typed) if typed else None
        chosen = [(str(row.uid), self.label_of(row)) if row else (typed, typed)] if typed else []
        more = [option for option in self.offered if option not in chosen]
        self.choices = [("", "请选择"), *chosen, *more]
        return super().optgroups(name, [chosen[0][0]] if chosen else [""], attrs)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        typed = format_html(
            '<noscript><input class="form-control" name="{}" aria-label="{}" placeholder="{}"></noscript>',
            name,
            self.known_by,
            self.known_by,
        )
        return super().render(name, value, attrs, renderer) + typed

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        if isinstance(data, MultiValueDict):
            return next((value for value in reversed(data.getlist(name)) if value), "")
        return data.get(name, "")


class PersonPicker(RemotePicker):
    known_by = "工号"
    placeholder = "姓名、拼音首字母或工号"

    def label_of(self, row: StaffMember) -> str:
        return f"{row.name}（{row.employee_no}）"


class PersonField(forms.Field):
    """A person of the hospital: by uid from the picker, or by 工号."""

    widget = PersonPicker

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.error_messages["required"] = values.get("error_messages", {}).get("required", "请选择人员。")
        self.queryset: QuerySet[StaffMember] = StaffMember.objects.none()

    def offer(self, queryset: QuerySet[StaffMember], *, lookup: str) -> None:
        """Whom the field takes, and the address where the picker asks."""
        self.queryset = queryset
        self.widget.attrs["data-remote"] = f"{lookup}?q="
        self.widget.find = self._find

    def to_python(self, value: Any) -> StaffMember | None:
        if value in self.empty_values:
            return None
        if isinstance(value, StaffMember):  # of a field that is shown and not asked
            return value
        person = self._find(value)
        if person is None:
            raise ValidationError("名单中没有这个人。请选择本院在职人员，或输入工号。", code="invalid_choice")
        return person

    def prepare_value(self, value: Any) -> Any:
        return str(value.uid) if isinstance(value, StaffMember) else value

    def _find(self, value: Any) -> StaffMember | None:
        text = str(value).strip()[:60].replace("\x00", "")
        try:
            return self.queryset.filter(uid=uuid.UUID(text)).first()
        except ValueError:
            return self.queryset.filter(employee_no__iexact=text).first()
