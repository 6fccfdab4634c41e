"""A superior's blank: uploaded, its columns bound once, ended when it is used no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import F
from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from infrastructure.files.configuration import upload_storage
from infrastructure.models import StoredFile
from infrastructure.workbooks.filling.area import Area
from infrastructure.workbooks.filling.blank import check_blank
from infrastructure.workbooks.filling.refusals import BlankRefused
from organizations.models import Hospital, User
from organizations.places import Place, may
from rectification.actions import FindingAction
from rectification.models import BlankColumn, SuperiorBlank
from rectification.rights import FindingRight
from rectification.rules.blank_columns import FILLABLE_KEYS, Binding, BindingKind
from rectification.selectors.blanks import bindings_of
from rectification.services.ledger_import import read_grid
from rectification.services.receiving import receive_form

LONGEST_NAME, LONGEST_WORDS = 60, 200
LAST_ROW = 100_000
_NOT_BINDING = "上级空表由质控办上传和对应，您的角色没有这项权限。"


@dataclass(frozen=True)
class BlankInput:
    """What somebody said of a blank. `overwrite`: what stands in its rows already may go."""

    name: str
    sheet: str
    header_row: int
    first_row: int
    last_row: int
    columns: tuple[Binding, ...]
    overwrite: bool = False

    @property
    def area(self) -> Area:
        return Area(
            self.sheet,
            self.first_row,
            self.last_row,
            frozenset(binding.place for binding in self.columns),
            numbered=frozenset(
                binding.place for binding in self.columns if binding.kind is BindingKind.RUNNING
            ),
            overwrite=self.overwrite,
        )


def may_bind(*, hospital_id: int, by: User, as_of: date) -> bool:
    """Who may bring findings in for the whole hospital says how its ledger stands in a superior's form."""
    return may(action=FindingRight.IMPORT, place=Place(hospital_id, None), by=by, as_of=as_of)


def content_of(stored: StoredFile) -> bytes:
    """The bytes of a workbook that was looked through when it came."""
    with upload_storage().open(stored.storage_name) as stream:
        content: bytes = stream.read()
    return content


def upload_blank(
    *, hospital: Hospital, name: str, upload: UploadedFile[Any], by: User, now: datetime
) -> SuperiorBlank:
    """Keep the workbook as it came; it is filled once its columns are bound. Raises Refusal at name or file."""
    _check_right(hospital.pk, by, now)
    with acting(by=by):
        name = _free_name(hospital, name)
        stored = receive_form(upload, hospital_id=hospital.pk, by=by, now=now)
        read_grid(stored)  # what cannot be read is refused before it is kept
        blank = SuperiorBlank.objects.create(
            hospital=hospital, name=name, file=stored, created_by=by, created_at=now
        )
        _record(FindingAction.BLANK_UPLOADED, blank, by, now, {"file": stored.original_name})
    return blank


def bind_blank(*, blank: SuperiorBlank, values: BlankInput, revision: int, by: User, now: datetime) -> None:
    """Say where its rows go and what its columns mean. `revision`: of the page that was looked at."""
    _check_right(blank.hospital_id, by, now)
    _check(values)
    with acting(by=by):
        locked = _locked(blank)
        if locked.revision != revision:
            raise WrongState("您打开这页之后，别人改过这份空表的对应关系。请核对后再次保存，以您填写的为准。")
        name = _free_name(locked.hospital, values.name, besides=locked)
        try:
            check_blank(content_of(locked.file), values.area)
        except BlankRefused as refused:
            raise Refusal(refused.reason) from refused
        before = list(map(_told, bindings_of(locked)))
        SuperiorBlank.objects.filter(pk=locked.pk).update(
            name=name,
            sheet=values.sheet,
            header_row=values.header_row,
            first_row=values.first_row,
            last_row=values.last_row,
            overwrite=values.overwrite,
            bound_at=now,
            revision=F("revision") + 1,
        )
        locked.columns.all().delete()
        BlankColumn.objects.bulk_create(_column(locked, binding) for binding in values.columns)
        told = {"columns": [before, list(map(_told, values.columns))]}
        _record(FindingAction.BLANK_BOUND, locked, by, now, told)


