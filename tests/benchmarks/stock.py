"""What a new Django project puts before its views, and our bare addresses behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

STOCK_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "tests.benchmarks.stock.these_addresses",
]


def these_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Any:
    def answered(request: HttpRequest) -> HttpResponse:
        request.urlconf = "tests.benchmarks.bare_site"  # type: ignore[attr-defined]
        return get_response(request)

    return answered
