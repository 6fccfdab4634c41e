"""Bodies of requests: how large and how deep they may be is known before anything walks through them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from rest_framework.exceptions import ParseError
from rest_framework.parsers import (  # type: ignore[attr-defined]  # newer than its stubs
    BaseParser,
    get_encoding,
)

MOST_LEVELS = 32


class JsonParser(BaseParser):
    """JSON of at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes and a few levels. NaN and Infinity are no JSON."""

    media_type = "application/json"

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        limit = int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise RequestDataTooBig("the JSON body is over DATA_UPLOAD_MAX_MEMORY_SIZE")
        try:
            text = raw.decode(get_encoding(parser_context or {}))
            found = json.loads(text, parse_constant=_no_constant)
        except json.JSONDecodeError as error:
            raise _explained(f"不是有效的 JSON：第 {error.lineno} 行第 {error.colno} 列有误。") from error
        except RecursionError as error:
            raise _explained("JSON 的层级过深。") from error
        except ValueError as error:
            raise _explained("不是有效的 JSON：文字编码或数字有误。") from error
        if _deeper_than(found, MOST_LEVELS):
            raise _explained("JSON 的层级过深。")
        return found


def _explained(sentence: str) -> ParseError:
    return ParseError(sentence, code="explained")


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _deeper_than(value: Any, levels: int) -> bool:
    """Level by level, so that the depth never becomes a depth of calls."""
    layer = [value]
    for _ in range(levels + 1):
        layer = [
            inner
            for one in layer
            if isinstance(one, (dict, list))
            for inner in (one.values() if isinstance(one, dict) else one)
        ]
        if not layer:
            return False
    return True
