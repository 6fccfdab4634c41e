"""The base of every resource: what is asked and sent is read by its serializer, the clock is read here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from django.http import QueryDict
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from infrastructure.api.parsing import JsonParser
from infrastructure.api.strict import Strict, json_of


def asked(request: Request) -> Mapping[str, Any]:
    """What stands behind the question mark of the address, read and checked."""
    return cast(Mapping[str, Any], request.asked)  # type: ignore[attr-defined]  # see ApiView.initial


class ApiView(APIView):
    """JSON in, JSON out. Nothing that is not in the schema is taken: neither a parameter nor a body."""

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def today(self) -> date:
        return timezone.localdate()

    @property
    def handler(self) -> Any:
        """What answers this request's method, as `operation` described it."""
        method = self.request.method if self.request else None  # the document is made without a request
        return getattr(self, (method or "").lower(), None)

    def get_parsers(self) -> list[Any]:
        """JSON, a form, or either: as the schema says of this method."""
        body = getattr(self.handler, "body", None)
        if isinstance(body, dict):
            return [MultiPartParser()]
        with_files = body is not None and json_of(body) is not body
        return [MultiPartParser(), JsonParser()] if with_files else [JsonParser()]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Before the handler: who calls, and whether the address and an undescribed body are in order."""
        super().initial(request, *args, **kwargs)
        if not hasattr(self.handler, "query"):
            return  # not a method of ours: REST framework refuses it
        read = self.handler.query(data=request.query_params, context={"as_of": self.today, "as_text": True})
        read.is_valid(raise_exception=True)
        request.asked = read.validated_data  # type: ignore[attr-defined]
        if self.handler.body is None and request.method not in ("GET", "HEAD") and request.data:
            raise ValidationError("这个接口没有请求体，请不要发送内容。")

    def typed(
        self, request: Request, body: type[Strict], *, partial: bool = False, **context: Any
    ) -> Mapping[str, Any]:
        """The checked values of the body; every wrong field at once is a 400."""
        if not isinstance(request.data, Mapping):
            raise ValidationError("请求的内容应为 JSON 对象：{…}。")
        form = isinstance(self.handler.body, dict) or isinstance(request.data, QueryDict)
        context |= {"as_of": self.today, "as_text": form}
        read = (body if form else json_of(body))(data=request.data, partial=partial, context=context)
        read.is_valid(raise_exception=True)
        return cast(Mapping[str, Any], read.validated_data)

    def revised(self, request: Request, body: type[Strict], **context: Any) -> Mapping[str, Any]:
        """The fields that were sent of an edit, and the revision that it was made against."""
        return self.typed(request, body, partial=True, **context)
