"""Registering before the hospital takes part in a run: what is missing, and who can open one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from campaigns.models import Participation
from campaigns.rights import RunRight
from campaigns.selectors.participations import participation_in
from organizations.models import Hospital
from organizations.places import Place, may
from organizations.requests import signed_in


def ledger_to_register_in(request: HttpRequest, hospital: Hospital) -> Participation | None:
    """The ledger that the form names, else the running one; None while there is none. Raises Http404 for another."""
    asked = request.POST.get("run") or request.GET.get("run") or ""
    found = participation_in(hospital, asked, as_of=timezone.localdate())
    if found is None and asked:
        raise Http404("本院没有参加这个专项整治。")
    return found


def no_run(request: HttpRequest, hospital: Hospital, *, title: str) -> HttpResponse:
    opens = may(
        action=RunRight.MANAGE,
        place=Place(hospital.pk, None),
        by=signed_in(request),
        as_of=timezone.localdate(),
    )
    context = {"hospital": hospital, "title": title, "opens": opens}
    return render(request, "rectification/findings/no_run.html", context)
