"""Every refusal of the API as a problem detail (RFC 9457) in Chinese. Bad input is never a 500."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import singledispatch
from typing import Any

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.exceptions import ValidationError as ModelValidationError
from django.db import DataError
from django.http import Http404, JsonResponse, UnreadablePostError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from infrastructure.errors import EditConflict, Invalid, Refusal
from infrastructure.files.refusals import UploadRefused

CONTENT_TYPE = "application/problem+json"
_ABOUT = "urn:hospital-qs:problem:"

# Status → (code of the kind, title). The code is part of the contract, the title may be reworded.
TITLES: dict[int, tuple[str, str]] = {
    400: ("invalid", "请求的内容不正确"),
    401: ("unauthenticated", "需要登录"),
    403: ("forbidden", "没有这项权限"),
    404: ("not-found", "没有这个资源，或您无权查看"),
    405: ("method-not-allowed", "这个地址不支持这种请求方法"),
    406: ("not-acceptable", "不提供所要求的格式"),
    409: ("conflict", "与现在的状态冲突"),
    413: ("too-large", "内容太大"),
    415: ("unsupported-media-type", "不支持这种内容类型"),
    422: ("key-reused", "幂等键已用于另一个请求"),
    429: ("too-many-requests", "操作过于频繁"),
    500: ("internal", "系统出了点问题"),
    503: ("unavailable", "暂时无法办理"),
}
_SENTENCES = {
    401: "请先登录，或在 Authorization 头中提供有效的令牌。",
    403: "您的角色没有这项权限。",
    404: "没有这个资源，或您无权查看。",
    405: "这个地址不支持这种请求方法，请看响应头 Allow。",
    406: "只提供 application/json。",
    413: "请求的内容超过上限，没有保存任何内容。",
    415: "不支持这种内容类型，请看接口文档。",
    429: "操作过于频繁，请稍后再试。",
}
# Codes of errors at a field that no schema can tell: the row does not exist, or two fields disagree.
BEYOND_THE_SCHEMA = frozenset({"unknown", "disagrees"})
TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@dataclass(frozen=True)
class Problem:
    """One problem detail, before it becomes an answer."""

    status: int
    detail: str
    code: str = ""
    title: str = ""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    def document(self) -> dict[str, Any]:
        """The members of RFC 9457, and `errors` by field where fields are wrong."""
        code, title = TITLES.get(self.status, TITLES[400])
        body: dict[str, Any] = {
            "type": _ABOUT + (self.code or code),
            "title": self.title or title,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            body["errors"] = self.errors
        return {**body, **self.more}


def plain_answer(problem: Problem) -> JsonResponse:
    """Outside REST framework: middleware, and addresses that do not exist."""
    return JsonResponse(
        problem.document(), status=problem.status, content_type=CONTENT_TYPE, headers=dict(problem.headers)
    )


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """The exception handler of REST framework. What is nobody's bad input stays an error of ours (500)."""
    problem = described(exc)
    if problem is None:
        return None
    set_rollback()
    return Response(
        problem.document(), status=problem.status, headers=dict(problem.headers), content_type=CONTENT_TYPE
    )


@singledispatch
def described(exc: BaseException) -> Problem | None:
    """What an exception means to the caller; None: it is a fault of ours."""
    return None


@described.register
def _refusal(exc: Refusal) -> Problem:
    return _by_the_rules(exc, {exc.field: exc.message} if exc.field else {})


@described.register
def _invalid(exc: Invalid) -> Problem:
    return _by_the_rules(exc, exc.errors)


def _by_the_rules(exc: Refusal, errors: Mapping[str, str]) -> Problem:
    """What a service refuses was read without a fault: what is kept says no, not the schema, so it is no 400."""
    named = {name: [words] for name, words in errors.items()}
    if exc.status == 400:
        return Problem(409, exc.message, code="refused", title="按现在的情况不能办理", errors=named)
    headers = {"Retry-After": str(exc.retry_after)} if exc.retry_after else {}
    return Problem(exc.status, exc.message, errors=named, headers=headers)


@described.register
def _conflict(exc: EditConflict) -> Problem:
    versions = {"current": exc.current, "submitted": exc.submitted}
    return Problem(409, exc.message, code="edit-conflict", title="别人刚刚保存了新的内容", more=versions)


@described.register
def _upload(exc: UploadRefused) -> Problem:
    status = (
        415 if exc.status == 400 else exc.status
    )  # the form is right, its file is of no kind that is taken
    return Problem(status, exc.message, code="upload-refused", more={"reason": exc.code.value})


@described.register
def _api(exc: exceptions.APIException) -> Problem:
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait))  # type: ignore[attr-defined]
    sentence = _SENTENCES.get(exc.status_code, TITLES[400][1] + "。")
    own_words = isinstance(exc, (exceptions.AuthenticationFailed, exceptions.PermissionDenied))
    return Problem(exc.status_code, str(exc.detail) if own_words else sentence, headers=headers)


@described.register
def _validation(exc: exceptions.ValidationError) -> Problem:
    found = list(_flat(exc.detail))
    errors: dict[str, list[str]] = {}
    for name, message in found:
        errors.setdefault(name, []).append(str(message))
    general = errors.pop("", [])
    words = "".join(general or [f"请更正 {len(errors)} 处填写，见 errors。"])
    if all(getattr(message, "code", "") in BEYOND_THE_SCHEMA for _, message in found):
        return Problem(409, words, code="refused", title="按现在的情况不能办理", errors=errors)
    return Problem(400, words, errors=errors)


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Nested messages as (dotted path, sentence); what belongs to no field has the empty path."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(filter(None, (path, own))))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, path)
    else:
        yield path, detail


@described.register
def _parse(exc: exceptions.ParseError) -> Problem:
    return Problem(
        400, str(exc.detail) if exc.get_codes() == "explained" else "请求的内容无法识别，请检查格式。"
    )


@described.register
def _not_found(exc: Http404) -> Problem:
    return Problem(404, _SENTENCES[404])


@described.register
def _denied(exc: PermissionDenied) -> Problem:
    return Problem(403, str(exc) or _SENTENCES[403])


@described.register
def _model_validation(exc: ModelValidationError) -> Problem:
    return Problem(409, "".join(exc.messages), code="refused")


@described.register
def _data(exc: DataError) -> Problem:
    return Problem(400, "有数字、日期或文字超出可以保存的范围。")


@described.register
def _broken_off(exc: UnreadablePostError) -> Problem:
    return Problem(400, "请求没有传完，没有保存任何内容。")


@described.register
def _suspicious(exc: SuspiciousOperation) -> Problem:
    if isinstance(exc, TOO_LARGE):
        return Problem(413, _SENTENCES[413])
    return Problem(400, "请求的内容无法识别。")
