"""The log-ins of a person. They are opened on the page, where the halves of a slip are shown once."""

from __future__ import annotations

import uuid

from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.once import once
from infrastructure.api.views import ApiView
from organizations.api.access import row_managed
from organizations.models import ResetKind, StaffMember, User
from organizations.requests import signed_in
from organizations.rights import OrganizationRight
from organizations.selectors import accounts_of
from organizations.serializers.people import AccountRow, ResetReasonBody
from organizations.services import account_resets, accounts

TAG = "人员"


def _account(request: Request, uid: uuid.UUID) -> User:
    """A log-in of a member of staff where the user manages people."""
    return row_managed(
        request, User.objects.filter(staff__isnull=False), uid, OrganizationRight.MANAGE_PEOPLE
    )


def _told(account: User) -> Response:
    if account.staff is None:
        raise Http404
    return Response(AccountRow(accounts_of(account.staff).get(pk=account.pk)).data)


class Accounts(ApiView):
    @operation("account_list", "一个人的登录账号", tag=TAG, answer=AccountRow(many=True), problems=(404,))
    def get(self, request: Request, uid: uuid.UUID) -> Response:
        rows = StaffMember.objects.all()
        person = row_managed(
            request, rows, uid, OrganizationRight.MANAGE_PEOPLE, OrganizationRight.MANAGE_ROLES
        )
        return Response(AccountRow(accounts_of(person), many=True).data)


class AccountClosing(ApiView):
    @operation("account_close", "停用账号：会话和令牌立即失效", tag=TAG, answer=AccountRow, problems=(404,))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        user = _account(request, uid)
        accounts.deactivate(user=user, by=signed_in(request), now=self.now)
        return _told(user)


class AccountReopening(ApiView):
    @operation("account_reopen", "恢复账号", tag=TAG, answer=AccountRow, problems=(404,))
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        user = _account(request, uid)
        accounts.reactivate(user=user, by=signed_in(request), now=self.now)
        return _told(user)


class SecondFactorOff(ApiView):
    @operation(
        "account_second_factor_off",
        "申请关闭两步验证（手机丢失时）",
        tag=TAG,
        body=ResetReasonBody,
        answer=AccountRow,
        problems=(404, 409),
        description="只是申请：另一位管理员在网页“账号重置”里同意后才关闭，本人会看到。",
    )
    @once
    def post(self, request: Request, uid: uuid.UUID) -> Response:
        user, reason = _account(request, uid), self.typed(request, ResetReasonBody)["reason"]
        account_resets.ask(
            user=user, kind=ResetKind.SECOND_FACTOR, reason=reason, by=signed_in(request), now=self.now
        )
        return _told(user)
