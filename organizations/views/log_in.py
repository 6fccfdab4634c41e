"""Coming in, going out, changing the user at a shared computer."""

from __future__ import annotations

import math
from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from infrastructure.api.problems import Problem, plain_answer
from infrastructure.errors import Refusal
from infrastructure.models.access import AccessKind
from organizations.access_selectors import find_log_in, hospital_by_code, hospitals_to_choose
from organizations.addresses import client_address
from organizations.forms.account import CodeForm, LogInForm
from organizations.models import Hospital, User
from organizations.services import access_log, second_factor
from organizations.views import session_steps as steps


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """User name or 工号 and password; the hospital is asked for when a number could mean several people."""
    if request.user.is_authenticated:
        return redirect(steps.safe_next(request))
    hospitals = hospitals_to_choose(timezone.localdate())
    form = LogInForm(request.POST or None, hospitals=hospitals)
    if request.method == "POST" and form.is_valid():
        answer = _try(request, form)
        if answer is not None:
            return answer
    return render(request, "organizations/account/log_in.html", _log_in_page(request, form, hospitals))


def _try(request: HttpRequest, form: LogInForm) -> HttpResponse | None:
    typed, code = form.cleaned_data["username"], form.hospital_code
    user = authenticate(request, username=typed, password=form.cleaned_data["password"], hospital=code)
    if user is None:
        if not request.axes_locked_out:  # type: ignore[attr-defined]
            hospital = form.cleaned_data["hospital"]
            aimed_at = find_log_in(login=typed, hospital_code=code, as_of=timezone.localdate())
            steps.note_failure(
                request,
                user=aimed_at,
                typed=typed,
                hospital_id=hospital and hospital.pk,
                now=timezone.now(),
            )
        form.refuse()
        return None
    assert isinstance(user, User)
    now, next_path = timezone.now(), steps.safe_next(request)
    if second_factor.device_of(user) is None:
        return steps.come_in(request, user, typed=typed, next_path=next_path, now=now)
    steps.begin_second_step(request, user, typed=typed, next_path=next_path, now=now)
    return redirect("second-step")


def _log_in_page(request: HttpRequest, form: LogInForm, hospitals: QuerySet[Hospital]) -> dict[str, Any]:
    remembered = request.COOKIES.get(steps.WORKPLACE, "")
    posted = form.data.get("hospital", "") if form.is_bound else remembered
    choosing = "choose" in request.GET or posted != remembered or not remembered
    workplace = None if choosing else hospital_by_code(remembered)
    several = hospitals[:2].count() > 1
    return {
        "form": form,
        "workplace": workplace if several else None,
        "asks_hospital": several and workplace is None and (form.is_bound or "choose" in request.GET),
        "next": steps.safe_next(request, fallback=""),
        "was_idle": "idle" in request.GET,
    }


@login_not_required
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the phone, within five minutes of the password."""
    waiting = steps.waiting_for_second_step(request, now=timezone.now())
    if waiting is None:
        messages.info(request, "请先输入用户名和密码。")
        return redirect("log-in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            device = second_factor.verify(user=waiting.user, code=form.cleaned_data["code"])
        except Refusal as refusal:
            steps.note_failure(request, user=waiting.user, typed=waiting.typed, now=timezone.now())
            form.refuse(refusal)
        else:
            return steps.come_in(
                request,
                waiting.user,
                typed=waiting.typed,
                next_path=waiting.next_path,
                now=timezone.now(),
                device=device,
            )
    return render(request, "organizations/account/second_step.html", {"form": form, "account": waiting.user})


@login_not_required
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    steps.go_out(request, kind=AccessKind.LOGGED_OUT, now=timezone.now())
    messages.success(request, "您已退出登录。")
    return redirect("log-in")


@login_not_required
@require_POST
def switch_user(request: HttpRequest) -> HttpResponse:
    """One click at a shared computer: out, and the next one's log-in at the same workplace."""
    response = redirect("log-in")
    if request.user.is_authenticated:
        steps.remember_workplace(response, request.user)
        steps.go_out(request, kind=AccessKind.SWITCHED, now=timezone.now())
    return response


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict[str, Any]) -> HttpResponse:
    """Called by axes in place of the answer: a calm page that says when to try again."""
    now, address = timezone.now(), client_address(request)
    typed = str(credentials.get("username", ""))
    access_log.log(kind=AccessKind.LOCKED_OUT, now=now, login=typed, address=address)
    until = steps.locked_until(typed=typed, address=address, now=now)
    minutes = max(1, math.ceil((until - now).total_seconds() / 60))
    if request.path.startswith("/api/"):
        sentence = f"尝试次数过多，请在 {timezone.localtime(until):%H:%M} 之后再试。"
        return plain_answer(Problem(429, sentence, headers={"Retry-After": str(minutes * 60)}))
    page = render(
        request,
        "organizations/account/locked_out.html",
        {"until": timezone.localtime(until), "minutes": minutes},
        status=429,
    )
    page["Retry-After"] = str(minutes * 60)
    return page
