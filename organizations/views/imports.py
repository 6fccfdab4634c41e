"""Departments and people from a workbook: blank, upload, preview, import."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from infrastructure.form_acts import submitted
from infrastructure.workbooks.writing import SheetColumn, SheetLayout, StyledBook
from organizations.forms.imports import (
    ImportChoiceForm,
    PeopleImportChoiceForm,
    UploadListForm,
    packed_rows,
)
from organizations.models import Hospital
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.rules.import_tables import ImportColumn, Table
from organizations.services import department_import, people_import
from organizations.views.settings_page import page, posted, settings_page
from organizations.views.slips import FIRST, show_slips

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200  # problems on the preview; the count is always whole


@dataclass(frozen=True)
class ImportKind:
    """What differs between the two lists."""

    key: str
    label: str
    columns: tuple[ImportColumn, ...]
    choice_form: type[ImportChoiceForm]

    def check(self, hospital: Hospital, table: Table) -> Any:
        if self.key == "people":
            return people_import.check(hospital=hospital, table=table, as_of=timezone.localdate())
        return department_import.check(hospital=hospital, table=table)

    def salt(self, request: HttpRequest, hospital: Hospital) -> str:
        """A preview is good for the one who made it, here."""
        return f"import-{self.key}-{hospital.pk}-{signed_in(request).pk}"


DEPARTMENTS = ImportKind("departments", "科室", department_import.COLUMNS, ImportChoiceForm)
PEOPLE = ImportKind("people", "人员", people_import.COLUMNS, PeopleImportChoiceForm)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def departments_upload(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    return _upload(request, hospital, DEPARTMENTS)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def people_upload(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    return _upload(request, hospital, PEOPLE)


@require_POST
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def departments_run(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = ImportChoiceForm(request.POST, salt=DEPARTMENTS.salt(request, hospital))
    sent = submitted(
        request,
        form,
        lambda: department_import.import_departments(
            hospital=hospital,
            table=form.cleaned_data["rows"],
            good_rows_only=form.cleaned_data["mode"] == "good",
            update_known=form.cleaned_data["update_known"],
            by=signed_in(request),
            now=timezone.now(),
            as_of=timezone.localdate(),
        ),
    )
    if not sent.done:
        return _preview(request, hospital, DEPARTMENTS, form)
    messages.success(request, f"科室导入完成：{_counted(sent.answer)}。")
    return redirect("settings-departments", hospital.code)


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def people_run(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = PeopleImportChoiceForm(request.POST, salt=PEOPLE.salt(request, hospital))
    sent = submitted(
        request,
        form,
        lambda: people_import.import_people(
            hospital=hospital,
            table=form.cleaned_data["rows"],
            good_rows_only=form.cleaned_data["mode"] == "good",
            update_known=form.cleaned_data["update_known"],
            open_accounts=form.cleaned_data["open_accounts"],
            by=signed_in(request),
            now=timezone.now(),
            as_of=timezone.localdate(),
        ),
    )
    if not sent.done:
        return _preview(request, hospital, PEOPLE, form)
    messages.success(request, f"人员导入完成：{_counted(sent.answer)}。")
    if not sent.answer.halves:
        return redirect("settings-people", hospital.code)
    return show_slips(request, hospital, sent.answer.halves, which=FIRST)


@require_GET
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def departments_template(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    return _template(DEPARTMENTS)


@require_GET
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def people_template(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    return _template(PEOPLE)


def _upload(request: HttpRequest, hospital: Hospital, kind: ImportKind) -> HttpResponse:
    form = UploadListForm(posted(request), request.FILES or None, columns=kind.columns)
    if form.is_bound and form.is_valid():
        table: Table = form.cleaned_data["table"]
        salt = kind.salt(request, hospital)
        choice = kind.choice_form(initial={"rows": packed_rows(table, salt=salt)}, salt=salt)
        return _preview(request, hospital, kind, choice, table=table)
    return page(request, "import_upload", hospital, form=form, kind=kind)


def _preview(
    request: HttpRequest,
    hospital: Hospital,
    kind: ImportKind,
    form: ImportChoiceForm,
    *,
    table: Table | None = None,
) -> HttpResponse:
    """What was found. After a refusal the rows are those that came back with the form."""
    if table is None:
        table = form.cleaned_data.get("rows")
    if table is None:
        messages.error(request, "预览已过期，请重新上传文件。")
        return redirect(f"settings-{kind.key}-import", hospital.code)
    preview = kind.check(hospital, table)
    context = {
        "kind": kind,
        "preview": preview,
        "problems": preview.problems[:MOST_SHOWN],
        "more_problems": max(0, len(preview.problems) - MOST_SHOWN),
        "shown": [_shown_line(line, kind) for line in preview.lines[:20]],
    }
    return page(request, "import_preview", hospital, form=form, **context)


def _shown_line(line: Any, kind: ImportKind) -> dict[str, Any]:
    texts = [line.row.text(column.key) for column in kind.columns]
    return {"number": line.row.number, "texts": texts, "known": line.known is not None}


def _counted(result: Any) -> str:
    words = (
        ("新增", result.created),
        ("更新", result.updated),
        ("已存在", result.existing),
        ("未导入", result.left_out),
    )
    return "，".join(f"{label} {count}" for label, count in words if count) or "没有新内容"


def _template(kind: ImportKind) -> HttpResponse:
    """A blank with the headings, and a second sheet that says what goes where."""
    book = StyledBook()
    heading = tuple(SheetColumn(column.shown_heading, column.width) for column in kind.columns)
    notes = ("带 * 的列必填；不要改动表头文字。", "填写方法见第二张表。")
    book.add_sheet(SheetLayout(kind.label, f"{kind.label}导入表", heading, notes=notes, signatures=()))
    guide = book.add_sheet(
        SheetLayout(
            "填写说明", "填写说明", (SheetColumn("列名", 16), SheetColumn("怎样填写", 80)), signatures=()
        )
    )
    for column in kind.columns:
        guide.append([column.heading, column.hint or "如实填写"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.xlsx"
        book.save(path)
        answer = HttpResponse(path.read_bytes(), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{kind.label}导入表.xlsx')}"
    return answer
