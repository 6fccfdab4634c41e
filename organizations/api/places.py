"""Hospitals in reach, and their departments."""

from __future__ import annotations

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.pages import PageQuery, page_of, paged
from infrastructure.api.views import ApiView, asked
from infrastructure.searching.folding import fold, nearness
from organizations.access_selectors import lines_over, region_in_reach, supervised_hospitals
from organizations.api.access import hospital_managed, row_managed
from organizations.models import Department, Hospital
from organizations.querysets import in_force
from organizations.requests import request_grants, signed_in
from organizations.rights import OrganizationRight
from organizations.selectors import standings_of
from organizations.serializers.places import (
    AliasBody,
    DepartmentBody,
    DepartmentDetail,
    DepartmentEdit,
    DepartmentEnd,
    DepartmentQuery,
    DepartmentRow,
    HospitalRow,
    NameQuery,
    NamesBody,
    PolicyBody,
    PolicyRow,
    StandingBody,
    StandingRow,
    edited,
)
from organizations.services import departments as services
from organizations.services import hospitals, standings
from organizations.services.hospitals import HospitalNames, LoginPolicy

TAG = "机构与科室"


def hospitals_in_reach(request: Request) -> QuerySet[Hospital]:
    """Where the user holds a role."""
    reach = request_grants(request).hospital_ids
    return Hospital.objects.filter(pk__in=reach).select_related("supervised_by").order_by("name_pinyin", "pk")


def hospital_in_reach(request: Request, code: str) -> Hospital:
    found = hospitals_in_reach(request).filter(code=code).first()
    if found is None:
        raise Http404
    return found


class Hospitals(ApiView):
    @operation(
        "hospital_list",
        "我任职的机构",
        tag=TAG,
        query=PageQuery,
        answer=page_of(HospitalRow),
        problems=(404,),
    )
    def get(self, request: Request) -> Response:
        return paged(request, hospitals_in_reach(request), lambda rows: HospitalRow(rows, many=True).data)


