"""Settings: what the kinds of 问题来源 are called in this hospital."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from infrastructure.form_acts import submitted
from organizations.models import Hospital
from organizations.requests import signed_in
from organizations.views.settings_page import posted, settings_page
from rectification.forms.origins import OriginLabelsForm
from rectification.rights import FindingRight
from rectification.services.origin_labels import own_labels, set_origin_labels, version_of


@require_http_methods(["GET", "POST"])
@settings_page(FindingRight.LABEL_ORIGINS)
def origin_labels(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = OriginLabelsForm(posted(request), hospital=hospital)
    sent = submitted(
        request,
        form,
        lambda: set_origin_labels(
            hospital=hospital,
            labels=form.labels(),
            seen=request.POST.get("revision", ""),
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, "问题来源的叫法已保存。")
        return redirect("settings-overview", hospital.code)
    renewed = request.method == "GET" or sent.conflict
    version = version_of(own_labels(hospital.pk)) if renewed else request.POST.get("revision", "")
    context = {"hospital": hospital, "form": form, "version": version, "conflict": sent.conflict}
    status = sent.status if sent.conflict else 400 if form.errors else 200
    return render(request, "rectification/settings/origins.html", context, status=status)
