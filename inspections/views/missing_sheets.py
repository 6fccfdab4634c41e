"""补建自查表: departments founded since the run was opened get their sheets."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.models import Participation
from campaigns.rights import RunRight
from inspections.services.missing_sheets import add_missing_sheets
from organizations.requests import hospital_for, signed_in


@require_POST
def run_sheets(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Sheets of departments founded since the run was opened."""
    hospital, _ = hospital_for(request, code, RunRight.MANAGE)
    participation = get_object_or_404(
        Participation.objects.select_related("run"), hospital=hospital, run__uid=uid
    )
    built = add_missing_sheets(participation=participation, by=signed_in(request), now=timezone.now())
    said = (
        f"已补建 {built.sheets} 张自查表，补充 {built.lines} 个要点。" if built.lines else "自查表都已齐全。"
    )
    messages.success(request, said)
    return redirect("runs" if request.POST.get("next") == "runs" else "inspection", code=code)
