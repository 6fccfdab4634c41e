"""From an address to a hospital or a record of it. Another hospital's is a 404 like one that does not exist."""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework.request import Request

from organizations.models import Hospital
from organizations.requests import hospital_for, request_grants, request_scope
from organizations.rights import Right

Row = TypeVar("Row", bound=Model)


def hospital_managed(request: Request, code: str, *actions: Right) -> Hospital:
    """The hospital of an address, when one of the actions is held for the whole of it."""
    for action in actions:
        try:
            hospital, scope = hospital_for(request, code, action)
        except PermissionDenied:
            continue
        if hospital.pk in scope.hospitals:
            return hospital
    raise PermissionDenied("您的角色没有这项权限。")


def hospital_with(request: Request, code: str, *actions: Right) -> Hospital:
    """The hospital of an address, when one of the actions is held anywhere in it."""
    for action in actions:
        try:
            return hospital_for(request, code, action)[0]
        except PermissionDenied:
            continue
    raise PermissionDenied("您的角色没有这项权限。")


def row_managed(request: Request, rows: QuerySet[Row], uid: Any, *actions: Right) -> Row:
    """A row of a hospital where the user works, when one of the actions is held for that whole hospital."""
    row = rows.filter(hospital__in=request_grants(request).hospital_ids, uid=uid).first()
    if row is None:
        raise Http404
    hospital_id = row.hospital_id  # type: ignore[attr-defined]  # every hospital-owned table has one
    if not any(hospital_id in request_scope(request, action).hospitals for action in actions):
        raise PermissionDenied("您的角色没有这项权限。")
    return row
