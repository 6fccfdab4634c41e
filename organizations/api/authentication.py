"""Who calls: a token, kept as a hash and with an end, or the session of the browser, with its CSRF check."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any

from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.crypto import hash_token
from knox.models import AuthToken
from knox.settings import CONSTANTS
from rest_framework.authentication import BaseAuthentication, SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from organizations.models import User

SCHEME = "Token"
PASSWORD_FIRST = "这个账号还在使用初始密码。请先登录网页修改密码，再使用接口。"  # noqa: S105 -- a sentence


class TokenLogIn(BaseAuthentication):
    """`Authorization: Token hqs_…`. One query, and the user comes with it."""

    def authenticate(self, request: Request) -> tuple[User, AuthToken] | None:
        scheme, _, secret = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        token = self._token(secret.strip())
        if token is None or not token.user.opens_on(timezone.localdate()):
            raise AuthenticationFailed("令牌无效、已撤销或已过期，请重新获取。")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return SCHEME

    def _token(self, secret: str) -> AuthToken | None:
        if not secret.isascii() or not secret.isprintable():
            return None
        begins_with = secret[: CONSTANTS.TOKEN_KEY_LENGTH]
        valid = AuthToken.objects.filter(token_key=begins_with, expiry__gt=timezone.now())
        digest = hash_token(secret)
        rows = valid.select_related("user__hospital", "user__staff")
        return next((row for row in rows if compare_digest(row.digest, digest)), None)


class SessionLogIn(SessionAuthentication):
    def enforce_csrf(self, request: Request) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refusal:
            raise PermissionDenied(
                "CSRF 校验未通过。浏览器会话调用时请带上 X-CSRFToken 头；程序请使用令牌。"
            ) from refusal


class OwnPassword(BasePermission):
    """An initial password opens the page where it is changed, nothing else."""

    message = PASSWORD_FIRST

    def has_permission(self, request: Request, view: Any) -> bool:
        return not getattr(request.user, "must_change_password", False)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenLogIn
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "值为 `Token hqs_…`。由 POST /api/v1/tokens/ 或网页“我的账号”取得，到期作废，可随时撤销。",
        }


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = SessionLogIn
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "网页登录的会话；写操作要带 X-CSRFToken 头。",
        }
