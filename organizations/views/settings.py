"""The overview of the settings by right, and those of the hospital itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from infrastructure.form_acts import submitted
from organizations.forms.hospital import NamesForm, PolicyForm, StandingForm
from organizations.models import Hospital
from organizations.requests import request_grants, signed_in
from organizations.rights import OrganizationRight
from organizations.selectors import standings_of
from organizations.services import hospitals, standings
from organizations.settings_cards import cards
from organizations.views.settings_page import may, page, posted, settings_page


@require_GET
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """Only what the user may open. Whoever may open nothing has no settings here."""
    hospital = Hospital.objects.filter(code=code, pk__in=request_grants(request).hospital_ids).first()
    if hospital is None:
        raise Http404("没有这个页面，或您无权查看。")
    request.hospital = hospital  # type: ignore[attr-defined]  # read by the page frame
    offered = [
        {
            "url": reverse(card.name, args=[code]),
            "icon": card.icon,
            "title": card.title,
            "sentence": card.sentence,
        }
        for card in cards()
        if may(request, hospital, card.action)
    ]
    if not offered:
        raise PermissionDenied("您的角色没有这项权限。")
    return page(request, "overview", hospital, cards=offered)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def names(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = NamesForm(posted(request), hospital=hospital)
    sent = submitted(
        request,
        form,
        lambda: hospitals.edit_names(
            hospital=hospital, names=form.fields_typed(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "机构名称已保存。")
        return redirect("settings-overview", hospital.code)
    return page(request, "names", hospital, form=form)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def standing(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """What the hospital is, was and will be: dated, each with its reason."""
    form = StandingForm(posted(request), hospital=hospital, as_of=timezone.localdate())
    sent = submitted(
        request,
        form,
        lambda: standings.change_standing(
            hospital=hospital,
            values=form.values_typed(),
            from_on=form.cleaned_data["from_on"],
            reason=form.cleaned_data["reason"],
            seen=request.POST.get("revision", ""),
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, "机构属性已登记。")
        return redirect("settings-standing", hospital.code)
    context: dict[str, Any] = {"rows": standings_of(hospital), "conflict": sent.conflict}
    renewed = request.method == "GET" or sent.conflict
    context["version"] = standings.version_of(hospital) if renewed else request.POST.get("revision", "")
    if sent.conflict:
        context["status"] = sent.status
    return page(request, "standing", hospital, form=form, **context)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_ROLES)
def policy(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = PolicyForm(posted(request), hospital=hospital)
    sent = submitted(
        request,
        form,
        lambda: hospitals.edit_policy(
            hospital=hospital, policy=form.fields_typed(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "登录与水印的设置已保存。")
        return redirect("settings-overview", hospital.code)
    return page(request, "policy", hospital, form=form)
