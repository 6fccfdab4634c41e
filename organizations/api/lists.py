"""Departments and people from a workbook. Log-ins are opened on the page: their one-time links are secrets."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from infrastructure.errors import Invalid
from organizations.api.access import hospital_managed
from organizations.forms.imports import UploadListForm
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.rules.import_tables import ImportColumn, Table
from organizations.serializers.lists import ListAnswer, ListBody
from organizations.services import department_import, people_import


def _table(typed: Any, columns: tuple[ImportColumn, ...]) -> Table:
    form = UploadListForm({}, {"file": typed["file"]}, columns=columns)
    if not form.is_valid():
        raise Invalid({name: "".join(map(str, words)) for name, words in form.errors.items()})
    table: Table = form.cleaned_data["table"]
    return table


def _told(preview: Any, result: Any) -> Response:
    counts = {name: getattr(result, name, 0) for name in ("created", "updated", "existing")}
    found = {"rows": len(preview.lines), "bad_rows": preview.bad_rows, "problems": preview.problems}
    return Response(ListAnswer(found | counts).data)


class DepartmentList(ApiView):
    @operation(
        "department_import",
        "从工作簿导入科室；mode 为 check 时只检查",
        tag="机构与科室",
        body={"multipart/form-data": ListBody},
        answer=ListAnswer,
        problems=(404, 413),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_DEPARTMENTS)
        typed: Any = self.typed(request, ListBody)
        table = _table(typed, department_import.COLUMNS)
        preview = department_import.check(hospital=hospital, table=table)
        if typed["mode"] == "check":
            return _told(preview, None)
        result = department_import.import_departments(
            hospital=hospital,
            table=table,
            good_rows_only=typed["mode"] == "good",
            update_known=typed["update_known"],
            by=signed_in(request),
            now=self.now,
            as_of=self.today,
        )
        return _told(preview, result)


class PeopleList(ApiView):
    @operation(
        "staff_import",
        "从工作簿导入人员；mode 为 check 时只检查",
        tag="人员",
        body={"multipart/form-data": ListBody},
        answer=ListAnswer,
        problems=(404, 413),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_PEOPLE)
        typed: Any = self.typed(request, ListBody)
        table = _table(typed, people_import.COLUMNS)
        preview = people_import.check(hospital=hospital, table=table, as_of=self.today)
        if typed["mode"] == "check":
            return _told(preview, None)
        result = people_import.import_people(
            hospital=hospital,
            table=table,
            good_rows_only=typed["mode"] == "good",
            update_known=typed["update_known"],
            open_accounts=False,
            by=signed_in(request),
            now=self.now,
            as_of=self.today,
        )
        return _told(preview, result)
