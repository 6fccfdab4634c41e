"""The steps of coming in and going out that several views share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as remember_device
from django_otp.plugins.otp_totp.models import TOTPDevice

from infrastructure.errors import Refusal
from infrastructure.models.access import AccessKind
from organizations.addresses import client_address
from organizations.known_browsers import known_browser, remember_browser
from organizations.models import Hospital, LogInTry, User
from organizations.requests import signed_in
from organizations.reset_selectors import done_by_others
from organizations.services import access_log, throttle
from organizations.services.throttle import Source, TooManyTries

SEEN = "seen"
SECOND_STEP = "second_step"
SECOND_STEP_SECONDS = 300
WORKPLACE = "hqs_workplace"
BACKEND = "organizations.auth_backends.LogInBackend"


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """Where to go afterwards: an address of ours, never somebody else's site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if ours and not wanted.startswith("/log") else fallback


def next_words(next_path: str) -> str:
    return urlencode({"next": next_path})


def log_in_url(next_path: str = "", **more: str) -> str:
    words = {"next": next_path, **more} if next_path and next_path != "/" else more
    return f"{settings.LOGIN_URL}?{urlencode(words)}" if words else str(settings.LOGIN_URL)


def come_in(
    request: HttpRequest,
    user: User,
    *,
    typed: str,
    next_path: str,
    now: datetime,
    device: TOTPDevice | None = None,
) -> HttpResponse:
    """A new session under a new key; earlier failures are forgotten, the log-in is written down."""
    request.session.pop(SECOND_STEP, None)
    _tell_what_others_did(request, user)  # before `login` notes this one as the last
    login(request, user, backend=BACKEND)
    if device is not None:
        remember_device(request, device)
    request.session[SEEN] = int(now.timestamp())
    forgive_failures(request, user)
    access_log.log(
        kind=AccessKind.LOGGED_IN, now=now, user=user, login=typed, address=client_address(request)
    )
    response = redirect(next_path)
    remember_workplace(response, user)
    remember_browser(request, response, user)
    return response


def _tell_what_others_did(request: HttpRequest, user: User) -> None:
    """Whoever did not ask for it must notice: a reset, a second factor gone, sessions ended."""
    if user.last_login is None:
        return
    told = done_by_others(user, since=user.last_login, most=5)
    if told:
        lines = "；".join(f"{timezone.localtime(one.at):%m-%d %H:%M} {one.who} {one.what}" for one in told)
        messages.warning(request, f"您上次登录以来，您的账号：{lines}。不是您要求的，请告诉安全管理员。")


@dataclass(frozen=True)
class Waiting:
    """Somebody whose password was right and whose code is still to come."""

    user: User
    typed: str
    next_path: str


def begin_second_step(request: HttpRequest, user: User, *, typed: str, next_path: str, now: datetime) -> None:
    """Nobody is logged in yet: the session only remembers whose code is awaited."""
    request.session.cycle_key()
    request.session[SECOND_STEP] = {
        "user": user.pk,
        "password": user.get_session_auth_hash(),
        "typed": typed,
        "next": next_path,
        "at": int(now.timestamp()),
    }


def waiting_for_second_step(request: HttpRequest, *, now: datetime) -> Waiting | None:
    """None when nobody waits, the five minutes are over, or the password has been changed meanwhile."""
    kept = request.session.get(SECOND_STEP)
    if not kept or now.timestamp() - kept["at"] > SECOND_STEP_SECONDS:
        return None
    user = (
        User.objects.open_on(timezone.localdate(now))
        .filter(pk=kept["user"])
        .select_related("hospital")
        .first()
    )
    if user is None or not constant_time_compare(user.get_session_auth_hash(), kept["password"]):
        return None
    return Waiting(user, kept["typed"], kept["next"])


def go_out(request: HttpRequest, *, kind: AccessKind, now: datetime, detail: str = "") -> None:
    """End the session and write it down; nothing happens to somebody who is already out."""
    if request.user.is_authenticated:
        address = client_address(request)
        access_log.log(kind=kind, now=now, user=request.user, address=address, detail=detail)
    logout(request)


@dataclass(frozen=True)
class Attempt:
    """One try at a password or code, counted before it is looked at. `user` is whom it is aimed at, if anybody."""

    user: User | None
    typed: str
    hospital_id: int | None
    account: str
    source: Source
    counted: LogInTry


def begin_attempt(
    request: HttpRequest, *, user: User | None, typed: str, now: datetime, hospital: Hospital | None = None
) -> Attempt:
    """Raises `TooManyTries`, and writes that down, when it is one too many."""
    code = hospital.code if hospital else ""
    account = throttle.account_key(user, typed=typed, hospital_code=code)
    source = source_of(request, user)
    hospital_id = hospital.pk if hospital else None
    try:
        counted = throttle.begin_try(account=account, source=source, now=now)
    except TooManyTries:
        _log_try(request, AccessKind.LOCKED_OUT, user, typed, hospital_id, now)
        raise
    return Attempt(user, typed, hospital_id, account, source, counted)


def note_failure(request: HttpRequest, attempt: Attempt, *, now: datetime) -> None:
    """A failed try. Whose account it was aimed at is for the audit administrator, never for the page.

    Raises `TooManyTries` when it was the last one for a while.
    """
    aimed = (attempt.user, attempt.typed, attempt.hospital_id)
    _log_try(request, AccessKind.LOGIN_FAILED, *aimed, now)
    until = throttle.closed_until(account=attempt.account, source=attempt.source, now=now)
    if until is not None:
        _log_try(request, AccessKind.LOCKED_OUT, *aimed, now)
        raise TooManyTries(until, now=now)


@contextmanager
def guess(request: HttpRequest, *, wrong: type[Refusal], field: str) -> Iterator[None]:
    """Something that one's own session asks a secret for: what is `wrong` counts like a failed log-in."""
    user, now = signed_in(request), timezone.now()
    try:
        attempt = begin_attempt(request, user=user, typed=user.username, now=now)
        try:
            yield
        except wrong:
            note_failure(request, attempt, now=now)
            raise
        except Exception:
            throttle.was_right(attempt.counted)
            raise
        throttle.was_right(attempt.counted)
    except TooManyTries as refusal:
        refusal.field = field
        raise


def source_of(request: HttpRequest, user: User | None) -> Source:
    return Source(client_address(request), known_browser(request, user))


def forgive_failures(request: HttpRequest, user: User) -> None:
    """After a complete log-in: those of this account from here, no others."""
    throttle.forgive(account=throttle.account_key(user), source=source_of(request, user))


def _log_try(
    request: HttpRequest,
    kind: AccessKind,
    user: User | None,
    typed: str,
    hospital_id: int | None,
    now: datetime,
) -> None:
    access_log.log(
        kind=kind,
        now=now,
        user=user,
        hospital_id=hospital_id,
        login=typed,
        address=client_address(request),
    )


def remember_workplace(response: HttpResponse, user: User) -> None:
    """On this device only, for the next log-in with a 工号. It opens nothing."""
    if user.hospital is None:
        return
    response.set_cookie(
        WORKPLACE,
        user.hospital.code,
        max_age=timedelta(days=365),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
