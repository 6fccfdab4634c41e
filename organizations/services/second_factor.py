"""The optional second factor (TOTP). A lost phone is helped by two administrators."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.actions import OrganizationAction
from organizations.models import User
from organizations.services.constraint_words import explained

WRONG_CODE = "动态口令不正确。请看手机上当前的 6 位数字；手机时间不准时也会出错。"


def device_of(user: User) -> TOTPDevice | None:
    """The device that is asked at log-in."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).first()


def waiting_device(user: User) -> TOTPDevice | None:
    """A device that was begun but not yet confirmed with a first code."""
    return TOTPDevice.objects.filter(user=user, confirmed=False).first()


def begin(*, user: User) -> TOTPDevice:
    """A fresh secret to be scanned. It asks for nothing until the first code was typed."""
    if device_of(user):
        raise Refusal("两步验证已经启用。")
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="手机动态口令", confirmed=False)


def confirm(*, user: User, code: str, now: datetime) -> TOTPDevice:
    """The first right code turns it on."""
    device = waiting_device(user)
    if device is None:
        raise Refusal("请重新开始启用两步验证。")
    _check(device, code)
    with explained(), audit.acting(by=user):
        device.confirmed = True
        device.save(update_fields=["confirmed"])
        audit.record(
            action=OrganizationAction.SECOND_FACTOR_ON,
            target=user,
            by=user,
            now=now,
            hospital_id=user.hospital_id,
        )
    return device


def verify(*, user: User, code: str) -> TOTPDevice:
    """Check the code of a log-in. Wrong ones make the next try wait, twice as long each time."""
    device = device_of(user)
    if device is None:
        raise Refusal("这个账号没有启用两步验证，请重新登录。")
    _check(device, code)
    return device


def remove(*, user: User, now: datetime, code: str) -> None:
    """Turn off one's own, with a present code. Somebody else's goes through `account_resets`."""
    device = device_of(user)
    if device is None:
        return
    _check(device, code)
    with explained(), audit.acting(by=user):
        TOTPDevice.objects.filter(user=user).delete()
        audit.record(
            action=OrganizationAction.SECOND_FACTOR_OFF,
            target=user,
            by=user,
            now=now,
            hospital_id=user.hospital_id,
        )


def _check(device: TOTPDevice, code: str) -> None:
    """One try, counted even when it is wrong; the same code is never good twice, also not at the same moment."""
    with transaction.atomic():
        locked = TOTPDevice.objects.select_for_update().get(pk=device.pk)
        allowed, why = locked.verify_is_allowed()
        right = allowed and locked.verify_token(code.strip().replace(" ", ""))
    if not allowed:
        until = timezone.localtime(why["locked_until"]).strftime("%H:%M:%S") if why else ""
        raise Refusal(f"输错次数较多，请在 {until} 之后再试。", field="code")
    if not right:
        raise Refusal(WRONG_CODE, field="code")
