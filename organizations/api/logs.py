"""Who did what, and who came in. For the audit administrator alone."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.pages import PARAMETERS, page_of, paged
from infrastructure.api.views import ApiView
from infrastructure.audit import known_actions
from infrastructure.errors import Invalid
from infrastructure.models.access import AccessKind
from organizations.api.access import hospital_managed
from organizations.audit_selectors import LogFilter, access_entries, audit_entries
from organizations.forms.audit import LogFilterForm
from organizations.rights import OrganizationRight
from organizations.serializers.logs import AccessRow, AuditRow

TAG = "日志"
FILTERS = [
    *PARAMETERS,
    OpenApiParameter("q", str, description="人员或对象。"),
    OpenApiParameter("kind", str, many=True, description="操作或事项的代码，可重复。"),
    OpenApiParameter("from_on", str, description="从这一天起，例如 2026-11-21。"),
    OpenApiParameter("to_on", str, description="到这一天止。"),
]


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
        rows = audit_entries(hospital, _filter(request, list(known_actions().items())))
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
        rows = access_entries(hospital, _filter(request, kinds))
        return paged(request, rows, lambda found: AccessRow(found, many=True).data)
