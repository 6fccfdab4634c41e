"""The base of every resource: a body is read by its serializer, the clock is read here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.views import APIView

from infrastructure.api.parsing import JsonParser
from infrastructure.errors import Invalid, Refusal


class ApiView(APIView):
    """JSON in, JSON out."""

    parser_classes = [JsonParser]

    @property
    def now(self) -> datetime:
        return timezone.now()

    @property
    def today(self) -> date:
        return timezone.localdate()

    def typed(
        self,
        request: Request,
        body: type[serializers.Serializer[Any]],
        *,
        partial: bool = False,
        **context: Any,
    ) -> Mapping[str, Any]:
        """The checked values of the body; every wrong field at once is a 400."""
        if not isinstance(request.data, Mapping):
            raise Refusal("请求的内容应为 JSON 对象：{…}。")
        read = body(data=request.data, partial=partial, context={"as_of": self.today, **context})
        read.is_valid(raise_exception=True)
        return read.validated_data  # type: ignore[no-any-return]

    def revised(
        self, request: Request, body: type[serializers.Serializer[Any]], **context: Any
    ) -> Mapping[str, Any]:
        """The fields that were sent of an edit, and always the revision that it was made against."""
        typed = self.typed(request, body, partial=True, **context)
        if "revision" not in typed:
            raise Invalid({"revision": "请填写修改所依据的版本。"})
        return typed


class UploadView(ApiView):
    """A resource to which files are sent as multipart/form-data."""

    parser_classes = [MultiPartParser, JsonParser]
