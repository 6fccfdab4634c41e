"""The anonymous pages. Until adverse events fill them: one page that says so, the same for every code."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from hospital_qs.problem_pages import PROBLEMS


def not_open(request: HttpRequest, code: str) -> HttpResponse:
    """Reads nothing, so that a code which exists is answered like one that does not."""
    if request.method not in ("GET", "HEAD"):
        return problem(405, Allow="GET, HEAD")
    return _page("open/not_open.html", 200)


def problem(status: int, **headers: str) -> HttpResponse:
    return _page("open/problem.html", status, problem=PROBLEMS[status], **headers)


def _page(template: str, status: int, problem: object = None, **headers: str) -> HttpResponse:
    """Without the request: no context processor asks who this is. The browser tells nobody where it came from."""
    text = render_to_string(template, {"problem": problem})
    return HttpResponse(text, status=status, headers={"Referrer-Policy": "no-referrer", **headers})
