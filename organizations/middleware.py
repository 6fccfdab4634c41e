"""Who may go on: nobody without a log-in, nobody with an initial password, nobody who has been away too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from infrastructure.api.problems import Problem, plain_answer
from infrastructure.models.access import AccessKind
from infrastructure.models.files import StoredFile
from organizations.addresses import client_address
from organizations.models import User
from organizations.services import access_log
from organizations.views import session_steps as steps

Next = Callable[[HttpRequest], HttpResponse]

DEFAULT_IDLE_MINUTES = 30  # for log-ins above the hospitals
NOTED_EVERY_SECONDS = 30  # a click is written down at most so often
BACKGROUND = "X-Background"  # set by requests that no person has made: they do not keep a session awake


def idle_seconds(user: Any) -> int:
    """How long this user may do nothing: the hospital decides."""
    hospital = getattr(user, "hospital", None)
    return (hospital.idle_minutes if hospital else DEFAULT_IDLE_MINUTES) * 60


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


class IdleTimeout:
    """Ends a session after the hospital's idle time: a ward's computer is everybody's."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._check(request)
        return self.get_response(request)

    def _check(self, request: HttpRequest) -> None:
        now = timezone.now()
        at = int(now.timestamp())
        seen = request.session.get(steps.SEEN, at)
        if at - seen > idle_seconds(request.user):
            steps.go_out(request, kind=AccessKind.LOGGED_OUT, now=now, detail="长时间未操作，自动退出")
            request.was_idle = True  # type: ignore[attr-defined]
        elif steps.SEEN not in request.session or (
            at - seen >= NOTED_EVERY_SECONDS and BACKGROUND not in request.headers
        ):
            request.session[steps.SEEN] = at


class SignedIn(LoginRequiredMiddleware):
    """Every page needs a log-in unless its view says otherwise; afterwards one is where one was."""

    def handle_no_permission(  # type: ignore[override]  # theirs always redirects
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        if request.headers.get("HX-Request"):
            # The page stays, with everything typed; its script says that the log-in has expired.
            return HttpResponse(
                "登录已过期，请重新登录。", status=401, content_type="text/plain; charset=utf-8"
            )
        more = {"idle": "1"} if getattr(request, "was_idle", False) else {}
        return redirect(steps.log_in_url(_page_of(request), **more))


class MustChangePassword:
    """An initial password opens one page: the one where it is changed."""

    open_names = ("password", "log-out", "switch-user", "keep-alive")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not (request.user.is_authenticated and request.user.must_change_password):
            return self.get_response(request)
        page = reverse("password")
        if request.path in [reverse(name) for name in self.open_names]:
            return self.get_response(request)
        if _is_api(request) or request.headers.get("HX-Request"):
            return plain_answer(Problem(403, "登录网页修改初始密码后再试。", title="请先修改初始密码"))
        wanted = _page_of(request)
        return redirect(page if wanted == "/" else f"{page}?{steps.next_words(wanted)}")


class DownloadLog:
    """Every original that leaves the house stands in the access log, whichever page or API hands it out.

    What cannot be written down does not leave.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        stored = getattr(response, "stored", None)  # of an `Attachment`
        if isinstance(stored, StoredFile):
            user = request.user  # of the session, or set by the API for its token
            access_log.log(
                kind=AccessKind.DOWNLOADED,
                now=timezone.now(),
                user=user if isinstance(user, User) else None,
                hospital_id=stored.hospital_id,
                address=client_address(request),
                target_uid=stored.uid,
                detail=stored.original_name,
            )
        return response


def _page_of(request: HttpRequest) -> str:
    """The address to come back to: of a form that was being sent, the page it stood on."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    referer = urlsplit(request.headers.get("Referer", ""))
    if referer.netloc != request.get_host():
        return "/"
    return f"{referer.path}?{referer.query}" if referer.query else referer.path
