"""启动: what the launch consists of and still lacks; the plan, its files, the working group."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.forms.launch import MemberForm, PlanForm
from campaigns.models import WorkingGroupMember
from campaigns.rights import RunRight
from campaigns.selectors.launch import Launch, file_of_launch, launch_of
from campaigns.selectors.runs import run_for, run_of
from campaigns.services.launch_group import join_group, leave_group
from campaigns.services.launch_office import runs_launch
from campaigns.services.launch_plans import add_plan
from campaigns.views.launch_access import participation_for
from infrastructure.files.responses import attachment_response
from infrastructure.form_acts import pressed, submitted
from organizations.models import Department
from organizations.places import may_record
from organizations.requests import hospital_for, request_scope, signed_in

GET_AND_POST = ["GET", "POST"]


@require_GET
def current(request: HttpRequest, code: str) -> HttpResponse:
    """The launch of the run that counts today."""
    hospital, _ = hospital_for(request, code, RunRight.VIEW)
    found = run_for(hospital.pk, as_of=timezone.localdate())
    if found is None:
        return render(request, "campaigns/launch/none.html", {"hospital": hospital})
    return redirect("launch", uid=found.participation.uid)


@require_GET
def page(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.VIEW)
    today, by = timezone.localdate(), signed_in(request)
    launch = launch_of(participation, as_of=today)
    context = {
        "hospital": participation.hospital,
        "participation": participation,
        "run": run_of(participation),
        "launch": launch,
        "steps": list(_steps(launch)),
        "mine": _mine(request, launch),
        "manages": runs_launch(participation, by=by, as_of=today),
        "records": may_record(hospital_id=participation.hospital_id, by=by, as_of=today),
        "as_of": today,
    }
    return render(request, "campaigns/launch/page.html", context)


# Where the office mends a line of the checklist. Only heads can confirm: that line leads to who has not.
_PLACES = {
    "plan": ("launch-plan", "去上传"),
    "group": ("launch-member-new", "去登记"),
    "duties": ("launch-duties", "去分工"),
    "meetings": ("launch-meeting-new", "去登记"),
}


def _steps(launch: Launch) -> Iterator[dict[str, Any]]:
    for line in launch.checklist.lines:
        name, verb = _PLACES.get(line.key, ("", "看名单"))
        url = reverse(name, args=[launch.participation.uid]) if name else "#confirmations"
        yield {"line": line, "url": url, "verb": verb}


def _mine(request: HttpRequest, launch: Launch) -> tuple[Department, ...]:
    """The departments for which this reader still has to confirm: his own, and those he stands in for."""
    hospital = launch.participation.hospital_id
    held = request_scope(request, RunRight.CONFIRM_PLAN).within(hospital).departments
    return tuple(each for each in launch.unread if launch.plan and each.pk in held)


@require_http_methods(GET_AND_POST)
def plan(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    form = PlanForm(request.POST or None, request.FILES or None)
    sent = submitted(
        request,
        form,
        lambda: add_plan(
            participation=participation, values=form.values(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "实施方案已上传，请各科室负责人确认。")
        return redirect("launch", uid=uid)
    launch = launch_of(participation, as_of=timezone.localdate())
    context = {
        "hospital": participation.hospital,
        "participation": participation,
        "launch": launch,
        "form": form,
    }
    return render(request, "campaigns/launch/plan.html", context, status=sent.status)


@require_GET
def file(request: HttpRequest, uid: UUID, file: UUID) -> FileResponse:
    """Whatever stands on the page as a file: the plan, minutes, photographs, signed papers."""
    participation = participation_for(request, uid, RunRight.VIEW)
    found = file_of_launch(participation, file)
    if found is None:
        raise Http404("没有这个文件。")
    return attachment_response(found)


@require_http_methods(GET_AND_POST)
def member_new(request: HttpRequest, uid: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    today = timezone.localdate()
    form = MemberForm(
        request.POST or None, hospital=participation.hospital, as_of=today, initial={"from_on": today}
    )
    sent = submitted(
        request,
        form,
        lambda: join_group(
            participation=participation, by=signed_in(request), now=timezone.now(), **form.cleaned_data
        ),
    )
    if sent.done:
        messages.success(request, f"{sent.answer.staff.name}已加入工作组。")
        again = request.POST.get("do") == "again"
        return redirect("launch-member-new" if again else "launch", uid=uid)
    context = {"hospital": participation.hospital, "participation": participation, "form": form}
    return render(request, "campaigns/launch/member.html", context, status=sent.status)


@require_POST
def member_end(request: HttpRequest, uid: UUID, member: UUID) -> HttpResponse:
    participation = participation_for(request, uid, RunRight.MANAGE)
    rows = WorkingGroupMember.objects.select_related("participation__run", "staff")
    row = get_object_or_404(rows, participation=participation, uid=member)
    return pressed(
        request,
        lambda: leave_group(member=row, by=signed_in(request), now=timezone.now()),
        done=f"{row.staff.name}已退出工作组。",
        to=f"{reverse('launch', args=[uid])}#group",
    )
