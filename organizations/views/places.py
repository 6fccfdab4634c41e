"""The way to the place one works in, and the page of a region."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from organizations.access_selectors import (
    line_words,
    lines_over,
    places_of,
    region_in_reach,
    supervised_hospitals,
)
from organizations.requests import request_grants, signed_in

HOSPITALS_A_PAGE = 50


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """To the one place of the user; with several the choice, with none a sentence whom to ask."""
    places = places_of(signed_in(request), request_grants(request))
    if len(places) == 1:
        return redirect(places[0].url)
    return render(request, "organizations/account/home.html", {"choices": places})


@require_GET
def region_home(request: HttpRequest, code: str) -> HttpResponse:
    """The hospitals that a region answers for. Names only: above the hospital everything reads releases."""
    region = region_in_reach(code=code, grants=request_grants(request))
    if region is None:
        raise Http404("没有这个页面，或您无权查看。")
    words = request.GET.get("q", "").strip()[:60]
    lines = lines_over(region, request_grants(request).region_lines())
    rows = supervised_hospitals(region=region, lines=lines, words=words, as_of=timezone.localdate())
    hospitals = Paginator(rows, HOSPITALS_A_PAGE).get_page(request.GET.get("page"))
    page = {"region": region, "hospitals": hospitals, "search_words": words, "lines": line_words(lines)}
    return render(request, "organizations/region_home.html", page)
