"""The search box: what of a hospital one may see, by kind."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from infrastructure.presentation.paging import CappedPaginator
from infrastructure.searching.kinds import Hit, SearchKind, Seeker, kinds
from organizations.models import Hospital
from organizations.requests import request_grants, signed_in
from organizations.views.settings_page import searched

AT_FIRST, A_PAGE = 5, 20


@dataclass(frozen=True)
class Group:
    """The results of one kind: the first few, or one page of all."""

    kind: SearchKind
    count: str
    hits: list[Hit]
    more: bool
    page: object | None = None


@require_GET
def search(request: HttpRequest, code: str) -> HttpResponse:
    """Every kind with its first results; with `kind`, that one page by page."""
    hospital = Hospital.objects.filter(code=code, pk__in=request_grants(request).hospital_ids).first()
    if hospital is None:
        raise Http404("没有这个页面，或您无权查看。")
    request.hospital = hospital  # type: ignore[attr-defined]  # read by the page frame
    words, asked = searched(request), request.GET.get("kind", "")
    seeker = Seeker(user=signed_in(request), hospital_id=hospital.pk, as_of=timezone.localdate())
    chosen = [kind for kind in kinds() if asked in ("", kind.key)]
    if not chosen:
        raise Http404("没有这个页面，或您无权查看。")
    groups = [_group(request, kind, seeker, words, whole=bool(asked)) for kind in chosen] if words else []
    page = {
        "hospital": hospital,
        "search_words": words,
        "groups": [group for group in groups if group.hits],
        "only": chosen[0] if asked else None,
    }
    return render(request, "organizations/search.html", page)


def _group(request: HttpRequest, kind: SearchKind, seeker: Seeker, words: str, *, whole: bool) -> Group:
    pages = CappedPaginator(kind.rows(seeker, words), A_PAGE if whole else AT_FIRST)
    page = pages.get_page(request.GET.get("page") if whole else 1)
    hits = kind.hits(seeker, list(page.object_list))
    return Group(kind, pages.words, hits, more=not whole and page.has_next(), page=page if whole else None)