class RegionHospitals(ApiView):
    @operation(
        "region_hospitals",
        "本级所监管的机构（主管部门）",
        tag=TAG,
        query=NameQuery,
        answer=page_of(HospitalRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        region = region_in_reach(code=code, grants=request_grants(request))
        if region is None:
            raise Http404
        lines = lines_over(region, request_grants(request).region_lines())
        rows = supervised_hospitals(region=region, lines=lines, words=asked(request)["q"], as_of=self.today)
        return paged(request, rows, lambda found: HospitalRow(found, many=True).data)


class HospitalNamesResource(ApiView):
    @operation(
        "hospital_names_save",
        "修改机构名称与登记号",
        tag=TAG,
        body=NamesBody,
        answer=HospitalRow,
        problems=(404,),
    )
    def put(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_DEPARTMENTS)
        names = HospitalNames(**self.typed(request, NamesBody))
        hospitals.edit_names(hospital=hospital, names=names, by=signed_in(request), now=self.now)
        return Response(HospitalRow(hospital_in_reach(request, code)).data)


class Standings(ApiView):
    @operation(
        "standing_list",
        "机构的等级、类别、条线、隶属关系和监管单位，按期间，新的在前",
        tag=TAG,
        answer=StandingRow(many=True),
        problems=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_DEPARTMENTS)
        return Response(StandingRow(standings_of(hospital), many=True).data)

    @operation(
        "standing_change",
        "登记机构属性的变更，从某一天起",
        tag=TAG,
        body=StandingBody,
        answer=StandingRow,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_DEPARTMENTS)
        typed: Any = self.typed(request, StandingBody)
        changed = standings.change_standing(
            hospital=hospital,
            values=standings.StandingValues(**{name: typed[name] for name in standings.LABELS}),
            from_on=typed["from_on"],
            reason=typed["reason"],
            by=signed_in(request),
            now=self.now,
        )
        return Response(StandingRow(changed).data, status=201)


class LoginPolicyResource(ApiView):
    @operation("login_policy", "登录与水印的设置", tag=TAG, answer=PolicyRow, problems=(404,))
    def get(self, request: Request, code: str) -> Response:
        return Response(PolicyRow(hospital_managed(request, code, OrganizationRight.MANAGE_ROLES)).data)

    @operation(
        "login_policy_save",
        "修改登录与水印的设置",
        tag=TAG,
        body=PolicyBody,
        answer=PolicyRow,
        problems=(404,),
    )
    def put(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_ROLES)
        policy = LoginPolicy(**self.typed(request, PolicyBody))
        saved = hospitals.edit_policy(hospital=hospital, policy=policy, by=signed_in(request), now=self.now)
        return Response(PolicyRow(saved).data)


class HospitalResource(ApiView):
    @operation("hospital_retrieve", "一个机构", tag=TAG, answer=HospitalRow, problems=(404,))
    def get(self, request: Request, code: str) -> Response:
        return Response(HospitalRow(hospital_in_reach(request, code)).data)


class Departments(ApiView):
    @operation(
        "department_list",
        "机构的科室，按拼音",
        tag=TAG,
        query=DepartmentQuery,
        answer=page_of(DepartmentRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        rows = Department.objects.filter(hospital=hospital_in_reach(request, code)).select_related("parent")
        if asked(request)["state"] != "all":
            rows = rows.filter(in_force(self.today, "active_from", "active_to"))
        rows, words = rows.order_by("name_pinyin", "pk"), asked(request)["q"]
        if words:
            folded = fold(words)
            rows = rows.filter(Q(name__folded__contains=folded) | Q(name_pinyin__contains=folded))
            rows = rows.order_by(nearness("name", words), "name_pinyin", "pk")
        return paged(request, rows, lambda found: DepartmentRow(found, many=True).data)

    @operation(
        "department_create",
        "新增科室",
        tag=TAG,
        body=DepartmentBody,
        answer=DepartmentDetail,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_DEPARTMENTS)
        typed = self.typed(request, DepartmentBody, hospital=hospital)
        made = services.create_department(
            hospital=hospital,
            fields=DepartmentBody.fields_typed(typed),
            by=signed_in(request),
            now=self.now,
        )
        return Response(DepartmentDetail(made).data, status=201)


def _rows() -> QuerySet[Department]:
    return Department.objects.select_related("hospital", "parent", "successor").prefetch_related("aliases")


def _managed(request: Request, uid: uuid.UUID) -> Department:
    return row_managed(request, _rows(), uid, OrganizationRight.MANAGE_DEPARTMENTS)


def _answer(department: Department) -> Response:
    return Response(DepartmentDetail(_rows().get(pk=department.pk)).data)


class DepartmentResource(ApiView):
    @operation("department_retrieve", "一个科室", tag=TAG, answer=DepartmentDetail, problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        found = _rows().filter(hospital__in=request_grants(request).hospital_ids, uid=uid).first()
        if found is None:
            raise Http404
        return Response(DepartmentDetail(found).data)

    @operation(
        "department_edit",
        "修改科室（只传要改的字段和 revision）",
        tag=TAG,
        body=DepartmentEdit,
        answer=DepartmentDetail,
        problems=(404, 409),
    )
    def patch(self, request: Request, uid: uuid.UUID) -> Response:
        department = _managed(request, uid)
        typed: Any = self.revised(request, DepartmentEdit, hospital=department.hospital)
        services.edit_department(
            department=department,
            fields=DepartmentBody.fields_typed(edited(department, typed)),
            revision=typed["revision"],
            by=signed_in(request),
            now=self.now,
        )
        return _answer(department)


class DepartmentEnding(ApiView):
    @operation(
        "department_end",
        "停用科室，人员转到承接科室",
        tag=TAG,
        body=DepartmentEnd,
        answer=DepartmentDetail,
        problems=(404, 409),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        department = _managed(request, uid)
        typed = self.typed(request, DepartmentEnd, hospital=department.hospital)
        services.end_department(department=department, **typed, by=signed_in(request), now=self.now)
        return _answer(department)


class DepartmentReopening(ApiView):
    @operation("department_reopen", "恢复科室", tag=TAG, answer=DepartmentDetail, problems=(404, 409))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        department = _managed(request, uid)
        services.reopen_department(department=department, by=signed_in(request), now=self.now)
        return _answer(department)


class Aliases(ApiView):
    @operation(
        "alias_add",
        "添加科室别名",
        tag=TAG,
        body=AliasBody,
        answer=DepartmentDetail,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        department = _managed(request, uid)
        typed = self.typed(request, AliasBody)
        services.add_alias(department=department, name=typed["name"], by=signed_in(request), now=self.now)
        answer = _answer(department)
        answer.status_code = 201
        return answer


class Alias(ApiView):
    @operation("alias_remove", "删去科室别名", tag=TAG, status=204, problems=(404, 409))
    def delete(self, request: Request, uid: uuid.UUID, name: str) -> Response:
        services.remove_alias(
            department=_managed(request, uid), name=name, by=signed_in(request), now=self.now
        )
        return Response(status=204)
