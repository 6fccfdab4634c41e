"""Roles and stand-ins. For the security administrator."""

from __future__ import annotations

import uuid
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.pages import PageQuery, page_of, paged
from infrastructure.api.views import ApiView, asked
from organizations import selectors
from organizations.api.access import hospital_managed, row_managed
from organizations.models import Membership, StandIn
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.serializers.people import (
    MembershipBody,
    MembershipEnd,
    MembershipRow,
    StandInBody,
    StandInRow,
)
from organizations.serializers.places import NameQuery
from organizations.services import memberships, stand_ins

TAG = "角色与代理"


class Memberships(ApiView):
    @operation(
        "membership_list",
        "现在和将来有效的角色",
        tag=TAG,
        query=NameQuery,
        answer=page_of(MembershipRow),
        problems=(400, 404),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_ROLES)
        wanted = selectors.RoleFilter(words=asked(request)["q"], states=("now", "later"))
        rows = selectors.membership_list(hospital, wanted, as_of=self.today)
        return paged(request, rows, lambda found: MembershipRow(found, many=True).data)

    @operation(
        "membership_grant",
        "授予角色",
        tag=TAG,
        body=MembershipBody,
        answer=MembershipRow,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_ROLES)
        typed: Any = self.typed(request, MembershipBody, hospital=hospital)
        granted = memberships.grant_membership(
            user=typed["account"],
            role=typed["role"],
            place=typed["department"] or hospital,
            from_on=typed["from_on"],
            to_on=typed["to_on"],
            by=signed_in(request),
            now=self.now,
        )
        return Response(MembershipRow(granted).data, status=201)


class MembershipEnding(ApiView):
    @operation(
        "membership_end", "收回角色", tag=TAG, body=MembershipEnd, answer=MembershipRow, problems=(404,)
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        rows = Membership.objects.select_related("user", "department", "hospital")
        membership = row_managed(request, rows, uid, OrganizationRight.MANAGE_ROLES)
        typed = self.typed(request, MembershipEnd)
        ended = memberships.end_membership(
            membership=membership, **typed, by=signed_in(request), now=self.now
        )
        return Response(MembershipRow(ended).data)


class StandIns(ApiView):
    @operation(
        "stand_in_list",
        "现在和将来有效的代理",
        tag=TAG,
        query=PageQuery,
        answer=page_of(StandInRow),
        problems=(404,),
    )
    def get(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_ROLES)
        rows = selectors.stand_in_list(hospital, as_of=self.today)
        return paged(request, rows, lambda found: StandInRow(found, many=True).data)

    @operation(
        "stand_in_appoint",
        "指定代理人",
        tag=TAG,
        body=StandInBody,
        answer=StandInRow,
        status=201,
        problems=(404,),
    )
    @once
    def post(self, request: Request, code: str) -> Response:
        hospital = hospital_managed(request, code, OrganizationRight.MANAGE_ROLES)
        typed = self.typed(request, StandInBody, hospital=hospital)
        made = stand_ins.appoint(**typed, by=signed_in(request), now=self.now)
        return Response(StandInRow(made).data, status=201)


class StandInEnding(ApiView):
    @operation("stand_in_end", "结束代理", tag=TAG, answer=StandInRow, problems=(404,))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        rows = StandIn.objects.select_related("principal", "substitute")
        found = row_managed(request, rows, uid, OrganizationRight.MANAGE_ROLES)
        memberships.end_stand_in(stand_in=found, by=signed_in(request), now=self.now)
        return Response(StandInRow(found).data)
