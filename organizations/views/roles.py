"""Roles and stand-ins: who may do what, from when to when. For the security administrator."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from infrastructure.form_acts import pressed, submitted
from infrastructure.presentation.filters import filter_chip
from organizations import selectors
from organizations.forms.roles import EndRoleForm, GrantForm, StandInForm
from organizations.models import Hospital, Membership, Role, StandIn
from organizations.requests import signed_in
from organizations.rights import OrganizationRight, description_of
from organizations.roles import ROLES, Place
from organizations.services import memberships, stand_ins
from organizations.views.settings_page import page, posted, searched, settings_page

ROLES_A_PAGE = 50
STATES = [("now", "现在有效", None), ("later", "尚未开始", None), ("ended", "已结束", None)]
ROLE_CHOICES = [
    (role.value, str(role.label), None) for role in ROLES if ROLES[role].places != (Place.REGION,)
]


@require_GET
@settings_page(OrganizationRight.MANAGE_ROLES)
def role_list(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    query = request.GET
    wanted = selectors.RoleFilter(
        words=searched(request),
        roles=tuple(query.getlist("role")),
        states=tuple(query.getlist("state")) or ("now", "later"),
    )
    found = selectors.membership_list(hospital, wanted, as_of=timezone.localdate())
    rows = Paginator(found, ROLES_A_PAGE).get_page(query.get("page"))
    chips = [
        filter_chip(name="role", label="角色", options=ROLE_CHOICES, chosen=wanted.roles),
        filter_chip(name="state", label="状态", options=STATES, chosen=query.getlist("state")),
    ]
    for row in rows:
        row.description = description_of(Role(row.role))  # type: ignore[attr-defined]
    return page(request, "roles", hospital, rows=rows, chips=chips, words=wanted.words)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_ROLES)
def role_grant(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = GrantForm(
        posted(request),
        hospital=hospital,
        as_of=timezone.localdate(),
        lookup=_lookup(hospital),
        initial={"person": request.GET.get("person", "")},
    )
    sent = submitted(
        request,
        form,
        lambda: memberships.grant_membership(
            user=form.cleaned_data["user"],
            role=Role(form.cleaned_data["role"]),
            place=form.place(),
            from_on=form.cleaned_data["from_on"],
            to_on=form.cleaned_data["to_on"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        granted = sent.answer
        messages.success(request, f"已授予{granted.user.display_name}“{granted.get_role_display()}”。")
        return redirect("settings-roles", hospital.code)
    return page(request, "role_grant", hospital, form=form)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_ROLES)
def role_end(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    rows = Membership.objects.filter(hospital=hospital).select_related(
        "user__staff", "department", "hospital"
    )
    membership = get_object_or_404(rows, uid=uid)
    form = EndRoleForm(posted(request))
    sent = submitted(
        request,
        form,
        lambda: memberships.end_membership(
            membership=membership, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(
            request, f"{membership.user.display_name}的“{membership.get_role_display()}”已收回。"
        )
        return redirect("settings-roles", hospital.code)
    return page(request, "role_end", hospital, form=form, membership=membership)


@require_GET
@settings_page(OrganizationRight.MANAGE_ROLES)
def stand_in_list(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    ended = request.GET.get("state") == "ended"
    found = selectors.stand_in_list(hospital, as_of=timezone.localdate(), ended=ended)
    rows = Paginator(found, ROLES_A_PAGE).get_page(request.GET.get("page"))
    options = [("ended", "已结束", None)]
    chips = [
        filter_chip(name="state", label="状态", options=options, chosen=request.GET.getlist("state")),
    ]
    return page(request, "stand_ins", hospital, rows=rows, chips=chips, show_ended=ended)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_ROLES)
def stand_in_new(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = StandInForm(
        posted(request), hospital=hospital, as_of=timezone.localdate(), lookup=_lookup(hospital)
    )
    sent = submitted(
        request,
        form,
        lambda: stand_ins.appoint(**form.cleaned_data, by=signed_in(request), now=timezone.now()),
    )
    if sent.done:
        messages.success(request, f"已指定{sent.answer.substitute}代理{sent.answer.principal}。")
        return redirect("settings-stand-ins", hospital.code)
    return page(request, "stand_in_new", hospital, form=form)


@require_POST
@settings_page(OrganizationRight.MANAGE_ROLES)
def stand_in_end(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    rows = StandIn.objects.filter(hospital=hospital).select_related("principal", "substitute")
    stand_in = get_object_or_404(rows, uid=uid)
    return pressed(
        request,
        lambda: memberships.end_stand_in(stand_in=stand_in, by=signed_in(request), now=timezone.now()),
        done=f"{stand_in.substitute}代理{stand_in.principal}已结束。",
        to=reverse("settings-stand-ins", args=[hospital.code]),
    )


def _lookup(hospital: Hospital) -> str:
    return reverse("settings-people-lookup", args=[hospital.code])
