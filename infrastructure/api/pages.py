"""Lists page by page: at most a hundred rows at once, whatever is asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django.core.paginator import EmptyPage
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.fields import NumberField
from infrastructure.api.strict import Query
from infrastructure.api.views import asked
from infrastructure.errors import Refusal
from infrastructure.presentation.paging import CappedPaginator

USUAL_SIZE, LARGEST_SIZE, LARGEST_PAGE = 20, 100, 100_000


class PageQuery(Query):
    """Which page of a list."""

    page = NumberField(
        min_value=1, max_value=LARGEST_PAGE, required=False, default=1, help_text="第几页，从 1 开始。"
    )
    size = NumberField(
        min_value=1, max_value=LARGEST_SIZE, required=False, default=USUAL_SIZE, help_text="每页条数。"
    )


class NoSuchPage(Refusal):
    """Beyond the last page (404)."""

    status = 404


def paged(
    request: Request,
    rows: QuerySet[Any],
    shape: Callable[[Sequence[Any]], Any],
) -> Response:
    """One page of the rows, shaped; `count_exact` is false where counting stopped at the limit."""
    number, size = asked(request)["page"], asked(request)["size"]
    pages = CappedPaginator(rows, size)
    try:
        page = pages.page(number)
    except EmptyPage:
        raise NoSuchPage(f"只有 {pages.num_pages} 页，没有第 {number} 页。请用筛选缩小范围。") from None
    return Response(
        {
            "count": pages.count,
            "count_exact": pages.seen == pages.count,
            "page": number,
            "size": size,
            "next": _address(request, number + 1) if page.has_next() else None,
            "previous": _address(request, number - 1) if page.has_previous() else None,
            "results": shape(list(page.object_list)),
        }
    )


def _address(request: Request, number: int) -> str:
    query = request.query_params.copy()
    query["page"] = str(number)
    return f"{request.path}?{query.urlencode()}"


@cache
def page_of(row: type[serializers.Serializer[Any]]) -> type[serializers.Serializer[Any]]:
    """The documented shape of a page of these rows."""
    members: dict[str, Any] = {
        "count": serializers.IntegerField(help_text="共几条；count_exact 为 false 时还有更多。"),
        "count_exact": serializers.BooleanField(),
        "page": serializers.IntegerField(),
        "size": serializers.IntegerField(),
        "next": serializers.CharField(allow_null=True),
        "previous": serializers.CharField(allow_null=True),
        "results": row(many=True),
    }
    return type(f"{row.__name__}Page", (serializers.Serializer,), members)
