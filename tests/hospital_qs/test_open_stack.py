"""The anonymous pages stand on a stack of their own: what an ordinary page leaves behind, these do not (DESIGN §8)."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.test import RequestFactory

from hospital_qs import open_pages, open_urls
from hospital_qs.open_prefix import NothingOfOpenPages, is_open
from hospital_qs.open_stack import MIDDLEWARE, OpenStack
from tests import factories

PAGE = "/open/first/"


STACK = OpenStack()


def ask(path: str, method: str = "GET", **environ: Any) -> HttpResponse:
    """Through the handler itself: Django's test client knows the other stack only."""
    return STACK.get_response(WSGIRequest(RequestFactory().generic(method, path, **environ).environ))


# Which requests come here, and what they are answered.


@pytest.mark.parametrize(
    "path", ["/open/first/", "/open/", "/open", "//open/first/", "/OPEN/first/", "/open/a/b?c=1"]
)
def test_every_address_below_the_prefix_is_of_this_stack(path: str) -> None:
    assert is_open(urlsplit(f"http://host{path}").path)


@pytest.mark.parametrize("path", ["/", "/opening/", "/h/open/", "/static/open/", "/login/", ""])
def test_no_other_address_is(path: str) -> None:
    assert not is_open(path)


@pytest.mark.django_db
def test_a_code_that_exists_is_answered_like_one_that_does_not() -> None:
    factories.make_hospital("first")
    known, unknown = ask(PAGE), ask("/open/nobody-has-this-code/")
    assert known.status_code == 200
    assert "本院尚未开放此页" in known.content.decode()
    assert (known.status_code, known.content, dict(known.headers)) == (
        unknown.status_code,
        unknown.content,
        dict(unknown.headers),
    )


def test_the_page_needs_no_database() -> None:
    """Without the mark a query would be refused, and answered with a 500."""
    assert ask(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/open/", 404),
        ("GET", "/open", 404),
        ("GET", "/open/first", 404),
        ("GET", "/open/%00/", 404),
        ("GET", "/open/first/findings/", 404),
        ("POST", PAGE, 405),
        ("DELETE", PAGE, 405),
        ("TRACE", PAGE, 405),
        ("HEAD", PAGE, 200),
    ],
)
def test_whatever_else_is_asked_is_answered_in_words(method: str, path: str, status: int) -> None:
    answer = ask(path, method)
    assert answer.status_code == status
    assert not answer.cookies
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers.get("Allow") == ("GET, HEAD" if status == 405 else None)


def test_a_name_that_is_not_ours_is_refused() -> None:
    assert ask(PAGE, HTTP_HOST="elsewhere.example").status_code == 400


@pytest.mark.parametrize("path", [PAGE, "/open/nothing/here/"])
def test_the_headers_that_protect_a_page_are_there(path: str) -> None:
    headers = ask(path).headers
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    # Not even the own static files are told which page asked for them.
    assert headers["Referrer-Policy"] == "no-referrer"


def test_the_page_asks_for_nothing_but_styles() -> None:
    page = ask(PAGE).content.decode()
    assert "<script" not in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert "same-origin" not in page


# What the stack is made of.


def test_no_part_of_the_chain_remembers() -> None:
    """The list is short enough to be read: each of these sets headers and keeps nothing."""
    assert MIDDLEWARE == (
        "django.middleware.security.SecurityMiddleware",
        "csp.middleware.CSPMiddleware",
        "hospital_qs.middleware.NoStore",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    )


def test_what_the_ordinary_stack_adds_is_not_there() -> None:
    seen: dict[str, bool] = {}

    def look(request: HttpRequest, code: str) -> HttpResponse:
        names = ("session", "user", "_messages", "csrf_processing_done", "htmx")
        seen.update({name: hasattr(request, name) for name in names})
        return HttpResponse("")

    with answered_by(look):
        ask(PAGE, HTTP_COOKIE="sessionid=anything; csrftoken=anything")
    assert seen
    assert not any(seen.values()), seen


def test_templates_of_open_pages_are_drawn_without_a_request() -> None:
    """A context processor would ask who this is; the frame of the other pages would say it."""
    for name in ("open/not_open.html", "open/problem.html"):
        source = Path(get_template(name).origin.name).read_text()
        assert '{% extends "open/base.html" %}' in source


def test_a_page_that_breaks_says_where_and_nothing_of_what_was_sent(caplog: pytest.LogCaptureFixture) -> None:
    def break_down(request: HttpRequest, code: str) -> HttpResponse:
        logging.getLogger("django.request").error("Bad thing at %s", request.path)
        raise ValueError("我是骨科的张三")

    caplog.handler.addFilter(NothingOfOpenPages())
    with answered_by(break_down):
        answer = ask(PAGE)
    assert (answer.status_code, "系统出了点问题" in answer.content.decode()) == (500, True)
    [record] = caplog.records
    assert record.getMessage().startswith("an open page broke: ValueError in ")
    assert "张三" not in caplog.text
    assert PAGE not in caplog.text
    logging.getLogger("django.request").error("outside %s", "/login/")
    assert len(caplog.records) == 2


@contextmanager
def answered_by(view: Callable[..., HttpResponse]) -> Iterator[None]:
    """The page's address, answered by something else for a moment."""
    [pattern] = open_urls.urlpatterns
    assert pattern.callback is open_pages.not_open
    pattern.callback = view
    try:
        yield
    finally:
        pattern.callback = open_pages.not_open


# The log of the web server around both stacks.


@pytest.mark.parametrize(
    "address", ["/open/first/?a=b", "/%6Fpen/first/", "//open/first/", "/OPEN/x", "/open"]
)
def test_the_web_servers_log_names_no_open_page(address: str, caplog: pytest.LogCaptureFixture) -> None:
    """Waitress writes the path when a browser goes away, outside of any handler of ours."""
    caplog.handler.addFilter(NothingOfOpenPages())
    caplog.set_level(logging.INFO, "waitress")
    for path in (address, "/login/", "/opening/"):
        logging.getLogger("waitress").info("Client disconnected while serving %s", path)
    assert [record.getMessage().split()[-1] for record in caplog.records] == ["/login/", "/opening/"]


def test_every_handler_of_the_settings_has_the_filter() -> None:
    for name, told in settings.LOGGING["handlers"].items():
        assert "not-of-open-pages" in told["filters"], name
