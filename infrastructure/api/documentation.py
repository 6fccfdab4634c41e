"""The OpenAPI document, and the page that shows it without leaving the house."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET
from drf_spectacular.views import SpectacularJSONAPIView


class Schema(SpectacularJSONAPIView):
    """Asked with a token or in a session."""


@require_GET
def documentation(request: HttpRequest) -> HttpResponse:
    return render(request, "api/documentation.html")
