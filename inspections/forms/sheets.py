"""Forms of self-inspection: one small form a line, a finding on the spot, a confirmation on paper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from infrastructure.widgets import PickerSelect
from inspections.models import Answer, SheetLine
from inspections.rules.sheet_progress import shown_key
from inspections.services.sheets import LineAnswer
from organizations.forms.fields import DepartmentField
from organizations.models import Department, StaffMember
from rectification.forms.files import files_field
from rectification.forms.on_the_spot import OnTheSpotSwitch

_NOT_READ = "这一行没有读懂，请刷新页面后再填。"


class LineForm(forms.Form):
    """One line as it was posted; its prefix is the line's uid."""

    answer = forms.ChoiceField(
        choices=Answer.choices,
        required=False,
        error_messages={"invalid_choice": "请选择“符合”“发现问题”或“不适用”。"},
    )
    note = forms.CharField(
        max_length=500,
        required=False,
        error_messages={"max_length": "说明不超过 500 字（现有 %(show_value)d 字）。"},
    )
    revision = forms.IntegerField(
        min_value=1, max_value=2**31 - 1, error_messages={"required": _NOT_READ, "invalid": _NOT_READ}
    )
    was = forms.CharField(max_length=16, required=False)

    @property
    def typed(self) -> tuple[str, str]:
        return str(self.data.get(self.add_prefix("answer"), "")), str(
            self.data.get(self.add_prefix("note"), "")
        )

    @property
    def changed(self) -> bool:
        """Whether this person changed the line. What another person did meanwhile is no change of ours."""
        answer, note = self.typed
        return shown_key(answer, note.strip()) != self.data.get(self.add_prefix("was"), "")


class SheetAnswers:
    """All lines of a sheet that one request carries."""

    def __init__(self, data: QueryDict, lines: Iterable[SheetLine]) -> None:
        posted = ((line.uid, LineForm(data, prefix=str(line.uid))) for line in lines)
        self.forms = {
            uid: form for uid, form in posted if form.add_prefix("revision") in data and form.changed
        }
        self.foreign = _foreign_uids(data, {str(line.uid) for line in lines})

    @property
    def errors(self) -> dict[str, str]:
        """`<uid>-answer` → sentence."""
        return {
            form.add_prefix(name if name in ("answer", "note") else "answer"): str(messages[0])
            for form in self.forms.values()
            for name, messages in form.errors.items()
        }

    @property
    def answers(self) -> dict[UUID, LineAnswer]:
        """What the service gets; lines of another sheet go along and are refused there, by name."""
        own = {
            uid: LineAnswer(
                form.cleaned_data["answer"], form.cleaned_data["note"], form.cleaned_data["revision"]
            )
            for uid, form in self.forms.items()
            if form.is_valid()
        }
        return own | {uid: LineAnswer("", "", 0) for uid in self.foreign}

    @property
    def typed(self) -> dict[UUID, tuple[str, str]]:
        return {uid: form.typed for uid, form in self.forms.items()}


def _foreign_uids(data: QueryDict, own: set[str]) -> list[UUID]:
    found = []
    for name in data:
        uid, dash, kind = name.rpartition("-")
        if dash and kind == "revision" and uid not in own:
            try:
                found.append(UUID(uid))
            except ValueError:
                continue
    return found


class LineFindingForm(OnTheSpotSwitch):
    """What was found at one checkpoint: two fields and a camera, and the switch where it is fixed already."""

    field_order = ("text", "lead_department", "photos")

    text = forms.CharField(
        label="存在问题",
        max_length=2000,
        help_text="写清时间、地点和事实，不写患者姓名和住院号。",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "请写明发现了什么问题。",
            "max_length": "存在问题不超过 2000 字（现有 %(show_value)d 字）。",
        },
    )
    lead_department = DepartmentField(label="牵头部门", error_messages={"required": "请选择牵头部门。"})
    photos = files_field("现场照片", required=False)

    def __init__(self, *args: Any, departments: Any = None, **kwargs: Any) -> None:
        """`departments`: who may lead where the line itself names nobody; None: the line's department leads."""
        super().__init__(*args, **kwargs)
        if departments is None:
            del self.fields["lead_department"]
        else:
            self.fields["lead_department"].queryset = departments  # type: ignore[attr-defined]


class _SignatoryField(forms.ModelChoiceField):
    """Somebody who could have signed, by uid."""

    def to_python(self, value: Any) -> StaffMember | None:
        try:
            return super().to_python(value)
        except ValidationError:
            # What is no uid at all gets our words, not the column's.
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def label_from_instance(self, obj: StaffMember) -> str:
        return f"{obj.name}（{obj.employee_no}）"


class PaperForm(forms.Form):
    """代录: a signed and stamped sheet is recorded by an authorised clerk."""

    signatory = _SignatoryField(
        label="签字人",
        queryset=StaffMember.objects.none(),
        to_field_name="uid",
        empty_label="请选择",
        widget=PickerSelect,
        error_messages={"required": "请选择签字人。", "invalid_choice": "请从名单中选择应签字的人。"},
    )
    scan = forms.FileField(
        label="签字盖章件",
        help_text="扫描件或照片（PDF、JPG、PNG）",
        error_messages={"required": "请上传签字盖章件。", "empty": "上传的文件是空的，请重新选择。"},
    )
    revision = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, signatories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["signatory"].queryset = signatories  # type: ignore[attr-defined]


def leading_departments(hospital_id: int, as_of: Any) -> Any:
    """Departments that can lead a finding of the hospital's own sheet."""
    return Department.objects.active(as_of).filter(hospital=hospital_id).order_by("level", "name_pinyin")
