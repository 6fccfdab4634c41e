"""What every settings page does: find the hospital of the address, ask for the right, show the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from infrastructure.errors import EditConflict
from organizations.models import Hospital
from organizations.requests import hospital_for, request_scope
from organizations.rights import Right

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Hospital, P], HttpResponseBase]


def settings_page(*actions: Right) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """The view gets the hospital instead of its code. One of the actions is enough."""

    def decorate(view: View[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, code: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            return view(request, _hospital(request, code, actions), *args, **kwargs)

        return checked

    return decorate


def may(request: HttpRequest, hospital: Hospital, action: Right) -> bool:
    """Whether the user holds the action for the whole hospital: no settings page is for a department."""
    return hospital.pk in request_scope(request, action).hospitals


def _hospital(request: HttpRequest, code: str, actions: tuple[Right, ...]) -> Hospital:
    for action in actions:
        try:
            hospital, scope = hospital_for(request, code, action)
        except PermissionDenied:
            continue
        if hospital.pk in scope.hospitals:
            return hospital
    raise PermissionDenied("您的角色没有这项权限。")


def posted(request: HttpRequest) -> Any:
    """What a form is bound to; nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def searched(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "").strip()[:60]


def typed_revision(request: HttpRequest) -> int:
    """The version the form was opened with; without one it is older than any."""
    text = request.POST.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def page(
    request: HttpRequest, name: str, hospital: Hospital, *, form: BaseForm | None = None, **context: Any
) -> HttpResponse:
    """A page of the settings. With a form that has errors it is a 400, and everything typed stays in it."""
    status = context.pop("status", 400 if form is not None and form.is_bound and form.errors else 200)
    context |= {"hospital": hospital, "form": form, "as_of": timezone.localdate()}
    return render(request, f"organizations/settings/{name}.html", context, status=status)


def differences(conflict: EditConflict) -> list[dict[str, Any]]:
    """Both versions side by side, field by field."""
    return [
        {"label": label, "current": current, "typed": conflict.submitted[label]}
        for label, current in conflict.current.items()
        if current != conflict.submitted[label]
    ]
