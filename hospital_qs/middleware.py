"""What every answer of the site has in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from hospital_qs.problem_pages import PROBLEMS, problem, refused
from infrastructure.errors import Refusal
from infrastructure.form_keys import answered_once, key_of

Next = Callable[[HttpRequest], HttpResponse]


class NoStore:
    """Nothing stays in the cache of a shared computer unless a view asks for it. Static files never come here."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class CookiesWithoutNul:
    """A cookie that holds a NUL is none of ours, and PostgreSQL cannot hold it: as if it had not been sent."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if "\x00" in name + value]:
            del request.COOKIES[name]
        return self.get_response(request)


class ProblemPages:
    """A refusal that no view has caught, an address with NUL, a wrong method: a page that says what to do."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # PostgreSQL cannot hold a NUL: in a filter it would be an error of ours.
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problem(request, 400)
        response = self.get_response(request)
        if response.status_code in PROBLEMS and not response.streaming and not response.content:
            return problem(request, response.status_code, headers=response.headers)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return refused(request, exception) if isinstance(exception, Refusal) else None


class FormsOnce:
    """A form that carries a one-time key is carried out once. The last one in the list: it calls the view itself."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        key = key_of(request)
        if not key:
            return None
        try:
            return answered_once(request, key, lambda: view(request, *args, **kwargs))
        except Refusal as refusal:
            return refused(request, refusal)
