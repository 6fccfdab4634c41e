"""The one-time key of a form: pressed twice, it happens once, and the second press ends where the first one did.

A script that disables the button helps only where it runs; a slow line, a reload and an impatient finger come past it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from typing import Any, cast

from django.contrib.messages import add_message, get_messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from infrastructure.api.once import fingerprint
from infrastructure.audit import Actor
from infrastructure.idempotency import Answer, done_once

FIELD = "form_key"
TAKEN = "hq-taken"
_TAKEN_SECONDS = 600
_KEY = re.compile(r"[0-9a-f]{32}")
_SEEN_OTHER = (302, 303)


def hidden_fields(request: HttpRequest) -> SafeString:
    """What every form of a page carries: Django's token and a key of its own."""
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="{}" value="{}">',
        get_token(request),
        FIELD,
        uuid.uuid4().hex,
    )


def key_of(request: HttpRequest) -> str:
    """The key that this request carries, or nothing."""
    if request.method != "POST" or not request.user.is_authenticated:
        return ""
    key = request.POST.get(FIELD, "")
    return key if _KEY.fullmatch(key) else ""


def answered_once(request: HttpRequest, key: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The view's answer, or that of the time when the same form was sent before.

    Only a redirect says that something was done. The same page sent with other content is another request: who goes
    back and changes a word means it.
    """
    content = _fingerprint(request)
    shown: list[HttpResponse] = []

    def act() -> Answer | None:
        shown.append(view())
        return _answer(request, shown[0])

    done = done_once(
        by=cast(Actor, request.user),
        key=f"form:{key}:{content[:32]}",
        request_hash=content,
        as_of=timezone.localdate(),
        act=act,
    )
    if shown or done is None:
        return _told(request, shown[0], key)
    for level, words in done.body["messages"]:
        add_message(request, level, words)
    return _told(request, redirect(done.body["location"]), key)


def _told(request: HttpRequest, response: HttpResponse, key: str) -> HttpResponse:
    """With which form was taken: until the browser reads that, it keeps what was typed (static/js/keeping.js)."""
    if response.status_code in _SEEN_OTHER:
        response.set_cookie(TAKEN, key, max_age=_TAKEN_SECONDS, secure=request.is_secure(), samesite="Lax")
    return response


def _fingerprint(request: HttpRequest) -> str:
    data: MultiValueDict[str, Any] = MultiValueDict()
    data.update(request.POST)
    data.update(request.FILES)
    data.pop("csrfmiddlewaretoken", None)
    return fingerprint("POST", request.get_full_path(), data)


def _answer(request: HttpRequest, response: HttpResponse) -> Answer | None:
    if response.status_code not in _SEEN_OTHER:
        return None
    said = getattr(get_messages(request), "_queued_messages", [])
    return Answer(
        response.status_code,
        {"location": response["Location"], "messages": [[one.level, str(one.message)] for one in said]},
    )
