"""复制催办文字 for the filtered ledger: nothing is sent, the office pastes it into its group chat."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.selectors.participations import open_participations
from organizations.requests import hospital_for, signed_in
from rectification.rights import FindingRight
from rectification.rules.chase import DepartmentChase
from rectification.selectors import ledger
from rectification.selectors.chase import MOST, chases_of
from rectification.services import exports
from rectification.views.ledger import chosen_ledger


@dataclass(frozen=True)
class Message:
    """What is pasted for one department."""

    department: DepartmentChase
    late: int
    text: str

    @property
    def rows(self) -> int:
        return self.text.count("\n") + 2  # one more: the first line may turn


@require_safe
def chase(request: HttpRequest, code: str) -> HttpResponse:
    """A text for each department of the filtered list, and all of them as one."""
    hospital, scope = hospital_for(request, code, FindingRight.TRIAGE)
    now = timezone.now()
    today = timezone.localdate(now)
    ledgers = open_participations(hospital, as_of=today)
    if not ledgers:
        return render(request, "rectification/ledger/empty.html", {"hospital": hospital})
    participation = chosen_ledger(request, ledgers)
    found = ledger.listed(request.GET, scope=scope, participation=participation, as_of=today)
    chases = chases_of(found.qs, participation, as_of=today) if found.is_valid() else []
    back = f"{reverse('ledger', args=[hospital.code])}?{request.GET.urlencode()}"
    home = request.build_absolute_uri(reverse("workbench", args=[hospital.code]))
    title = participation.run.title
    messages = [
        Message(each, each.late(today), each.text(title=title, as_of=today, url=home)) for each in chases
    ]
    asked = sum(len(each.findings) for each in chases)
    if asked:
        exports.record_export(
            participation=participation, rows=asked, form="催办文字", by=signed_in(request), now=now
        )
    context = {
        "hospital": hospital,
        "participation": participation,
        "messages_by_department": messages,
        "everything": "\n\n".join(each.text for each in messages),
        "asked": asked,
        "late": sum(each.late for each in messages),
        "cut": asked >= MOST,
        "most": MOST,
        "problems": found.errors,
        "back": back,
    }
    return render(request, "rectification/ledger/chase.html", context)
