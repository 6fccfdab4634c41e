"""检查条目: of a hospital below its checkpoint, of a region on a page of its own."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.forms.check_entries import CheckEntryForm
from campaigns.models import Campaign, CheckEntry, Checkpoint
from campaigns.rights import RunRight
from campaigns.selectors.check_entries import entry_in, own_entries
from campaigns.services.check_entries import add_entry, change_entry, end_entry
from infrastructure.form_acts import pressed, submitted
from organizations.models import Hospital, Region
from organizations.requests import hospital_for, region_for, request_scope, signed_in

GET_AND_POST = ["GET", "POST"]


@require_GET
def of_region(request: HttpRequest, code: str, uid: UUID) -> HttpResponse:
    """Every checkpoint of a campaign with what this region has set below it."""
    region = region_for(request, code, RunRight.MANAGE)
    campaign = get_object_or_404(Campaign, uid=uid)
    held = own_entries(region, campaign, at=timezone.now())
    points = Checkpoint.objects.filter(item__campaign=campaign).select_related("item")
    rows = [(point, held.get(point.pk, [])) for point in points.order_by("item__number", "code")]
    page = {"region": region, "campaign": campaign, "rows": rows}
    return render(request, "campaigns/region_entries.html", page)


@require_http_methods(GET_AND_POST)
def new_of_region(request: HttpRequest, code: str, uid: UUID, clause: str) -> HttpResponse:
    return _new(request, region_for(request, code, RunRight.MANAGE), uid, clause)


@require_http_methods(GET_AND_POST)
def new_of_hospital(request: HttpRequest, code: str, uid: UUID, clause: str) -> HttpResponse:
    return _new(request, hospital_for(request, code, RunRight.MANAGE)[0], uid, clause)


def _new(request: HttpRequest, owner: Hospital | Region, campaign: UUID, clause: str) -> HttpResponse:
    points = Checkpoint.objects.select_related("item__campaign")
    point = get_object_or_404(points, item__campaign__uid=campaign, clause=clause)
    form = CheckEntryForm(request.POST or None)
    sent = submitted(
        request,
        form,
        lambda: add_entry(
            owner=owner, checkpoint=point, values=form.values(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "检查条目已增加。")
        return redirect(_back(owner, point))
    return _render(request, owner, point, form, sent.status)


@require_http_methods(GET_AND_POST)
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    entry = _entry(request, uid)
    form = CheckEntryForm(request.POST or None, entry=entry)
    sent = submitted(
        request,
        form,
        lambda: change_entry(entry=entry, values=form.values(), by=signed_in(request), now=timezone.now()),
    )
    if sent.done:
        messages.success(request, "检查条目已保存；已经确认的表仍显示原来的条目。")
        return redirect(_back(_owner(entry), entry.checkpoint))
    return _render(request, _owner(entry), entry.checkpoint, form, sent.status)


@require_POST
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    entry = _entry(request, uid)
    return pressed(
        request,
        lambda: end_entry(entry=entry, by=signed_in(request), now=timezone.now()),
        done="检查条目已停用。",
        to=_back(_owner(entry), entry.checkpoint),
    )


def _entry(request: HttpRequest, uid: UUID) -> CheckEntry:
    entry = get_object_or_404(entry_in(request_scope(request, RunRight.MANAGE), uid))
    if entry.hospital is not None:
        request.hospital = entry.hospital  # type: ignore[attr-defined]  # read by the page frame
    return entry


def _owner(entry: CheckEntry) -> Hospital | Region:
    owner = entry.hospital or entry.region
    assert owner is not None  # of_one_place
    return owner


def _back(owner: Hospital | Region, point: Checkpoint) -> str:
    campaign = point.item.campaign.uid
    if isinstance(owner, Hospital):
        return reverse("checkpoint", args=[owner.code, campaign, point.clause])
    return f"{reverse('region-entries', args=[owner.code, campaign])}#{point.clause}"


def _render(
    request: HttpRequest, owner: Hospital | Region, point: Checkpoint, form: CheckEntryForm, status: int
) -> HttpResponse:
    page = {"owner": owner, "point": point, "form": form, "back": _back(owner, point)}
    return render(request, "campaigns/check_entry.html", page, status=status)
