"""工作台 and 待办 of one hospital."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hospital_qs.navigation import quick_offers
from hospital_qs.workbench.selectors import Waiting, read_workbench
from organizations.frame_registry import working_rights
from organizations.models import Hospital
from organizations.requests import request_grants, signed_in
from organizations.rights import Right, description_of
from organizations.roles import SEPARATED_ROLES, Role
from organizations.scope import Grants
from organizations.workbench_registry import Asker

PAGE_SIZE = 30


def _here(request: HttpRequest, code: str) -> tuple[Hospital, Grants]:
    """A hospital where the user holds any role. The workbench is the first page, so it is a 403 for nobody there."""
    grants = request_grants(request)
    hospital = Hospital.objects.filter(code=code, pk__in=grants.hospital_ids).first()
    if hospital is None:
        raise Http404("没有这个页面，或您无权查看。")
    request.hospital = hospital  # type: ignore[attr-defined]  # read by the page frame
    return hospital, grants


@require_GET
def workbench(request: HttpRequest, code: str) -> HttpResponse:
    hospital, grants = _here(request, code)

    def able(right: Right) -> bool:
        return bool(grants.scope(right).within(hospital.pk))

    if not any(able(right) for right in working_rights()):
        return _without_business(request, hospital, grants)
    today = timezone.localdate()
    page = read_workbench(Asker(signed_in(request), grants, hospital, today))
    context = {"hospital": hospital, "page": page, "quick": quick_offers(able), "as_of": today}
    return render(request, "workbench/workbench.html", context)


def _without_business(request: HttpRequest, hospital: Hospital, grants: Grants) -> HttpResponse:
    """Administrators work in the settings; whoever has nothing to do here yet is told what will come."""
    held = {grant.role for grant in grants.grants if grant.hospital_id == hospital.pk}
    if held & set(SEPARATED_ROLES):
        return redirect("settings-overview", code=hospital.code)
    roles = [{"label": role.label, "description": description_of(role)} for role in Role if role in held]
    return render(request, "workbench/plain.html", {"hospital": hospital, "roles": roles})


@require_GET
def todo_list(request: HttpRequest, code: str) -> HttpResponse:
    hospital, grants = _here(request, code)
    today = timezone.localdate()
    waiting = Waiting(Asker(signed_in(request), grants, hospital, today), request.GET)
    page = Paginator(waiting, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "hospital": hospital,
        "page": page,
        "lines": page.object_list,
        "total": page.paginator.count,
        "panels": [panel for desk in waiting.desks for panel in desk.panels()],
        "filtered": bool(waiting.words),
        "as_of": today,
    }
    return render(request, "workbench/todo.html", context)
