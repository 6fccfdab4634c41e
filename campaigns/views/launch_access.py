"""What the views of a launch share: the launch of an address, and the right that a page asks for."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from campaigns.models import Participation
from organizations.requests import request_grants, request_scope
from organizations.rights import Right


def participation_for(request: HttpRequest, uid: UUID, action: Right) -> Participation:
    """The participation of an address: another hospital's is a 404, a missing right inside one's own a 403."""
    rows = Participation.objects.select_related("hospital", "run__campaign")
    found = get_object_or_404(rows, hospital__in=request_grants(request).hospital_ids, uid=uid)
    if not request_scope(request, action).within(found.hospital_id):
        raise PermissionDenied("您的角色没有这项权限。")
    request.hospital = found.hospital  # type: ignore[attr-defined]  # read by the page frame
    return found
