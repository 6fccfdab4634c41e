"""工作台 and 待办 of one hospital."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hospital_qs.workbench.selectors import read_workbench
from inspections.rights import SheetRight
from organizations.models import Hospital
from organizations.requests import request_grants, signed_in
from organizations.rights import description_of
from organizations.roles import SEPARATED_ROLES, Role
from organizations.scope import Grants
from rectification.rights import FindingRight
from rectification.selectors import todo
from rectification.views.on_the_spot import MOST_AT_ONCE

PAGE_SIZE = 30
_BUSINESS = (FindingRight.VIEW, FindingRight.SEE_BOARD, SheetRight.VIEW)


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
    able = {action for action in _BUSINESS if grants.scope(action).within(hospital.pk)}
    if not able:
        return _without_business(request, hospital, grants)
    today = timezone.localdate()
    page = read_workbench(user=signed_in(request), grants=grants, hospital=hospital, as_of=today)
    may_create = bool(grants.scope(FindingRight.CREATE).within(hospital.pk))
    context = {"hospital": hospital, "page": page, "may_create": may_create, "as_of": today}
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
    waiting = todo.waiting_for(user=signed_in(request), grants=grants, hospital_id=hospital.pk)
    accept, due = bool(request.GET.get("accept")), request.GET.get("due", "")
    rows = waiting.narrowed(accept=accept, due=due, as_of=today)
    page = Paginator(todo.due_order(rows), PAGE_SIZE).get_page(request.GET.get("page"))
    filtered = bool(due or accept)
    asked = todo.extensions_to_decide(user=signed_in(request), grants=grants, hospital_id=hospital.pk)
    extensions = [] if filtered else asked
    context = {
        "hospital": hospital,
        "page": page,
        "todos": [todo.as_todo(finding) for finding in page.object_list],
        "extensions": extensions if page.number == 1 else [],
        "total": page.paginator.count + len(extensions),
        "bulk": todo.todos(waiting.accept.filter(on_the_spot=True), limit=MOST_AT_ONCE),
        "filtered": filtered,
        "as_of": today,
    }
    return render(request, "workbench/todo.html", context)
