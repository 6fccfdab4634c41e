"""The address to which links go. Only its person can name it, and only by reading what is sent there."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from infrastructure.form_acts import submitted, tried
from organizations.forms.account import EmailForm
from organizations.models import User
from organizations.requests import signed_in
from organizations.services import accounts, own_email
from organizations.views import session_steps as steps


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    if not settings.EMAIL_GOES_OUT:
        raise Http404("本单位没有设置邮件。")
    user = signed_in(request)
    form = EmailForm(request.POST or None, initial={"email": user.email})
    sent = submitted(request, form, lambda: _change(request, user, form))
    if sent.done:
        sentence = f"确认邮件已发到 {form.cleaned_data['email']}，请在 24 小时内打开其中的链接。"
        messages.success(request, sentence)
        return redirect("mine")
    return render(request, "organizations/account/email.html", {"form": form})


def _change(request: HttpRequest, user: User, form: EmailForm) -> None:
    site = request.build_absolute_uri("/").rstrip("/")
    with steps.guess(request, wrong=accounts.WrongPassword, field="password"):
        own_email.change(
            user=user,
            **form.cleaned_data,
            link=lambda token: site + reverse("email-confirm", args=[token]),
            now=timezone.now(),
        )


@require_GET
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """Opened from the mail, by the one who has logged in. Opened twice it changes nothing."""
    outcome = tried(lambda: own_email.confirm(user=signed_in(request), token=signed, now=timezone.now()))
    if outcome.refusal:
        page = {"sentence": outcome.refusal.message, "of_email": True}
        return render(request, "organizations/account/link_over.html", page, status=404)
    messages.success(request, "邮箱已确认。以后重设密码的链接可以发到这里。")
    return redirect("mine")