def end_blank(*, blank: SuperiorBlank, by: User, now: datetime) -> None:
    """It is filled no more; its name is free again."""
    _check_right(blank.hospital_id, by, now)
    with acting(by=by):
        locked = _locked(blank)
        locked.ended_at = now
        locked.save(update_fields=["ended_at"])
        _record(FindingAction.BLANK_ENDED, locked, by, now, {})


def values_of(blank: SuperiorBlank) -> BlankInput:
    """Everything that is kept of a bound one."""
    if blank.bound_at is None:
        raise WrongState("这份空表还没有对应列。请质控办先完成对应。")
    rows = (blank.header_row or 0, blank.first_row or 0, blank.last_row or 0)  # there, as long as it is bound
    return BlankInput(blank.name, blank.sheet, *rows, bindings_of(blank), blank.overwrite)


def _check_right(hospital_id: int, by: User, now: datetime) -> None:
    if not may_bind(hospital_id=hospital_id, by=by, as_of=localdate(now)):
        raise NotAllowed(_NOT_BINDING)


def _locked(blank: SuperiorBlank) -> SuperiorBlank:
    rows = SuperiorBlank.objects.select_for_update(of=("self",)).select_related("file", "hospital")
    locked = rows.get(pk=blank.pk)
    if locked.ended_at is not None:
        raise WrongState("这份空表已经停用。")
    return locked


def _free_name(hospital: Hospital, typed: str, *, besides: SuperiorBlank | None = None) -> str:
    """Two savers of one name queue at the hospital."""
    name = " ".join(typed.split())
    if not name or "\x00" in name or len(name) > LONGEST_NAME:
        raise Refusal(f"请填写空表的名称，不超过 {LONGEST_NAME} 字。", field="name")
    Hospital.objects.select_for_update(no_key=True).get(pk=hospital.pk)
    others = SuperiorBlank.objects.live().filter(hospital=hospital, name=name)
    if (others.exclude(pk=besides.pk) if besides else others).exists():
        raise Refusal(f"已有名为“{name}”的空表，请换一个名称，或先停用那一份。", field="name")
    return name


def _check(values: BlankInput) -> None:
    errors = dict(_row_errors(values)) | dict(_column_errors(values.columns))
    if errors:
        raise Invalid(errors)


def _row_errors(values: BlankInput) -> Iterator[tuple[str, str]]:
    if not values.header_row < values.first_row:
        yield "first_row", f"首行要在表头（第 {values.header_row} 行）之下。"
    if not values.first_row <= values.last_row <= LAST_ROW:
        yield "last_row", f"末行从首行算起，不超过第 {LAST_ROW} 行。"


def _column_errors(columns: Sequence[Binding]) -> Iterator[tuple[str, str]]:
    """At the field of the column, which is named after its place."""
    if not any(binding.kind is BindingKind.LEDGER for binding in columns):
        yield "", "还没有一列对应台账的内容，请选择至少一列。"
    times = Counter(binding.column for binding in columns if binding.column)
    for binding in columns:
        if binding.column and times[binding.column] > 1:
            yield f"column-{binding.place}", f"“{binding.column.label}”只能用于一列。"
        elif binding.column and binding.column not in FILLABLE_KEYS:
            yield f"column-{binding.place}", f"“{binding.column.label}”不能填写，请选择别的列。"
        elif binding.kind is BindingKind.WORDS and not 0 < len(binding.words.strip()) <= LONGEST_WORDS:
            yield f"words-{binding.place}", f"请写明固定文字，不超过 {LONGEST_WORDS} 字。"


def _column(blank: SuperiorBlank, binding: Binding) -> BlankColumn:
    return BlankColumn(
        blank=blank,
        hospital_id=blank.hospital_id,
        place=binding.place,
        kind=binding.kind.value,
        column=binding.column.value if binding.column else "",
        words=binding.words,
    )


def _told(binding: Binding) -> str:
    what = binding.column.label if binding.column else binding.words or binding.kind.label
    return f"{binding.place}：{what}"


def _record(
    action: FindingAction, blank: SuperiorBlank, by: User, now: datetime, detail: dict[str, Any]
) -> None:
    record(action=action, target=blank, by=by, now=now, hospital_id=blank.hospital_id, detail=detail)
