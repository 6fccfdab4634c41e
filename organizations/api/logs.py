"""Who did what, and who came in. For the audit administrator alone."""

from __future__ import annotations

from datetime import datetime

from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.pages import page_of, paged
from infrastructure.api.views import ApiView, asked
from infrastructure.models.access import AccessKind
from organizations.addresses import client_address
from organizations.api.access import hospital_managed
from organizations.audit_selectors import LogFilter, access_entries, audit_entries
from organizations.models import Hospital
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.serializers.logs import AccessQuery, AccessRow, AuditQuery, AuditRow
from organizations.services import access_log

TAG = "日志"


def _note_reading(request: Request, hospital: Hospital, what: str, now: datetime) -> None:
    """As on the page: names of people leave the house, so a reason is asked for and kept (DESIGN §8)."""
    access_log.log(
        kind=AccessKind.EXPORTED,
        now=now,
        user=signed_in(request),
        hospital_id=hospital.pk,
        address=client_address(request._request),
        detail=f"经接口读取{what}：{asked(request)['reason']}",
    )


def _filter(request: Request) -> LogFilter:
    wanted = asked(request)
    return LogFilter(
        words=wanted["q"], kinds=tuple(wanted["kind"]), from_on=wanted["from_on"], to_on=wanted["to_on"]
    )


class AuditEntries(ApiView):
    @operation(
        "audit_list",
        "操作记录，新的在前",
        tag=TAG,
        query=AuditQuery,
        answer=page_of(AuditRow),
        problems=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.VIEW_AUDIT)
        _note_reading(request, hospital, "操作记录", self.now)
        rows = audit_entries(hospital, _filter(request))
        return paged(request, rows, lambda found: AuditRow(found, many=True).data)


class AccessEntries(ApiView):
    @operation(
        "access_list",
        "访问日志，新的在前",
        tag=TAG,
        query=AccessQuery,
        answer=page_of(AccessRow),
        problems=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.VIEW_AUDIT)
        _note_reading(request, hospital, "访问日志", self.now)
        rows = access_entries(hospital, _filter(request))
        return paged(request, rows, lambda found: AccessRow(found, many=True).data)
