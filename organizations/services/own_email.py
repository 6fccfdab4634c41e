"""One's own mail address: named with the password, confirmed by reading what is sent there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException

from django.core import signing
from django.core.mail import send_mail

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.actions import OrganizationAction
from organizations.models import User
from organizations.services import accounts

_SALT = "organizations.own-email"
_SECONDS = 24 * 3600


def change(*, user: User, email: str, password: str, link: Callable[[str], str], now: datetime) -> None:
    """Until it is confirmed no link goes there; the former address is given up at once."""
    if not user.check_password(password):
        raise accounts.WrongPassword("现在的密码不正确，请重新输入。", field="password")
    with audit.acting(by=user):
        locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        locked.email, locked.email_confirmed_at = email, None
        locked.save(update_fields=["email", "email_confirmed_at"])
        accounts.record(OrganizationAction.EMAIL_CHANGED, locked, by=user, now=now)
        token = signing.dumps([str(user.uid), email], salt=_SALT)
        words = f"请登录后打开下面的链接，确认这是您的邮箱（24 小时内有效）：\n{link(token)}\n"
        try:
            send_mail("确认邮箱", f"{user.display_name}：\n\n{words}", None, [email])
        except (OSError, SMTPException) as problem:
            raise Refusal("邮件没有发出，邮箱没有改动。请核对地址，或稍后再试。", field="email") from problem


def confirm(*, user: User, token: str, now: datetime) -> None:
    try:
        whose, email = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError):
        raise Refusal("确认链接不对或已过期，请重新填写邮箱。") from None
    with audit.acting(by=user):
        locked = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        if (whose, email) != (str(locked.uid), locked.email):
            raise Refusal("这个链接不是发给您现在的邮箱的，请重新填写邮箱。")
        if locked.email_confirmed_at is None:
            locked.email_confirmed_at = now
            locked.save(update_fields=["email_confirmed_at"])
            accounts.record(OrganizationAction.EMAIL_CONFIRMED, locked, by=user, now=now)
