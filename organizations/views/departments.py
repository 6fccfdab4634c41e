"""Departments: the tree, one department with its names, and its end."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from infrastructure.form_acts import pressed, submitted
from infrastructure.presentation.filters import filter_chip
from organizations import selectors
from organizations.forms.departments import AliasForm, DepartmentEndForm, DepartmentForm
from organizations.models import Department, DepartmentKind, Hospital
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.services import departments as services
from organizations.views.settings_page import (
    differences,
    page,
    posted,
    searched,
    settings_page,
    typed_revision,
)
from policy_texts.vocabulary import Duty

STATES = [("active", "在用", None), ("ended", "已停用", None)]


@require_GET
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def department_list(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    query = request.GET
    wanted = selectors.DepartmentFilter(
        words=searched(request),
        kinds=tuple(query.getlist("kind")),
        duties=tuple(query.getlist("duty")),
        states=tuple(query.getlist("state")) or ("active",),
    )
    rows = selectors.department_tree(hospital, wanted, as_of=timezone.localdate())
    kinds = [(value, label, None) for value, label in DepartmentKind.choices]
    duties = [(duty.value, duty.label, None) for duty in Duty]
    chips = [
        filter_chip(name="kind", label="类别", options=kinds, chosen=wanted.kinds),
        filter_chip(name="duty", label="归口职责", options=duties, chosen=wanted.duties),
        filter_chip(name="state", label="状态", options=STATES, chosen=query.getlist("state")),
    ]
    return page(request, "departments", hospital, rows=rows, chips=chips, words=wanted.words)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def department_new(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = DepartmentForm(posted(request), hospital=hospital, as_of=timezone.localdate())
    sent = submitted(
        request,
        form,
        lambda: services.create_department(
            hospital=hospital, fields=form.fields_typed(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, f"已新增“{sent.answer}”。")
        return redirect("settings-departments", hospital.code)
    return page(request, "department_new", hospital, form=form)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def department_edit(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    department = _department(hospital, uid)
    form = DepartmentForm(
        posted(request), hospital=hospital, as_of=timezone.localdate(), department=department
    )
    sent = submitted(
        request,
        form,
        lambda: services.edit_department(
            department=department,
            fields=form.fields_typed(),
            revision=typed_revision(request),
            by=signed_in(request),
            now=timezone.now(),
        ),
        shows_conflict=True,
    )
    if sent.conflict:
        return _page(request, department, form, status=sent.status, conflict=differences(sent.conflict))
    if sent.done:
        messages.success(request, f"“{sent.answer}”已保存。")
        return redirect("settings-department", hospital.code, uid)
    return _page(request, department, form)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def department_end(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    department = _department(hospital, uid)
    form = DepartmentEndForm(posted(request), department=department, as_of=timezone.localdate())
    sent = submitted(
        request,
        form,
        lambda: services.end_department(
            department=department,
            to_on=form.cleaned_data["to_on"],
            successor=form.cleaned_data["successor"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, f"“{department}”从 {sent.answer.active_to} 起停用。")
        return redirect("settings-department", hospital.code, uid)
    people = selectors.people_posted(department, as_of=timezone.localdate())
    return page(request, "department_end", hospital, form=form, department=department, people=people)


@require_POST
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def department_reopen(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    department = _department(hospital, uid)
    return pressed(
        request,
        lambda: services.reopen_department(department=department, by=signed_in(request), now=timezone.now()),
        done=f"“{department}”已恢复使用。原来的人员请逐个调整任职。",
        to=reverse("settings-department", args=[hospital.code, uid]),
    )


@require_POST
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def alias_add(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    department = _department(hospital, uid)
    aliases = AliasForm(request.POST)
    sent = submitted(
        request,
        aliases,
        lambda: services.add_alias(
            department=department,
            name=aliases.cleaned_data["alias"],
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        return redirect("settings-department", hospital.code, uid)
    form = DepartmentForm(hospital=hospital, as_of=timezone.localdate(), department=department)
    return _page(request, department, form, status=400, alias_form=aliases)


@require_POST
@settings_page(OrganizationRight.MANAGE_DEPARTMENTS)
def alias_remove(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    department = _department(hospital, uid)
    name = request.POST.get("alias", "").replace("\x00", "")
    return pressed(
        request,
        lambda: services.remove_alias(
            department=department, name=name, by=signed_in(request), now=timezone.now()
        ),
        to=reverse("settings-department", args=[hospital.code, uid]),
    )


def _department(hospital: Hospital, uid: uuid.UUID) -> Department:
    rows = Department.objects.filter(hospital=hospital).select_related("hospital", "parent", "successor")
    department: Department = get_object_or_404(rows, uid=uid)
    return department


def _page(
    request: HttpRequest, department: Department, form: DepartmentForm, **context: object
) -> HttpResponse:
    """A conflict shows the form with what was typed, ready to be saved over the newer version knowingly."""
    today = timezone.localdate()
    context.setdefault("alias_form", AliasForm())
    return page(
        request,
        "department",
        department.hospital,
        form=form,
        department=department,
        aliases=department.aliases.order_by("name"),
        people=selectors.people_posted(department, as_of=today),
        entries=selectors.timeline(department),
        ended=bool(department.active_to and department.active_to < today),
        **context,
    )
