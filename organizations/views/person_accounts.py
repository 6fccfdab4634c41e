"""The log-in of a person: opened, told by a one-time link that is shown once, closed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from infrastructure.errors import Refusal
from infrastructure.models import AccessKind
from infrastructure.workbooks.cell_text import csv_row
from organizations.addresses import client_address
from organizations.forms.people import AccountForm
from organizations.models import Hospital, StaffMember, User
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.services import access_log, accounts, person_accounts, second_factor
from organizations.services.person_accounts import IssuedLink
from organizations.views.settings_page import page, posted, settings_page, submitted

_LINKS_SECONDS = 30 * 60


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_open(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    rows = StaffMember.objects.filter(hospital=hospital).select_related("hospital")
    person = get_object_or_404(rows, uid=uid)
    suggested = {"username": person_accounts.suggested_username(person)}
    form = AccountForm(posted(request), initial=suggested)
    done = request.method == "POST" and submitted(
        form,
        lambda: person_accounts.open_account(
            person=person, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        ),
    )
    if done:
        return show_links(request, hospital, done, back_to=person)
    return page(request, "account_open", hospital, form=form, person=person)


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_link(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    user = _account(hospital, uid)
    try:
        link = person_accounts.issue_link(user=user, by=signed_in(request), now=timezone.now())
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _back(user)
    return show_links(request, hospital, (link,), back_to=user.staff)


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_second_factor(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    """For a lost phone. One's own is turned off under 我的, with a code."""
    user = _account(hospital, uid)
    if user.pk == signed_in(request).pk:
        messages.error(request, "自己的两步验证请在“我的”里关闭。")
        return _back(user)
    return _act(
        request,
        user,
        lambda: second_factor.remove(user=user, by=signed_in(request), now=timezone.now()),
        "两步验证已关闭，本人登录后可以重新启用。",
    )


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def account_close(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    user = _account(hospital, uid)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:200]
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
        f"账号 {user.username} 已恢复。忘记密码的，请发放一次性链接。",
    )


@require_POST
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def links_file(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """The list that was just shown, as a file. It comes back from that page, signed: nothing is stored."""
    try:
        rows = signing.loads(
            request.POST.get("links", ""), salt=_links_salt(request, hospital), max_age=_LINKS_SECONDS
        )
    except signing.BadSignature:
        messages.error(request, "名单已过期。请在人员页重新发放链接。")
        return redirect("settings-people", hospital.code)
    access_log.log(
        kind=AccessKind.EXPORTED,
        now=timezone.now(),
        user=signed_in(request),
        hospital_id=hospital.pk,
        address=client_address(request),
        detail=f"下载一次性链接名单，{len(rows)} 人",
    )
    lines = [csv_row(["姓名", "工号", "用户名", "一次性链接（三天内有效）"]), *map(csv_row, rows)]
    answer = HttpResponse("\ufeff" + "".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote('一次性链接名单.csv')}"
    answer["Cache-Control"] = "no-store"
    return answer


def show_links(
    request: HttpRequest,
    hospital: Hospital,
    links: tuple[IssuedLink, ...],
    *,
    back_to: StaffMember | None = None,
) -> HttpResponse:
    """The one time that the links are shown; the browser is told not to keep the page."""
    rows = [(link, request.build_absolute_uri(link.path)) for link in links]
    packed = signing.dumps(
        [[link.name, link.employee_no, link.username, address] for link, address in rows],
        salt=_links_salt(request, hospital),
        compress=True,
    )
    answer = page(request, "links", hospital, links=rows, packed=packed, person=back_to)
    answer["Cache-Control"] = "no-store"
    return answer


def _links_salt(request: HttpRequest, hospital: Hospital) -> str:
    return f"one-time-links-{hospital.pk}-{signed_in(request).pk}"


def _account(hospital: Hospital, uid: uuid.UUID) -> User:
    """A log-in of the hospital's own staff; those above the hospital are not found here."""
    rows = User.objects.filter(hospital=hospital, staff__isnull=False).select_related("staff__hospital")
    user: User = get_object_or_404(rows, uid=uid)
    return user


def _act(request: HttpRequest, user: User, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return _back(user)


def _back(user: User) -> HttpResponse:
    staff = user.staff
    assert staff is not None  # _account finds no other
    return redirect("settings-person", staff.hospital.code, staff.uid)
