"""Staff: looked up by everybody of the hospital, kept by its system administrator."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.pages import page_of, paged
from infrastructure.api.views import ApiView, asked
from organizations.api.access import hospital_managed, row_managed
from organizations.api.places import hospital_in_reach
from organizations.models import Posting, StaffMember
from organizations.requests import signed_in
from organizations.rights import OrganizationRight, Right
from organizations.selectors import PeopleFilter, people_list
from organizations.serializers.people import (
    HandedOver,
    LeaveBody,
    PersonBody,
    PersonDetail,
    PersonEdit,
    PersonRow,
    PostingBody,
    PostingDates,
    PostingRow,
)
from organizations.serializers.places import NameQuery
from organizations.services import handover
from organizations.services import people as services

TAG = "人员"


class Staff(ApiView):
    @operation(
        "staff_list",
        "在职人员，按拼音；q 按姓名、拼音首字母或工号查找",
        tag=TAG,
        query=NameQuery,
        answer=page_of(PersonRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_in_reach(request, code)
        wanted = PeopleFilter(words=asked(request)["q"], states=("employed",))
        rows = people_list(hospital, wanted, as_of=self.today)
        return paged(request, rows, lambda found: PersonRow(found, many=True).data)

    @operation(
        "staff_create",
        "新增人员，可同时任职",
        tag=TAG,
        body=PersonBody,
        answer=PersonDetail,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_PEOPLE)
        typed: Any = self.typed(request, PersonBody, hospital=hospital)
        made = services.create_person(
            hospital=hospital,
            fields=PersonBody.fields_typed(typed),
            posting=PersonBody.posting_typed(typed),
            by=signed_in(request),
            now=self.now,
        )
        return _answer(made, status=201)


def _rows() -> QuerySet[StaffMember]:
    postings = Posting.objects.select_related("department", "appraisal_unit").order_by("-from_on")
    return StaffMember.objects.select_related("hospital").prefetch_related(Prefetch("postings", postings))


def _managed(request: Request, uid: uuid.UUID, *actions: Right) -> StaffMember:
    return row_managed(request, _rows(), uid, *(actions or (OrganizationRight.MANAGE_PEOPLE,)))


def _answer(person: StaffMember, *, status: int = 200) -> Response:
    return Response(PersonDetail(_rows().get(pk=person.pk)).data, status=status)


class Person(ApiView):
    @operation("staff_retrieve", "一个人与任职经历", tag=TAG, answer=PersonDetail, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        return Response(PersonDetail(_managed(request, uid)).data)

    @operation(
        "staff_edit",
        "修改人员（只传要改的字段和 revision）",
        tag=TAG,
        body=PersonEdit,
        answer=PersonDetail,
        problems=(404, 409),
    )
    def patch(self, request: Request, uid: uuid.UUID) -> Response:
        person = _managed(request, uid)
        typed: Any = self.revised(request, PersonEdit)
        services.edit_person(
            person=person,
            fields=PersonEdit.over(person, typed),
            revision=typed["revision"],
            by=signed_in(request),
            now=self.now,
        )
        return _answer(person)


class Postings(ApiView):
    @operation(
        "posting_change",
        "调整任职科室",
        tag=TAG,
        body=PostingBody,
        answer=PersonDetail,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        person = _managed(request, uid)
        typed = self.typed(request, PostingBody, hospital=person.hospital)
        fields = services.PostingFields(**typed)
        services.change_posting(person=person, fields=fields, by=signed_in(request), now=self.now)
        return _answer(person, status=201)


class PostingResource(ApiView):
    @operation(
        "posting_correct", "更正任职日期", tag=TAG, body=PostingDates, answer=PostingRow, problems=(404,)
    )
    def put(self, request: Request, uid: uuid.UUID, posting: uuid.UUID) -> Response:
        person = _managed(request, uid)
        row = get_object_or_404(Posting.objects.select_related("appraisal_unit"), staff=person, uid=posting)
        typed = self.typed(request, PostingDates)
        return Response(
            PostingRow(
                services.correct_posting(posting=row, **typed, by=signed_in(request), now=self.now)
            ).data
        )


class Leave(ApiView):
    @operation(
        "staff_leave_preview",
        "离岗前：还有哪些事项待移交",
        tag=TAG,
        answer=HandedOver(many=True),
        problems=(404,),
    )
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        person = _managed(request, uid, OrganizationRight.HAND_OVER)
        return Response(HandedOver(handover.waiting_for(person=person), many=True).data)

    @operation(
        "staff_leave",
        "离岗交接：事项移交接手人，任职、角色、账号结束",
        tag=TAG,
        body=LeaveBody,
        answer=HandedOver(many=True),
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        person = _managed(request, uid, OrganizationRight.HAND_OVER)
        typed = self.typed(request, LeaveBody, hospital=person.hospital)
        moved = handover.hand_over(person=person, **typed, by=signed_in(request), now=self.now)
        return Response(HandedOver(moved, many=True).data)


class LeaveTakenBack(ApiView):
    @operation("staff_leave_take_back", "撤销离职", tag=TAG, answer=PersonDetail, problems=(404, 409))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        person = _managed(request, uid)
        services.take_back_leave(person=person, by=signed_in(request), now=self.now)
        return _answer(person)
