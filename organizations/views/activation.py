"""Setting the password with a sealed slip or a mailed link. No log-in is needed: that is what it is for."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from infrastructure.errors import Refusal
from infrastructure.form_acts import submitted
from organizations.access_selectors import find_log_in, hospitals_to_choose
from organizations.forms.account import NewPasswordForm
from organizations.forms.activation import SlipForm
from organizations.models import AccountReset
from organizations.reset_selectors import reset_to_use
from organizations.services import account_resets, throttle
from organizations.services.account_resets import CODE_IS_OVER
from organizations.services.throttle import TooManyTries
from organizations.views import session_steps as steps
from organizations.views.log_in import locked_out


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def with_slip(request: HttpRequest) -> HttpResponse:
    """Name or 工号 and both halves. Whoever has no slip learns nothing here, not even who has one."""
    form = SlipForm(request.POST or None, hospitals=hospitals_to_choose(timezone.localdate()))
    sent = submitted(request, form, lambda: _use_slip(request, form))
    if isinstance(sent.refusal, TooManyTries):
        return locked_out(request, sent.refusal)
    if sent.done:
        return _done(request)
    return render(request, "organizations/account/activate_slip.html", {"form": form})


@sensitive_variables("typed")
def _use_slip(request: HttpRequest, form: SlipForm) -> None:
    typed, now = form.cleaned_data, timezone.now()
    code = typed["hospital"].code if typed["hospital"] else ""
    user = find_log_in(login=typed["username"], hospital_code=code, as_of=timezone.localdate(now))
    # Counted apart from the log-in: wrong codes shut nobody out of an account that works.
    account = "slip " + throttle.account_key(user, typed=typed["username"], hospital_code=code)
    source = steps.source_of(request, None)
    tried = throttle.begin_try(account=account, source=source, now=now)
    halves = {"first": typed["first"], "second": typed["second"]}
    reset = reset_to_use(user)
    if reset is None or not account_resets.usable(reset=reset, **halves, now=now):
        raise Refusal(CODE_IS_OVER)
    throttle.was_right(tried)
    account_resets.activate(reset=reset, **halves, password=typed["new"], now=now)
    throttle.forgive(account=account, source=source)


@login_not_required
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def with_link(request: HttpRequest, uid: uuid.UUID, token: str) -> HttpResponse:
    """A mailed link, or the whole code of the server's operator."""
    reset = AccountReset.objects.filter(uid=uid).select_related("user__hospital", "user__staff").first()
    now = timezone.now()
    if reset is None or not account_resets.usable(reset=reset, first="", second=token, now=now):
        return render(request, "organizations/account/link_over.html", {"sentence": CODE_IS_OVER}, status=404)
    form = NewPasswordForm(request.POST or None)
    sent = submitted(
        request,
        form,
        lambda: account_resets.activate(
            reset=reset, first="", second=token, password=form.cleaned_data["new"], now=now
        ),
    )
    if sent.done:
        return _done(request)
    page = {"form": form, "account": reset.user}
    return render(request, "organizations/account/activate.html", page)


def _done(request: HttpRequest) -> HttpResponse:
    messages.success(request, "密码已设置，请登录。")
    return redirect("log-in")
