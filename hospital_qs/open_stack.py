"""The stack of the anonymous pages (DESIGN §8): whoever opens one leaves no trace of ours.

A handler of its own beside Django's, chosen before either has looked at the request. It does not read
`settings.MIDDLEWARE`: session, log-in, history, request log, messages and throttle are not switched off here, they are
absent. What goes wrong is answered without the log line that Django would write.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import resolve, set_urlconf
from django.utils.module_loading import import_string

from hospital_qs import open_pages
from hospital_qs.open_prefix import LOGGER, answering, is_open

URLCONF = "hospital_qs.open_urls"
# Headers only: none of these keeps, reads or writes anything about whoever asks.
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "hospital_qs.middleware.NoStore",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)

Next = Callable[[HttpRequest], HttpResponse]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

logger = logging.getLogger(LOGGER)


class OpenStack(WSGIHandler):
    """Django's handler with a chain of its own."""

    def load_middleware(self, is_async: bool = False) -> None:
        chain = _quietly(_page)
        for path in reversed(MIDDLEWARE):
            chain = _quietly(import_string(path)(chain))
        self._middleware_chain = chain

    def get_response(self, request: HttpRequest) -> HttpResponse:
        token = answering.set(True)
        try:
            set_urlconf(URLCONF)
            response: HttpResponse = self._middleware_chain(request)
            if request.method == "HEAD":
                response.content = b""  # a web server drops the body, and some log that they did
            response._resource_closers.append(request.close)  # type: ignore[attr-defined]
            return response
        finally:
            set_urlconf(None)  # of the thread, which answers other pages next
            answering.reset(token)


def _page(request: HttpRequest) -> HttpResponse:
    request.get_host()  # a name that is not ours is refused, as everywhere
    match = resolve(request.path_info, URLCONF)
    request.resolver_match = match
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer


def _quietly(get_response: Next) -> Next:
    """In place of Django's own conversion of exceptions, which logs the address, and of a 500 the whole traceback."""

    def answered(request: HttpRequest) -> HttpResponse:
        try:
            return get_response(request)
        except Http404:
            return open_pages.problem(404)
        except RequestDataTooBig:
            return open_pages.problem(413)
        except (SuspiciousOperation, BadRequest, MultiPartParserError):
            return open_pages.problem(400)
        except Exception as problem:
            # Where it broke, not what was typed: the message of an exception may quote it.
            last = traceback.extract_tb(problem.__traceback__)[-1]
            where = f"{type(problem).__name__} in {last.filename}:{last.lineno}"
            logger.error("an open page broke: %s", where)
            return open_pages.problem(500)

    return answered


def beside(ordinary: Application) -> Application:
    """One application of both stacks. The address alone decides, before anything of Django has run."""
    open_stack = OpenStack()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chosen = open_stack if is_open(environ.get("PATH_INFO", "")) else ordinary
        return chosen(environ, start_response)

    return application
