"""From a request to a place and a scope. Another hospital is a 404, a missing right inside one's own a 403."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from organizations.access_selectors import hospitals_of, lines_over, region_in_reach
from organizations.models import Hospital, Region, User
from organizations.rights import Right
from organizations.scope import Grants, Scope, grants_for, scope_of


def signed_in(request: HttpRequest) -> User:
    """The user of this request. Views that need no log-in say so and never ask this."""
    user = request.user
    assert isinstance(user, User)  # organizations.middleware.SignedIn
    return user


def request_scope(request: HttpRequest, action: Right) -> Scope:
    """The scope of one action for the user of this request, on today's date."""
    return scope_of(request.user, action, as_of=timezone.localdate())


def request_grants(request: HttpRequest) -> Grants:
    """Everything the user of this request holds today."""
    return grants_for(request.user, as_of=timezone.localdate())


def hospital_for(request: HttpRequest, code: str, action: Right) -> tuple[Hospital, Scope]:
    """The hospital of an address and the user's scope in it for one action, cut down to that hospital.

    Raises Http404 when the user has no role there at all, PermissionDenied when none of the roles may do this.
    """
    held = hospitals_of(signed_in(request), request_grants(request))
    hospital = next((each for each in held if each.code == code), None)
    if hospital is None:
        raise Http404("没有这个页面，或您无权查看。")
    scope = request_scope(request, action).within(hospital.pk)
    if not scope:
        raise PermissionDenied("您的角色没有这项权限。")
    request.hospital = hospital  # type: ignore[attr-defined]  # read by the page frame
    return hospital, scope


def region_for(request: HttpRequest, code: str, action: Right) -> Region:
    """The region of an address, when it is one of the user's or lies below one and the action is allowed there.

    Opens no live hospital data (DESIGN §5). Raises Http404 out of reach, PermissionDenied without the right.
    """
    region = region_in_reach(code=code, grants=request_grants(request))
    if region is None:
        raise Http404("没有这个页面，或您无权查看。")
    if not lines_for(request, region, action):
        raise PermissionDenied("您的角色没有这项权限。")
    return region


def lines_for(request: HttpRequest, region: Region, action: Right) -> frozenset[str]:
    """The administrative lines whose hospitals the user's roles reach from this region, for one action."""
    return lines_over(region, request_scope(request, action).region_lines)
