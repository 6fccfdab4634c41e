"""What the OpenAPI document says of an operation: its words, its bodies, and the problem details that it may answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiRequest, OpenApiResponse, extend_schema
from rest_framework import serializers

from infrastructure.api import once
from infrastructure.api.problems import CONTENT_TYPE, TITLES
from infrastructure.api.strict import Query, Strict, form_of, is_upload, json_of
from infrastructure.files.kinds import KINDS

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


def without_comments(result: dict[str, Any], **generation: Any) -> dict[str, Any]:
    """Shapes neither: their docstrings are for whoever works on the code."""
    for shape in result.get("components", {}).get("schemas", {}).values():
        if not _CHINESE.search(shape.get("description", "")):
            shape.pop("description", None)
    return result


@dataclass(frozen=True)
class FileAnswer:
    """A file of one of these content types."""

    content_types: tuple[str, ...]


UPLOADED = FileAnswer(tuple(kind.content_type for kind in KINDS))


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    body: Any = None,
    answer: Any = None,
    status: int = 200,
    problems: Sequence[int] = (),
    query: type[Query] = Query,
    parameters: Sequence[OpenApiParameter] = (),
    **more: Any,
) -> Callable[[Handler], Handler]:
    """Describe one handler. `query`: what its address may ask. `problems`: those beside the usual ones."""

    def described(handler: Handler) -> Handler:
        handler.body = body  # type: ignore[attr-defined]  # what was described is what is read
        handler.query = query  # type: ignore[attr-defined]
        own: list[Any] = [*parameters, query] if query().fields else list(parameters)
        if hasattr(handler, "once"):
            own.append(once.PARAMETER)
        return extend_schema(
            operation_id=name,
            summary=summary,
            tags=[tag],
            request=_sent_as(body),
            responses=_responses(handler, answer, status, problems),
            parameters=own,
            **more,
        )(handler)

    return described


def _sent_as(body: Any) -> Any:
    """Where files may be sent, JSON can say all but them."""
    if body is None:
        return None
    if isinstance(body, dict):
        return {kind: _form(each) for kind, each in body.items()}
    form = {"multipart/form-data": _form(body)} if json_of(body) is not body else {}
    return {"application/json": json_of(body)} | form


def _form(body: type[Strict]) -> OpenApiRequest:
    """Of its files the kinds that are taken; whether one is what it says, is found out on arrival (415)."""
    uploads = [name for name, field in body().fields.items() if is_upload(field)]
    taken = {"contentType": ", ".join(UPLOADED.content_types)}
    return OpenApiRequest(form_of(body), encoding={name: taken for name in uploads})


def _responses(handler: Any, answer: Any, status: int, problems: Sequence[int]) -> dict[Any, Any]:
    """The answer, and every refusal that the operation may give."""
    told: dict[Any, Any] = {status: answer if status != _NO_BODY else OpenApiResponse(description="")}
    if isinstance(answer, FileAnswer):
        told = {(status, kind): OpenApiTypes.BINARY for kind in answer.content_types}
    codes = {400, 401, 403, 406, *problems}
    if handler.body is not None:
        codes |= {409, 413, 415}
    if hasattr(handler, "once"):
        codes |= {409, 415, 422}
    for code in sorted(codes):
        shape = ConflictDetail if code == 409 else ProblemDetail
        told[code, CONTENT_TYPE] = OpenApiResponse(shape, description=TITLES[code][1])
    return told
