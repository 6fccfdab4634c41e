"""From an address to a finding in sight: another hospital's is a 404."""

from __future__ import annotations

import uuid

from django.shortcuts import get_object_or_404
from rest_framework.request import Request

from organizations.requests import request_scope
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.selectors.finding_page import finding_in


def finding_for(request: Request, uid: uuid.UUID) -> Finding:
    """The finding of an address, with what its answer names."""
    return get_object_or_404(finding_in(request_scope(request, FindingRight.VIEW)), uid=uid)


def finding_to_act_on(request: Request, uid: uuid.UUID) -> Finding:
    """The same, no more than which one it is: the act locks it and reads it whole."""
    in_sight = Finding.objects.visible_in(request_scope(request, FindingRight.VIEW))
    return get_object_or_404(in_sight.select_related("hospital").only("hospital"), uid=uid)
