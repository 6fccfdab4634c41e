"""Which browsers have come in with which accounts: they stay open while strangers guess at the same account.

One cookie a browser: its number, and for each account a mark that only this server can make. It opens nothing.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from organizations.models import User

COOKIE = "hqs_browser"
MOST_ACCOUNTS = 40  # of a ward's computer; the oldest goes first
_WELL_FORMED = re.compile(r"[0-9a-f]{32}(\.[0-9a-f]{20})*")


def known_browser(request: HttpRequest, user: User | None) -> str:
    """The number of the browser when this account has come in with it; otherwise nothing."""
    number, marks = _read(request)
    return number if user is not None and _mark(number, user) in marks else ""


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """After a complete log-in."""
    number, marks = _read(request)
    number = number or secrets.token_hex(16)
    own = _mark(number, user)
    kept = [own, *(mark for mark in marks if mark != own)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        ".".join([number, *kept]),
        max_age=timedelta(days=365),
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    text = request.COOKIES.get(COOKIE, "")
    if not _WELL_FORMED.fullmatch(text):
        return "", []
    number, *marks = text.split(".")
    return number, marks


def _mark(number: str, user: User) -> str:
    return salted_hmac("organizations.known-browser", f"{number}:{user.uid}").hexdigest()[:20]
