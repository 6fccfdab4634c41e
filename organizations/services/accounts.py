"""Log-ins: opening, passwords, closing. What a log-in may do is told by memberships alone."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.timezone import localdate
from knox.models import AuthToken

from infrastructure import audit
from infrastructure.errors import Invalid, NotAllowed, Refusal
from infrastructure.reasons import reason_of
from organizations.actions import OrganizationAction
from organizations.models import AccountReset, Hospital, ResetState, StaffMember, User
from organizations.models.account_resets import OPEN_STATES
from organizations.services.constraint_words import explained

MOST_WORDS = 200


class WrongPassword(Refusal):
    """The present password was asked for and is another: a guess, which the throttle counts."""


def normal_login(typed: str) -> str:
    """What is typed at the log-in in one form: full-width digits and capitals mean the same."""
    return unicodedata.normalize("NFKC", typed).strip().lower()


def create_user(
    *,
    username: str,
    display_name: str,
    by: User | None,
    now: datetime,
    hospital: Hospital | None = None,
    staff: StaffMember | None = None,
    email: str = "",
    password: str | None = None,
    must_change_password: bool = True,
) -> User:
    """Open a log-in. It has no password until its person sets one; only the system gives an initial one."""
    if password is not None and by is not None:
        raise NotAllowed("不能替别人设置密码，请申请密封条。")
    user = User(
        username=_checked_username(username, hospital=hospital, staff=staff),
        display_name=_checked_name(display_name),
        hospital=hospital,
        staff=staff,
        email=_checked_email(email),
        must_change_password=must_change_password,
    )
    if staff is not None and (hospital is None or staff.hospital_id != hospital.pk):
        raise Refusal("所选人员不属于这家医院，请重新选择。", field="staff")
    if password is None:
        user.set_unusable_password()
    else:
        check_password_rules(password, user=user)
        user.set_password(password)
        user.password_changed_at = now
    with explained(), audit.acting(by=by):
        user.save(force_insert=True)
        record(OrganizationAction.ACCOUNT_CREATED, user, by=by, now=now)
    return user


def set_password(
    *, user: User, password: str, by: User | None, now: datetime, must_change_password: bool | None = None
) -> User:
    """The user's own, or an initial one set by the system (by None). Other sessions and every token end.

    Nobody sets somebody else's: an administrator asks for a slip (`account_resets`).
    """
    if by is not None and by.pk != user.pk:
        raise NotAllowed("不能替别人设置密码，请申请密封条。")
    with explained(), audit.acting(by=by):
        locked = _locked(user)
        _put_password(locked, password, now=now)
        locked.must_change_password = by is None if must_change_password is None else must_change_password
        locked.save(update_fields=["password", "password_changed_at", "must_change_password"])
        revoke_tokens(user=locked)
        record(OrganizationAction.PASSWORD_SET, locked, by=by, now=now)
    return locked


def change_own_password(*, user: User, old: str, new: str, now: datetime) -> User:
    """The user's own change: the old one is asked for, and the new one must differ."""
    if not user.check_password(old):
        raise WrongPassword("现在的密码不正确，请重新输入。", field="old")
    if old == new:
        raise Refusal("新密码不能与现在的相同。", field="new")
    return set_password(user=user, password=new, by=user, now=now)


def deactivate(*, user: User, by: User | None, now: datetime, reason: str = "") -> User:
    """Close a log-in: sessions and tokens end at once. The person and everything signed remain."""
    reason = reason_of(reason, most=MOST_WORDS)
    with explained(), audit.acting(by=by):
        locked = _locked(user)
        if not locked.is_active:
            return locked
        if by is not None and by.pk == locked.pk:
            raise Refusal("不能停用自己的账号，请由另一位管理员操作。")
        locked.is_active = False
        locked.save(update_fields=["is_active"])
        revoke_tokens(user=locked)
        open_ones = AccountReset.objects.filter(user=locked, state__in=OPEN_STATES)
        open_ones.update(state=ResetState.ENDED, over_at=now, over_by=by, over_reason="账号已停用")
        record(OrganizationAction.ACCOUNT_DEACTIVATED, locked, by=by, now=now, reason=reason)
    return locked


def close_for_leavers(*, now: datetime) -> int:
    """Close every log-in whose person's last day is over; one transaction each. A second run finds none."""
    users = list(User.objects.of_leavers(localdate(now)).order_by("pk"))
    for user in users:
        deactivate(user=user, by=None, now=now, reason="最后在岗日已过")
    return len(users)


def reactivate(*, user: User, by: User | None, now: datetime, reason: str = "") -> User:
    """Open a closed log-in again; its roles are those still in force."""
    with explained(), audit.acting(by=by):
        locked = _locked(user)
        if locked.is_active:
            return locked
        if locked.staff and locked.staff.employed_to and locked.staff.employed_to < localdate(now):
            raise Refusal("此人已离岗，账号不能恢复。重新入职的，请先撤销离职。")
        locked.is_active = True
        locked.save(update_fields=["is_active"])
        record(OrganizationAction.ACCOUNT_REACTIVATED, locked, by=by, now=now, reason=reason)
    return locked


def set_password_with_code(*, user: User, password: str, now: datetime) -> None:
    """As part of `account_resets.activate`: sessions and tokens end."""
    _put_password(user, password, now=now)
    user.must_change_password = False
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    revoke_tokens(user=user)
    record(OrganizationAction.PASSWORD_SET, user, by=user, now=now, detail={"方式": "密封条或链接"})


def revoke_tokens(*, user: User) -> int:
    """End every API token of a log-in, as part of an act that the caller records."""
    return int(AuthToken.objects.filter(user=user).delete()[0])


def check_password_rules(password: str, *, user: User, field: str = "new") -> None:
    """Raise `Invalid` with every rule that the password breaks."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid({field: "".join(error.messages)}) from error


def _put_password(user: User, password: str, *, now: datetime) -> None:
    check_password_rules(password, user=user)
    user.set_password(password)
    user.password_changed_at = now


def _locked(user: User) -> User:
    """The row as it is now, locked. Row images need no log-in; two administrators still take turns."""
    return User.objects.select_for_update(of=("self",)).select_related("hospital", "staff").get(uid=user.uid)


def _checked_username(typed: str, *, hospital: Hospital | None, staff: StaffMember | None) -> str:
    username = normal_login(typed)
    if not 2 <= len(username) <= 60 or not all(c.isalnum() or c in "._-@" for c in username):
        raise Refusal("用户名为 2 至 60 个字，可用汉字、字母、数字和 . _ - @。", field="username")
    same_number = StaffMember.objects.filter(hospital=hospital, employee_no__in={username, username.upper()})
    others = same_number.exclude(pk=staff.pk) if staff else same_number
    if hospital is not None and others.exists():
        # Otherwise one typed text would mean two people of one hospital.
        raise Refusal("这个用户名是本院另一位职工的工号，请换一个。", field="username")
    return username


def _checked_name(display_name: str) -> str:
    name = " ".join(display_name.split())
    if not 1 <= len(name) <= 40 or "\x00" in name:
        raise Refusal("请填写姓名，最多 40 个字。", field="display_name")
    return name


def _checked_email(email: str) -> str:
    email = email.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refusal("电子邮箱的写法不对，例如 zhang@example.cn。", field="email") from error
    return email


def record(action: OrganizationAction, user: User, *, by: User | None, now: datetime, **more: Any) -> None:
    """An act on an account, in its timeline."""
    audit.record(action=action, target=user, by=by, now=now, hospital_id=user.hospital_id, **more)
