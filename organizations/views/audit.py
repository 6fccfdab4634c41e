"""Who did what, and who came in. For the audit administrator alone."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from infrastructure import retention
from infrastructure.audit import known_actions
from infrastructure.models import AccessKind
from infrastructure.presentation.filters import filter_chip
from organizations import audit_selectors as selectors
from organizations.addresses import client_address
from organizations.forms.audit import ExportForm, LogFilterForm
from organizations.models import Hospital
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.services import access_log
from organizations.views.settings_page import page, settings_page

RUNS_A_PAGE = 50


def _audit_kinds() -> list[tuple[str, str]]:
    return list(known_actions().items())


def _access_kinds() -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in AccessKind.choices]


@require_GET
@settings_page(OrganizationRight.VIEW_AUDIT)
def audit_log(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = LogFilterForm(request.GET, kinds=_audit_kinds())
    wanted = form.filter()
    log = selectors.one_page(
        selectors.audit_entries(hospital, wanted), before=form.cleaned_data.get("before")
    )
    rows = [selectors.audit_row(entry) for entry in log.rows]
    return page(
        request,
        "audit",
        hospital,
        form=form,
        log=log,
        rows=rows,
        **_controls(request, hospital, wanted, "操作", _audit_kinds(), "settings-audit-export"),
    )


@require_GET
@settings_page(OrganizationRight.VIEW_AUDIT)
def access_page(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = LogFilterForm(request.GET, kinds=_access_kinds())
    wanted = form.filter()
    log = selectors.one_page(
        selectors.access_entries(hospital, wanted), before=form.cleaned_data.get("before")
    )
    return page(
        request,
        "access",
        hospital,
        form=form,
        log=log,
        **_controls(request, hospital, wanted, "事项", _access_kinds(), "settings-access-export"),
    )


@require_GET
@settings_page(OrganizationRight.VIEW_AUDIT)
def retention_page(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """How long each kind of log is kept, and what has been removed."""
    labels = {kind.code: kind.label for kind in retention.kinds()}
    rows = Paginator(selectors.retention_runs(hospital), RUNS_A_PAGE).get_page(request.GET.get("page"))
    for row in rows:
        row.label = labels.get(row.kind, row.kind)  # type: ignore[attr-defined]
        row.before_on = timezone.localdate(row.cut_off)  # type: ignore[attr-defined]
    return page(request, "retention", hospital, kinds=retention.kinds(), rows=rows)


@require_POST
@settings_page(OrganizationRight.VIEW_AUDIT)
def audit_export(request: HttpRequest, hospital: Hospital) -> HttpResponseBase:
    wanted = LogFilterForm(request.GET, kinds=_audit_kinds()).filter()
    return _export(request, hospital, wanted, name="操作记录", back_to="settings-audit")


@require_POST
@settings_page(OrganizationRight.VIEW_AUDIT)
def access_export(request: HttpRequest, hospital: Hospital) -> HttpResponseBase:
    wanted = LogFilterForm(request.GET, kinds=_access_kinds()).filter()
    return _export(request, hospital, wanted, name="访问日志", back_to="settings-access")


def _controls(
    request: HttpRequest,
    hospital: Hospital,
    wanted: selectors.LogFilter,
    label: str,
    kinds: list[tuple[str, str]],
    export: str,
) -> dict[str, object]:
    """Chips, and the address that exports what is filtered. A filter that cannot be read is no 400 of the page."""
    options = [(value, words, None) for value, words in kinds]
    return {
        "chips": [filter_chip(name="kind", label=label, options=options, chosen=wanted.kinds)],
        "chosen_kinds": wanted.kinds,
        "export_url": f"{reverse(export, args=[hospital.code])}?{request.GET.urlencode()}",
        "status": 200,
    }


def _export(
    request: HttpRequest, hospital: Hospital, wanted: selectors.LogFilter, *, name: str, back_to: str
) -> HttpResponseBase:
    """Names of people leave the house: a reason is asked for and kept (DESIGN §8)."""
    form = ExportForm(request.POST)
    if not form.is_valid():
        messages.error(
            request, "；".join(words for errors in form.errors.values() for words in map(str, errors))
        )
        return redirect(back_to, hospital.code)
    now = timezone.now()
    access_log.log(
        kind=AccessKind.EXPORTED,
        now=now,
        user=signed_in(request),
        hospital_id=hospital.pk,
        address=client_address(request),
        detail=f"导出{name}：{form.cleaned_data['reason']}",
    )
    read, write = selectors.LINES[name]
    answer = StreamingHttpResponse(write(read(hospital, wanted)), content_type="text/csv; charset=utf-8")
    file_name = quote(f"{hospital.name}{name}{timezone.localdate(now):%Y%m%d}.csv")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    return answer
