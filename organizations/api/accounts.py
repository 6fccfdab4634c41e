"""Tokens of one's own, and who one is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import authenticate
from django.http import Http404
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from infrastructure.api.describing import operation
from infrastructure.api.views import ApiView
from infrastructure.errors import Invalid, NotAllowed, Refusal
from infrastructure.models.access import AccessKind
from organizations.access_selectors import find_log_in, hospital_by_code, memberships_of
from organizations.addresses import client_address
from organizations.api.authentication import PASSWORD_FIRST, SCHEME
from organizations.forms.account import REFUSED, REFUSED_WITHOUT_HOSPITAL
from organizations.models import User
from organizations.requests import signed_in
from organizations.serializers.accounts import MyAccount, NewTokenAnswer, TokenBody, TokenRow
from organizations.services import access_log, api_tokens, second_factor, throttle
from organizations.services.accounts import normal_login
from organizations.views import session_steps as steps

TAG = "账号与令牌"


class Tokens(ApiView):
    """GET: one's own. POST: log in with a password and get one."""

    def get_authenticators(self) -> list[Any]:
        return [] if self.request and self.request.method == "POST" else super().get_authenticators()

    def get_permissions(self) -> Any:
        return [] if self.request.method == "POST" else super().get_permissions()

    def get_authenticate_header(self, request: Request) -> str:
        return SCHEME

    @operation("token_list", "我的有效令牌", tag=TAG, answer=TokenRow(many=True))
    def get(self, request: Request) -> Response:
        return Response(TokenRow(api_tokens.tokens_of(signed_in(request), now=self.now), many=True).data)

    @operation(
        "token_create",
        "用密码取得令牌",
        tag=TAG,
        body=TokenBody,
        answer=NewTokenAnswer,
        status=201,
        problems=(429,),
        auth=[],
        description="与网页登录同样限制尝试次数。令牌有 7、30 或 90 天的期限，服务器只保存散列值。",
    )
    def post(self, request: Request) -> Response:
        typed = dict(self.typed(request, TokenBody))
        typed["username"] = normal_login(typed["username"])
        user = _with_password(request, typed, self)
        if user.must_change_password:
            raise PermissionDenied(PASSWORD_FIRST)
        _check_code(request, user, typed, self)
        new = api_tokens.create(user=user, days=typed["days"], now=self.now)
        _came_in(request, user, typed, self)
        answer = NewTokenAnswer(new.token, context={"secret": new.secret}).data
        return Response(answer, status=201, headers={"Location": answer["url"]})


def _with_password(request: Request, typed: dict[str, Any], view: ApiView) -> User:
    """The same throttle, words and log as the log-in page."""
    asked, code = request._request, typed["hospital"]
    aimed_at = find_log_in(login=typed["username"], hospital_code=code, as_of=view.today)
    attempt = steps.begin_attempt(
        asked, user=aimed_at, typed=typed["username"], hospital=hospital_by_code(code), now=view.now
    )
    user = authenticate(asked, username=typed["username"], password=typed["password"], hospital=code)
    if not isinstance(user, User):
        steps.note_failure(asked, attempt, now=view.now)
        raise AuthenticationFailed(REFUSED if code else REFUSED_WITHOUT_HOSPITAL)
    throttle.was_right(attempt.counted)
    return user


def _check_code(request: Request, user: User, typed: dict[str, Any], view: ApiView) -> None:
    if second_factor.device_of(user) is None:
        return
    if not typed["code"]:
        raise Invalid({"code": "这个账号启用了两步验证，请填写动态口令。"})
    attempt = steps.begin_attempt(request._request, user=user, typed=typed["username"], now=view.now)
    try:
        second_factor.verify(user=user, code=typed["code"])
    except Refusal:
        steps.note_failure(request._request, attempt, now=view.now)
        raise


def _came_in(request: Request, user: User, typed: dict[str, Any], view: ApiView) -> None:
    steps.forgive_failures(request._request, user)
    access_log.log(
        kind=AccessKind.LOGGED_IN,
        now=view.now,
        user=user,
        login=typed["username"],
        address=client_address(request._request),
        detail="取得接口令牌",
    )


class Token(ApiView):
    @operation(
        "token_revoke",
        "撤销自己的令牌",
        tag=TAG,
        status=204,
        problems=(404,),
        description="写 current 撤销本次调用所用的令牌。",
    )
    def delete(self, request: Request, key: str) -> Response:
        if key == "current":
            if request.auth is None:
                raise NotAllowed("本次调用用的是会话，不是令牌。")
            key = str(getattr(request.auth, "token_key", ""))
        if not api_tokens.revoke(user=signed_in(request), key=key, now=self.now):
            raise Http404
        return Response(status=204)


class Me(ApiView):
    @operation("me", "当前账号与角色", tag=TAG, answer=MyAccount)
    def get(self, request: Request) -> Response:
        user = signed_in(request)
        user.held = list(memberships_of(user, as_of=self.today))  # type: ignore[attr-defined]
        return Response(MyAccount(user).data)
