"""Who did what, and who came in. For the audit administrator alone."""

from __future__ import annotations

from datetime import datetime

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.pages import PARAMETERS, page_of, paged
from infrastructure.api.views import ApiView
from infrastructure.audit import known_actions
from infrastructure.errors import Invalid
from infrastructure.models.access import AccessKind
from organizations.addresses import client_address
from organizations.api.access import hospital_managed
from organizations.audit_selectors import LogFilter, access_entries, audit_entries
from organizations.forms.audit import ExportForm, LogFilterForm
from organizations.models import Hospital
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.serializers.logs import AccessRow, AuditRow
from organizations.services import access_log

TAG = "日志"
FILTERS = [
    *PARAMETERS,
    OpenApiParameter("q", str, description="人员或对象。"),
    OpenApiParameter("kind", str, many=True, description="操作或事项的代码，可重复。"),
    OpenApiParameter("from_on", str, description="从这一天起，例如 2026-11-21。"),
    OpenApiParameter("to_on", str, description="到这一天止。"),
    OpenApiParameter("reason", str, required=True, description="读取的原因，记入访问日志，最多 200 个字。"),
]


def _note_reading(request: Request, hospital: Hospital, what: str, now: datetime) -> None:
    """As on the page: names of people leave the house, so a reason is asked for and kept (DESIGN §8)."""
    form = ExportForm(request.query_params)
    if not form.is_valid():
        raise Invalid({"reason": "".join(map(str, form.errors["reason"]))})
    access_log.log(
        kind=AccessKind.EXPORTED,
        now=now,
        user=signed_in(request),
        hospital_id=hospital.pk,
        address=client_address(request._request),
        detail=f"经接口读取{what}：{form.cleaned_data['reason']}",
    )


def _filter(request: Request, kinds: list[tuple[str, str]]) -> LogFilter:
    form = LogFilterForm(request.query_params, kinds=kinds)
    wanted = form.filter()
    if form.errors:
        raise Invalid({name: "".join(map(str, words)) for name, words in form.errors.items()})
    return wanted


class AuditEntries(ApiView):
    @operation(
        "audit_list",
        "操作记录，新的在前",
        tag=TAG,
        parameters=FILTERS,
        answer=page_of(AuditRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.VIEW_AUDIT)
        wanted = _filter(request, list(known_actions().items()))
        _note_reading(request, hospital, "操作记录", self.now)
        rows = audit_entries(hospital, wanted)
        return paged(request, rows, lambda found: AuditRow(found, many=True).data)


class AccessEntries(ApiView):
    @operation(
        "access_list",
        "访问日志，新的在前",
        tag=TAG,
        parameters=FILTERS,
        answer=page_of(AccessRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.VIEW_AUDIT)
        kinds = [(value, str(label)) for value, label in AccessKind.choices]
        wanted = _filter(request, kinds)
        _note_reading(request, hospital, "访问日志", self.now)
        rows = access_entries(hospital, wanted)
        return paged(request, rows, lambda found: AccessRow(found, many=True).data)
