"""Coming in, going out, changing the user at a shared computer."""

from __future__ import annotations

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

from infrastructure.errors import Refusal
from infrastructure.form_acts import submitted
from infrastructure.models.access import AccessKind
from organizations.access_selectors import find_log_in, hospital_by_code, hospitals_to_choose
from organizations.forms.account import CodeForm, LogInForm
from organizations.models import Hospital, User
from organizations.services import second_factor, throttle
from organizations.services.throttle import TooManyTries
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
    sent = submitted(request, form, lambda: _try(request, form))
    if isinstance(sent.refusal, TooManyTries):
        return locked_out(request, sent.refusal)
    if sent.done:
        return sent.answer
    return render(request, "organizations/account/log_in.html", _log_in_page(request, form, hospitals))


def _try(request: HttpRequest, form: LogInForm) -> HttpResponse:
    typed, code, now = form.cleaned_data["username"], form.hospital_code, timezone.now()
    aimed_at = find_log_in(login=typed, hospital_code=code, as_of=timezone.localdate(now))
    attempt = steps.begin_attempt(
        request, user=aimed_at, typed=typed, hospital=form.cleaned_data["hospital"], now=now
    )
    user = authenticate(request, username=typed, password=form.cleaned_data["password"], hospital=code)
    if not isinstance(user, User):
        steps.note_failure(request, attempt, now=now)
        raise Refusal(form.refused)
    throttle.was_right(attempt.counted)
    next_path = steps.safe_next(request)
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
    sent = submitted(request, form, lambda: _second_try(request, waiting, form))
    if isinstance(sent.refusal, TooManyTries):
        return locked_out(request, sent.refusal)
    if sent.done:
        return sent.answer
    return render(request, "organizations/account/second_step.html", {"form": form, "account": waiting.user})


def _second_try(request: HttpRequest, waiting: steps.Waiting, form: CodeForm) -> HttpResponse:
    now = timezone.now()
    attempt = steps.begin_attempt(request, user=waiting.user, typed=waiting.typed, now=now)
    try:
        device = second_factor.verify(user=waiting.user, code=form.cleaned_data["code"])
    except Refusal:
        steps.note_failure(request, attempt, now=now)
        raise
    return steps.come_in(
        request, waiting.user, typed=waiting.typed, next_path=waiting.next_path, now=now, device=device
    )


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


def locked_out(request: HttpRequest, refusal: TooManyTries) -> HttpResponse:
    """A calm page that says when to try again."""
    page = render(
        request,
        "organizations/account/locked_out.html",
        {"until": timezone.localtime(refusal.until), "minutes": refusal.minutes},
        status=refusal.status,
    )
    page["Retry-After"] = str(refusal.retry_after)
    return page
