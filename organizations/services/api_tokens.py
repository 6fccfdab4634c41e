"""API tokens: kept as a hash, always with an end, shown once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from knox.models import AuthToken

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.actions import OrganizationAction
from organizations.models import User

LIFETIMES = (7, 30, 90)


@dataclass(frozen=True)
class NewToken:
    """`secret` exists only here: nobody can read it again."""

    token: AuthToken
    secret: str


def tokens_of(user: User, *, now: datetime) -> QuerySet[Any]:
    """The tokens that still open something."""
    rows: QuerySet[Any] = AuthToken.objects.filter(user=user, expiry__gt=now)
    return rows.order_by("-created")


def create(*, user: User, days: int, now: datetime) -> NewToken:
    """A token with the rights of its user."""
    if days not in LIFETIMES:
        raise Refusal("请选择列出的有效期。", field="days")
    limit = int(str(settings.REST_KNOX["TOKEN_LIMIT_PER_USER"]))
    with audit.acting(by=user):
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two clicks do not pass the limit
        if tokens_of(user, now=now).count() >= limit:
            raise Refusal(f"每个账号最多 {limit} 个有效令牌，请先撤销不用的。")
        token, secret = AuthToken.objects.create(user=user, expiry=timedelta(days=days))
        _record(OrganizationAction.TOKEN_CREATED, user, token, now=now)
    return NewToken(token, secret)


def revoke(*, user: User, key: str, now: datetime) -> bool:
    """End one of the user's own tokens; False when there is none of that beginning."""
    with audit.acting(by=user):
        token = AuthToken.objects.filter(user=user, token_key=key).first()
        if token is None:
            return False
        _record(OrganizationAction.TOKEN_REVOKED, user, token, now=now)
        token.delete()
    return True


def clear_expired(*, now: datetime) -> int:
    """Drop the rows of tokens that open nothing any more."""
    return int(AuthToken.objects.filter(expiry__lte=now).delete()[0])


def _record(action: OrganizationAction, user: User, token: AuthToken, *, now: datetime) -> None:
    audit.record(
        action=action,
        target=user,
        by=user,
        now=now,
        hospital_id=user.hospital_id,
        detail={"begins_with": token.token_key},
    )
