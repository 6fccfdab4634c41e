"""Opening an account again: what one administrator asks, another agrees to, with a half of the slip for each."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from infrastructure.form_acts import pressed, submitted, tried
from organizations.forms.resets import ResetForm, chosen_uids
from organizations.models import Hospital, User
from organizations.requests import signed_in
from organizations.reset_selectors import may_ask, offices_of, reset_page, resets_of
from organizations.rights import OrganizationRight
from organizations.services import account_resets
from organizations.services.account_resets import Half
from organizations.views.settings_page import may, page, posted, settings_page
from organizations.views.slips import FIRST, SECOND, show_slips


@require_GET
@settings_page(OrganizationRight.RESET_ACCOUNTS)
def reset_list(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    return _list(request, hospital)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.RESET_ACCOUNTS)
def reset_ask(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    account = _account(hospital, uid)
    offices = offices_of(hospital.pk, as_of=timezone.localdate())
    if not may_ask(offices, by=signed_in(request), user=account):
        raise PermissionDenied("这个账号由另外的管理员申请，您可以在“账号重置”里同意。")
    form = ResetForm(posted(request), account=account)
    sent = submitted(
        request,
        form,
        lambda: account_resets.ask(user=account, by=signed_in(request), now=timezone.now(), **form.typed),
    )
    if not sent.done:
        sees_people = may(request, hospital, OrganizationRight.MANAGE_PEOPLE)
        return page(request, "reset_ask", hospital, form=form, account=account, sees_people=sees_people)
    if sent.answer.code:
        return show_slips(request, hospital, sent.answers, which=FIRST)
    messages.success(request, f"已为{account.display_name}申请，等另一位管理员同意。")
    return redirect("settings-resets", hospital.code)


@require_POST
@settings_page(OrganizationRight.RESET_ACCOUNTS)
def reset_agree(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """One or several at once; each stands for itself."""
    chosen = (
        resets_of(hospital)
        .filter(uid__in=chosen_uids(request.POST.getlist("uid")))
        .order_by("asked_at", "pk")
    )
    if not chosen:
        messages.info(request, "没有办理任何申请，请先勾选。")
        return redirect("settings-resets", hospital.code)
    halves: list[Half] = []
    site, by, status = request.build_absolute_uri("/").rstrip("/"), signed_in(request), 200
    for reset in chosen:
        outcome = tried(partial(account_resets.agree, reset=reset, by=by, now=timezone.now(), site=site))
        halves += outcome.answers
        if outcome.refusal:
            status = status if status != 200 else outcome.status
            messages.error(request, f"{reset.user.display_name}：{outcome.refusal.message}")
    _tell(request, [half for half in halves if not half.code])
    slips = [half for half in halves if half.code]
    if slips:
        return show_slips(request, hospital, slips, which=SECOND)
    if halves:
        return redirect("settings-resets", hospital.code)
    return _list(request, hospital, status=status)


@require_POST
@settings_page(OrganizationRight.RESET_ACCOUNTS)
def reset_end(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    reset = get_object_or_404(resets_of(hospital), uid=uid)
    reason = request.POST.get("reason", "")
    return pressed(
        request,
        lambda: account_resets.end(reset=reset, by=signed_in(request), now=timezone.now(), reason=reason),
        done=f"{reset.user.display_name}的申请已结束，发出的密封条和链接都已失效。",
        to=reverse("settings-resets", args=[hospital.code]),
    )


def _list(request: HttpRequest, hospital: Hospital, *, status: int = 200) -> HttpResponse:
    rows = reset_page(hospital, by=signed_in(request), as_of=timezone.localdate())
    return page(request, "resets", hospital, rows=rows, status=status)


def _tell(request: HttpRequest, halves: list[Half]) -> None:
    for half in halves:
        done = "链接已发到本人邮箱" if half.reset.mail_to else "两步验证已关闭"
        messages.success(request, f"{half.reset.user.display_name}：{done}。")


def _account(hospital: Hospital, uid: uuid.UUID) -> User:
    """A log-in of this hospital; those above it are not found here."""
    rows = User.objects.filter(hospital=hospital).select_related("staff__hospital", "hospital")
    user: User = get_object_or_404(rows, uid=uid)
    return user
