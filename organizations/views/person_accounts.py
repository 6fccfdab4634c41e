"""The log-in of a person: opened, closed, opened again."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from infrastructure.form_acts import pressed, submitted
from organizations.forms.people import AccountForm
from organizations.models import Hospital, StaffMember, User
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.services import accounts, person_accounts
from organizations.views.settings_page import page, posted, settings_page
from organizations.views.slips import FIRST, show_slips


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_open(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    rows = StaffMember.objects.filter(hospital=hospital).select_related("hospital")
    person = get_object_or_404(rows, uid=uid)
    suggested = {"username": person_accounts.suggested_username(person)}
    form = AccountForm(posted(request), initial=suggested)
    sent = submitted(
        request,
        form,
        lambda: person_accounts.open_account(
            person=person, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        return show_slips(request, hospital, sent.answers, which=FIRST, back_to=person)
    return page(request, "account_open", hospital, form=form, person=person)


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_close(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    user = _account(hospital, uid)
    reason = request.POST.get("reason", "")
    return _act(
        request,
        user,
        lambda: accounts.deactivate(user=user, by=signed_in(request), now=timezone.now(), reason=reason),
        f"账号 {user.username} 已停用。",
    )


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_reopen(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    user = _account(hospital, uid)
    return _act(
        request,
        user,
        lambda: accounts.reactivate(user=user, by=signed_in(request), now=timezone.now()),
        f"账号 {user.username} 已恢复。忘记密码的，请申请重设密码。",
    )


def _account(hospital: Hospital, uid: uuid.UUID) -> User:
    """A log-in of the hospital's own staff; those above the hospital are not found here."""
    rows = User.objects.filter(hospital=hospital, staff__isnull=False).select_related("staff__hospital")
    user: User = get_object_or_404(rows, uid=uid)
    return user


def _act(request: HttpRequest, user: User, act: Callable[[], object], done: str) -> HttpResponse:
    staff = user.staff
    assert staff is not None  # _account finds no other
    return pressed(
        request, act, done=done, to=reverse("settings-person", args=[staff.hospital.code, staff.uid])
    )
