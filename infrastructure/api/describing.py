"""What the OpenAPI document says of an operation: its words, its bodies, and the problem details that it may answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from infrastructure.api import once
from infrastructure.api.problems import CONTENT_TYPE, TITLES

Handler = Callable[..., Any]
_NO_BODY = 204
_CHINESE = re.compile("[\u4e00-\u9fff]")


class ProblemDetail(serializers.Serializer[Any]):
    """RFC 9457. `type` names the kind for programs, `detail` is a sentence for people."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]  # a member of the document
        child=serializers.ListField(child=serializers.CharField()),
        required=False,
        help_text="字段 → 句子。嵌套的字段写成 answers.0.note。",
    )


class ConflictDetail(ProblemDetail):
    """409. After an edit against an older revision with both versions: label → words."""

    current = serializers.DictField(required=False, help_text="现在的内容。")
    submitted = serializers.DictField(required=False, help_text="您提交的内容。")


class OurWords(AutoSchema):
    """An operation is described by what was written for callers, never by a comment for us."""

    def get_description(self) -> str:  # type: ignore[override]  # its base asks like this
        return ""


def without_comments(result: dict[str, Any], **generation: Any) -> dict[str, Any]:
    """Shapes neither: their docstrings are for whoever works on the code."""
    for shape in result.get("components", {}).get("schemas", {}).values():
        if not _CHINESE.search(shape.get("description", "")):
            shape.pop("description", None)
    return result


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    body: Any = None,
    answer: Any = None,
    status: int = 200,
    problems: Sequence[int] = (),
    parameters: Sequence[OpenApiParameter | type[serializers.Serializer[Any]]] = (),
    **more: Any,
) -> Callable[[Handler], Handler]:
    """Describe one handler. `problems` are those beside 401 and 403, which every operation has."""

    def described(handler: Handler) -> Handler:
        handler.body = body  # type: ignore[attr-defined]  # tests walk every body for what it may name
        own = [*parameters, once.PARAMETER] if hasattr(handler, "once") else list(parameters)
        usual = (
            [400, *([422] if hasattr(handler, "once") else [])] if body or hasattr(handler, "once") else []
        )
        responses: dict[Any, Any] = {
            status: answer if status != _NO_BODY else OpenApiResponse(description="")
        }
        for code in sorted({401, 403, *usual, *problems}):
            shape = ConflictDetail if code == 409 else ProblemDetail
            responses[code, CONTENT_TYPE] = OpenApiResponse(shape, description=TITLES[code][1])
        return extend_schema(
            operation_id=name,
            summary=summary,
            tags=[tag],
            request=body,
            responses=responses,
            parameters=own,
            **more,
        )(handler)

    return described
