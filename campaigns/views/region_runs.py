"""专项整治 of a region: supervisors see its runs and open new ones; of a hospital they see only that it takes part."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from campaigns.forms.runs import RegionRunForm
from campaigns.models import CampaignRun
from campaigns.rights import RunRight
from campaigns.rules.phases import current_phase, is_over, marks
from campaigns.selectors.region_runs import RegionRun, TakingPart, runs_of_region, whom_it_binds
from campaigns.selectors.runs import organizer
from campaigns.services.runs import check_run, open_run
from infrastructure.form_acts import submitted
from organizations.models import Region
from organizations.requests import lines_for, region_for, signed_in


@require_GET
def runs(request: HttpRequest, code: str) -> HttpResponse:
    region = region_for(request, code, RunRight.MANAGE)
    lines = lines_for(request, region, RunRight.MANAGE)
    page = {"region": region, "runs": [_row(each) for each in runs_of_region(region, lines=lines)]}
    return render(request, "campaigns/region_runs.html", page)


def _row(found: RegionRun) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "run": found.run,
        "owner": "本地区" if found.own else organizer(found.run),
        "hospitals": found.hospitals,
        "phases": marks(found.phases, as_of=today),
        "now": current_phase(found.phases, as_of=today),
        "over": is_over(found.phases, as_of=today),
    }


@require_http_methods(["GET", "POST"])
def run_new(request: HttpRequest, code: str) -> HttpResponse:
    """Twice: the first time it says which hospitals it will bind, the second time it opens the run."""
    region = region_for(request, code, RunRight.MANAGE)
    form = RegionRunForm(request.POST or None)
    asked = submitted(request, form, lambda: _whom(request, form, region))
    if asked.done and form.cleaned_data["agreed"] == asked.answer.fingerprint:
        opened = submitted(request, form, lambda: _open(request, form, region, asked.answer))
        if opened.done:
            total = asked.answer.total
            messages.success(request, f"已开展“{opened.answer.title}”，{total} 家医疗机构参加。")
            return redirect("region-runs", code=code)
    taking_part = asked.answer if asked.done and not form.errors else None
    page = {"region": region, "form": form, "taking_part": taking_part}
    return render(request, "campaigns/region_run_form.html", page, status=400 if form.errors else 200)


def _whom(request: HttpRequest, form: RegionRunForm, region: Region) -> TakingPart:
    typed = form.cleaned_data
    check_run(code=typed["code"].strip(), title=typed["title"].strip(), phases=form.phases())
    return whom_it_binds(
        campaign=typed["campaign"],
        region=region,
        lines=lines_for(request, region, RunRight.MANAGE),
        as_of=timezone.localdate(),
        narrowing=form.narrowing(),
    )


def _open(request: HttpRequest, form: RegionRunForm, region: Region, taking_part: TakingPart) -> CampaignRun:
    typed = form.cleaned_data
    return open_run(
        campaign=typed["campaign"],
        code=typed["code"],
        title=typed["title"],
        owner=region,
        phases=form.phases(),
        hospitals=taking_part.hospitals,
        by=signed_in(request),
        now=timezone.now(),
    )
