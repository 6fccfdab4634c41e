"""From an address to a ledger in sight: another hospital's is a 404."""

from __future__ import annotations

import uuid

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from campaigns.models import Participation
from organizations.requests import request_grants, request_scope
from organizations.rights import Right
from organizations.scope import Scope


def ledger_for(request: Request, uid: uuid.UUID, action: Right) -> tuple[Participation, Scope]:
    """The ledger of an address, and the user's scope in its hospital for one action."""
    rows = Participation.objects.select_related("run", "hospital")
    found = get_object_or_404(rows, hospital__in=request_grants(request).hospital_ids, uid=uid)
    scope = request_scope(request, action).within(found.hospital_id)
    if not scope:
        raise PermissionDenied("您的角色没有这项权限。")
    return found, scope


def ledger_with(request: Request, uid: uuid.UUID, *actions: Right) -> Participation:
    """The ledger of an address, when one of the actions is held anywhere in its hospital."""
    for action in actions:
        try:
            return ledger_for(request, uid, action)[0]
        except PermissionDenied:
            continue
    raise PermissionDenied("您的角色没有这项权限。")
