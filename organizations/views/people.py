"""People: the list, one person with postings and log-ins, and the handover of a leaver."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from infrastructure.form_acts import pressed, submitted
from infrastructure.presentation.filters import filter_chip
from organizations import selectors
from organizations.forms.people import (
    ChoosePersonForm,
    LeaveForm,
    NewPersonForm,
    PersonForm,
    PostingDatesForm,
    PostingForm,
)
from organizations.models import Hospital, Posting, StaffKind, StaffMember
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.services import handover as handovers
from organizations.services import people as services
from organizations.views.settings_page import (
    differences,
    may,
    page,
    posted,
    searched,
    settings_page,
    typed_revision,
)

PEOPLE_A_PAGE = 50
STATES = [("employed", "在职", None), ("left", "已离职", None)]


@require_GET
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def people_list(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    today, query = timezone.localdate(), request.GET
    wanted = selectors.PeopleFilter(
        words=searched(request),
        departments=selectors.only_uids(query.getlist("department")),
        kinds=tuple(query.getlist("kind")),
        states=tuple(query.getlist("state")) or ("employed",),
    )
    people = selectors.people_list(hospital, wanted, as_of=today)
    departments = selectors.departments_to_choose(hospital, as_of=today)
    options = [(row.uid, row.name, None) for row in departments]
    kinds = [(value, label, None) for value, label in StaffKind.choices]
    chips = [
        filter_chip(name="department", label="科室", options=options, chosen=wanted.departments),
        filter_chip(name="kind", label="人员类别", options=kinds, chosen=wanted.kinds),
        filter_chip(name="state", label="在职", options=STATES, chosen=query.getlist("state")),
    ]
    rows = Paginator(people, PEOPLE_A_PAGE).get_page(query.get("page"))
    return page(request, "people", hospital, rows=rows, chips=chips, words=wanted.words)


@require_GET
@settings_page(OrganizationRight.MANAGE_PEOPLE, OrganizationRight.HAND_OVER, OrganizationRight.MANAGE_ROLES)
def people_lookup(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """What a person picker asks while one types."""
    words = searched(request)
    found = selectors.found_people(hospital, words, as_of=timezone.localdate()) if words else []
    answer = [
        {
            "value": str(person.uid),
            "text": f"{person.name}（{person.employee_no}）",
            "pinyin": f"{person.name_pinyin} {person.employee_no}",
            "note": "、".join(posting.department.name for posting in person.current),  # type: ignore[attr-defined]
        }
        for person in found
    ]
    return JsonResponse(answer, safe=False)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def person_new(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    form = NewPersonForm(posted(request), hospital=hospital, as_of=timezone.localdate())
    sent = submitted(
        request,
        form,
        lambda: services.create_person(
            hospital=hospital,
            fields=form.fields_typed(),
            posting=form.posting_typed(),
            by=signed_in(request),
            now=timezone.now(),
        ),
    )
    if sent.done:
        messages.success(request, f"已新增“{sent.answer}”。需要登录的，请在这里开通账号。")
        return redirect("settings-person", hospital.code, sent.answer.uid)
    return page(request, "person_new", hospital, form=form)


@require_GET
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def person_detail(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    person = get_object_or_404(selectors.person_of(hospital, uid))
    context: dict[str, Any] = {
        "person": person,
        "left": bool(person.employed_to and person.employed_to < timezone.localdate()),
        "accounts": selectors.accounts_of(person),
        "entries": selectors.timeline(person),
        "may_hand_over": may(request, hospital, OrganizationRight.HAND_OVER),
    }
    return page(request, "person", hospital, **context)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def person_edit(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    person = _person(hospital, uid)
    form = PersonForm(posted(request), person=person, as_of=timezone.localdate())
    context: dict[str, Any] = {"person": person}
    sent = submitted(
        request,
        form,
        lambda: services.edit_person(
            person=person,
            fields=form.fields_typed(),
            revision=typed_revision(request),
            by=signed_in(request),
            now=timezone.now(),
        ),
        shows_conflict=True,
    )
    if sent.conflict:
        context |= {"conflict": differences(sent.conflict), "status": sent.status}
    if sent.done:
        messages.success(request, f"“{sent.answer}”的资料已保存。")
        return redirect("settings-person", hospital.code, uid)
    return page(request, "person_edit", hospital, form=form, **context)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def posting_change(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    person = _person(hospital, uid)
    form = PostingForm(posted(request), hospital=hospital, as_of=timezone.localdate())
    sent = submitted(
        request,
        form,
        lambda: services.change_posting(
            person=person, fields=form.fields_typed(), by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, f"“{person}”的任职已调整。")
        return redirect("settings-person", hospital.code, uid)
    return page(request, "posting", hospital, form=form, person=person)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def posting_dates(
    request: HttpRequest, hospital: Hospital, uid: uuid.UUID, posting_uid: uuid.UUID
) -> HttpResponse:
    person = _person(hospital, uid)
    postings = Posting.objects.filter(staff=person).select_related("department")
    posting = get_object_or_404(postings, uid=posting_uid)
    form = PostingDatesForm(posted(request), posting=posting)
    sent = submitted(
        request,
        form,
        lambda: services.correct_posting(
            posting=posting, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        messages.success(request, "任职日期已更正。")
        return redirect("settings-person", hospital.code, uid)
    return page(request, "posting_dates", hospital, form=form, person=person, posting=posting)


@require_http_methods(["POST"])
@settings_page(OrganizationRight.MANAGE_PEOPLE)
def leave_back(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    person = _person(hospital, uid)
    return pressed(
        request,
        lambda: services.take_back_leave(person=person, by=signed_in(request), now=timezone.now()),
        done=f"已撤销“{person}”的离职。任职、账号和角色请重新办理。",
        to=reverse("settings-person", args=[hospital.code, uid]),
    )


@require_GET
@settings_page(OrganizationRight.HAND_OVER)
def handover_start(request: HttpRequest, hospital: Hospital) -> HttpResponse:
    """Who leaves: found by name, then the page of that person."""
    asked = request.GET if "person" in request.GET else None
    form = ChoosePersonForm(asked, hospital=hospital, as_of=timezone.localdate(), lookup=_lookup(hospital))
    if form.is_bound and form.is_valid():
        return redirect("settings-leave", hospital.code, form.cleaned_data["person"].uid)
    return page(request, "handover_start", hospital, form=form)


@require_http_methods(["GET", "POST"])
@settings_page(OrganizationRight.HAND_OVER)
def handover(request: HttpRequest, hospital: Hospital, uid: uuid.UUID) -> HttpResponse:
    person = _person(hospital, uid)
    form = LeaveForm(posted(request), person=person, as_of=timezone.localdate(), lookup=_lookup(hospital))
    sent = submitted(
        request,
        form,
        lambda: handovers.hand_over(
            person=person, **form.cleaned_data, by=signed_in(request), now=timezone.now()
        ),
    )
    if sent.done:
        moved = "、".join(f"{one.label} {one.count} 项" for one in sent.answer)
        messages.success(request, f"“{person}”的离岗交接已办理。" + (f"已移交：{moved}。" if moved else ""))
        if may(request, hospital, OrganizationRight.MANAGE_PEOPLE):
            return redirect("settings-person", hospital.code, uid)
        return redirect("settings-handover", hospital.code)
    doors = selectors.doors_of(person, as_of=timezone.localdate())
    waiting = handovers.waiting_for(person=person)
    return page(request, "handover", hospital, form=form, person=person, waiting=waiting, doors=doors)


def _person(hospital: Hospital, uid: uuid.UUID) -> StaffMember:
    rows = StaffMember.objects.filter(hospital=hospital).select_related("hospital")
    person: StaffMember = get_object_or_404(rows, uid=uid)
    return person


def _lookup(hospital: Hospital) -> str:
    return reverse("settings-people-lookup", args=[hospital.code])
