"""“我的”: what a log-in may do, its password, second factor and API tokens."""

from __future__ import annotations

import uuid

import segno
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from infrastructure.errors import Refusal
from infrastructure.form_acts import pressed, submitted
from organizations.access_selectors import last_log_ins, memberships_of
from organizations.forms.account import ChangePasswordForm, CodeForm, TokenForm
from organizations.models import AccountReset, User
from organizations.requests import signed_in
from organizations.reset_selectors import done_by_others, open_resets_of
from organizations.services import account_resets, accounts, api_tokens, second_factor
from organizations.views import session_steps as steps

GET_AND_POST = ["GET", "POST"]


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    page = {
        "memberships": memberships_of(signed_in(request), as_of=timezone.localdate()),
        "log_ins": last_log_ins(signed_in(request)),
        "resets": open_resets_of(signed_in(request)),
        "told": done_by_others(signed_in(request)),
        "mail_goes_out": settings.EMAIL_GOES_OUT,
        "has_second_factor": second_factor.device_of(signed_in(request)) is not None,
    }
    return render(request, "organizations/account/mine.html", page)


@require_GET
def alive(request: HttpRequest) -> HttpResponse:
    """Whose session this is, and its token: asked by 继续使用 and by a page that saves after a log-in elsewhere."""
    return JsonResponse({"owner": str(signed_in(request).uid), "token": get_token(request)})


@sensitive_post_parameters()
@require_http_methods(GET_AND_POST)
def password(request: HttpRequest) -> HttpResponse:
    """One's own password. After an initial one nothing else opens before this is done."""
    form = ChangePasswordForm(request.POST or None)
    sent = submitted(request, form, lambda: _change_password(request, form.cleaned_data))
    if sent.done:
        update_session_auth_hash(request, sent.answer)
        messages.success(request, "密码已修改，其他设备上的登录已退出。")
        return redirect(steps.safe_next(request))
    page = {"form": form, "next": steps.safe_next(request, fallback="")}
    template = "first_password" if signed_in(request).must_change_password else "password"
    return render(request, f"organizations/account/{template}.html", page)


@sensitive_variables("typed")
def _change_password(request: HttpRequest, typed: dict[str, str]) -> User:
    """Whoever finds an open session may guess at the password no more often than at the log-in."""
    with steps.guess(request, wrong=accounts.WrongPassword, field="old"):
        return accounts.change_own_password(
            user=signed_in(request), old=typed["old"], new=typed["new"], now=timezone.now()
        )


@require_POST
def end_reset(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The person says: I have not asked for this."""
    reset = get_object_or_404(AccountReset, uid=uid, user=signed_in(request))
    account_resets.end(reset=reset, by=signed_in(request), now=timezone.now(), reason="本人没有要求")
    messages.success(request, "已撤回，发出的密封条和链接都已失效。请告诉本单位的安全管理员。")
    return redirect("mine")


@require_http_methods(GET_AND_POST)
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Turn the second factor on (begin, scan, first code) or, with a code, off."""
    device, waiting = (
        second_factor.device_of(signed_in(request)),
        second_factor.waiting_device(signed_in(request)),
    )
    form = CodeForm(request.POST if request.method == "POST" and "code" in request.POST else None)
    again = reverse("second-factor")
    if request.method == "POST" and request.POST.get("act") == "begin":
        return pressed(request, lambda: second_factor.begin(user=signed_in(request)), to=again)
    sent = submitted(request, form, lambda: _change_second_factor(request, form.cleaned_data["code"]))
    if sent.done:
        messages.success(request, sent.answer)
        return redirect(again)
    page = {"form": form, "device": device, "waiting": waiting}
    if waiting is not None and device is None:
        page |= {"picture": _qr_picture(waiting.config_url), "secret": _secret_in_groups(waiting.config_url)}
    return render(request, "organizations/account/second_factor.html", page)


def _change_second_factor(request: HttpRequest, code: str) -> str:
    """Off or, with the first code, on. What the page then says."""
    user, now = signed_in(request), timezone.now()
    if request.POST.get("act") == "off":
        with steps.guess(request, wrong=Refusal, field="code"):
            second_factor.remove(user=user, now=now, code=code)
        return "两步验证已关闭。"
    steps.remember_device(request, second_factor.confirm(user=user, code=code, now=now))
    return "两步验证已启用，下次登录时会要求输入动态口令。"


def _qr_picture(address: str) -> str:
    """A data: address, which the CSP allows for pictures; nothing is sent anywhere."""
    return str(segno.make(address, error="m").svg_data_uri(scale=5, border=2))


def _secret_in_groups(address: str) -> str:
    secret = address.partition("secret=")[2].partition("&")[0]
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


@sensitive_variables("new")
@require_http_methods(GET_AND_POST)
def tokens(request: HttpRequest) -> HttpResponse:
    """API tokens. The new one is in the answer to its making and nowhere else, so that answer is no redirect."""
    form, new = TokenForm(request.POST or None), None
    sent = submitted(
        request,
        form,
        lambda: api_tokens.create(
            user=signed_in(request), days=form.cleaned_data["days"], now=timezone.now()
        ),
    )
    if sent.done:
        form, new = TokenForm(), sent.answer
    rows = api_tokens.tokens_of(signed_in(request), now=timezone.now())
    return render(request, "organizations/account/tokens.html", {"form": form, "new": new, "tokens": rows})


@require_POST
def revoke_token(request: HttpRequest, key: str) -> HttpResponse:
    if not api_tokens.revoke(user=signed_in(request), key=key, now=timezone.now()):
        raise Http404("没有这个令牌，可能已经撤销。")
    messages.success(request, "令牌已撤销，使用它的程序不能再访问。")
    return redirect("tokens")
