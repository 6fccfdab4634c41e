"""定稿: the page where the office releases a ledger, sees its releases and takes the newest back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.models import Participation
from campaigns.selectors.participations import open_participations
from infrastructure.form_acts import pressed, submitted
from organizations.requests import hospital_for, request_scope, signed_in
from rectification.forms.work import ReasonForm
from rectification.models import LedgerFinal
from rectification.rights import FindingRight
from rectification.selectors.finals import final_of, finals_of
from rectification.services import ledger_finals
from rectification.views.ledger import chosen_ledger


def _ledger(request: HttpRequest, code: str) -> Participation:
    hospital, _ = hospital_for(request, code, FindingRight.FINALIZE)
    ledgers = open_participations(hospital, as_of=timezone.localdate())
    if not ledgers:
        raise Http404("本院还没有台账。")
    return chosen_ledger(request, ledgers)


def _address(participation: Participation) -> str:
    return f"{reverse('ledger-final', args=[participation.hospital.code])}?run={participation.run.code}"


@require_http_methods(["GET", "POST"])
def ledger_final(request: HttpRequest, code: str) -> HttpResponse:
    participation = _ledger(request, code)
    if request.method == "POST":
        return pressed(
            request,
            lambda: ledger_finals.set_final(
                participation=participation, by=signed_in(request), now=timezone.now()
            ),
            done=lambda final: f"已定稿 {final.count} 条。打印件不再标“草稿”。",
            to=_address(participation),
        )
    context = {
        "hospital": participation.hospital,
        "participation": participation,
        "final": final_of(participation),
        "finals": finals_of(participation),
    }
    return render(request, "rectification/ledger/final.html", context)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    scope = request_scope(request, FindingRight.FINALIZE)
    rows = LedgerFinal.objects.select_related("participation__run", "participation__hospital")
    final = get_object_or_404(rows.filter(hospital__in=scope.hospitals).defer("lines"), uid=uid)
    participation = final.participation
    request.hospital = participation.hospital  # type: ignore[attr-defined]  # read by the page frame
    form = ReasonForm(request.POST or None, label="撤回定稿", required=True)
    sent = submitted(
        request,
        form,
        lambda: ledger_finals.withdraw_final(
            final=final, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "已撤回定稿。打印件重新标为“草稿”。")
        return redirect(_address(participation))
    context = {"final": final, "form": form, "participation": participation, "back": _address(participation)}
    return render(request, "rectification/ledger/final_withdraw.html", context, status=sent.status)
