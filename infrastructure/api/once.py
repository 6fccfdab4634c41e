"""The decorator of every POST: carried out once a key, whatever the network did to the answer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.audit import Actor
from infrastructure.idempotency import Answer, carry_out_once

HEADER = "Idempotency-Key"
_KEY = re.compile(r"[\x21-\x7e]{1,100}")
PARAMETER = OpenApiParameter(
    HEADER,
    str,
    OpenApiParameter.HEADER,
    required=True,
    pattern="^[!-~]{1,100}$",
    description="1 至 100 个可见 ASCII 字符，每个请求一个（例如 UUID）。相同的键和内容只执行一次，重发得到同样的回答；"
    "键相同而内容不同是 422。保留七天。",
)
Handler = Callable[..., Response]


def once(handler: Handler) -> Handler:
    """Carry the handler out once for each key of its user."""

    @wraps(handler)
    def carried_out(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = _key_of(request)
        answer = carry_out_once(
            by=cast(Actor, request.user),
            key=key,
            request_hash=fingerprint(str(request.method), request.get_full_path(), request.data),
            as_of=timezone.localdate(),
            act=lambda: _asked(handler(view, request, *args, **kwargs)),
        )
        return _told(answer)

    carried_out.once = True  # type: ignore[attr-defined]  # a test asks every POST for it
    return carried_out


def _key_of(request: Request) -> str:
    key = request.headers.get(HEADER)
    if key is None:
        raise ValidationError({HEADER: f"每个 POST 请求都要带 {HEADER} 头，重发时用同一个键。"})
    if not _KEY.fullmatch(key):
        raise ValidationError({HEADER: f"{HEADER} 应为 1 至 100 个可见 ASCII 字符。"})
    return key


def _asked(response: Response) -> Answer:
    """The body as plain values, the same now and when it is told again."""
    return Answer(response.status_code, json.loads(JSONRenderer().render(response.data) or b"null"))


def _told(answer: Answer) -> Response:
    """A created resource says where it is; a repeated answer that it is one."""
    headers = {}
    if answer.status == 201 and isinstance(answer.body, dict) and answer.body.get("url"):
        headers["Location"] = answer.body["url"]
    if answer.repeated:
        headers["Idempotency-Replayed"] = "true"
    return Response(answer.body, status=answer.status, headers=headers)


def fingerprint(method: str, address: str, data: Any) -> str:
    """Method, address and content; the order of JSON members and the boundary of a form do not count."""
    found = hashlib.sha256(f"{method} {address}\n".encode())
    for piece in _pieces(data):
        found.update(hashlib.sha256(piece).digest())
    return found.hexdigest()


def _pieces(data: Any) -> Iterator[bytes]:
    if not isinstance(data, MultiValueDict):
        yield json.dumps(data, sort_keys=True).encode()
        return
    for name in sorted(data):
        for value in data.getlist(name):
            yield name.encode("utf-8", "surrogatepass")
            yield from _value(value)


def _value(value: Any) -> Iterator[bytes]:
    if not isinstance(value, UploadedFile):
        yield str(value).encode("utf-8", "surrogatepass")
        return
    content = hashlib.sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    yield f"{value.name}\n{value.size}\n{content.hexdigest()}".encode("utf-8", "surrogatepass")
