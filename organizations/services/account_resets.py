"""How an account is opened for its person again: asked for by one administrator, agreed to by another (三员分立).

The present password stays good until the person has set a new one: nobody is shut out by a request. Everybody sees
it, on the page of the administrators and on the person's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.utils.timezone import localdate, localtime
from django_otp.plugins.otp_totp.models import TOTPDevice

from infrastructure import audit
from infrastructure.errors import NotAllowed, Refusal, WrongState
from infrastructure.reasons import reason_of
from organizations.actions import OrganizationAction
from organizations.activation_codes import HALF, code_hash, in_groups, is_code, new_code
from organizations.models import AccountReset, ResetKind, ResetState, User
from organizations.models.account_resets import OPEN_STATES
from organizations.reset_selectors import Offices, may_agree, may_ask, offices_of, same_person
from organizations.services import accounts
from organizations.services.constraint_words import explained

MOST_WORDS = 200
TO_AGREE = timedelta(days=14)
TO_USE = timedelta(days=3)
CODE_IS_OVER = (
    "密封条（链接）不对、已经用过、已经过期，或还没有两位管理员同意。"
    "请核对，或联系本单位的系统管理员重新申请。"
)


@dataclass(frozen=True)
class Half:
    """What is printed: shown once to the one who acted, stored nowhere."""

    reset: AccountReset
    code: str

    @property
    def printed(self) -> str:
        return in_groups(self.code)


def ask(
    *, user: User, kind: ResetKind, by: User, now: datetime, reason: str = "", by_mail: bool = False
) -> Half:
    """The first of the two. Its half of the slip is in the answer; a mail or a second factor has none."""
    with explained(), audit.acting(by=by):
        locked = _locked_user(user)
        _check_asker(locked, by=by, now=now)
        _check_can_be(locked, kind, by_mail=by_mail)
        _end_expired(AccountReset.objects.filter(user=locked, kind=kind), now=now)
        reset = AccountReset(
            hospital_id=locked.hospital_id,
            user=locked,
            kind=kind,
            asked_by=by,
            asked_at=now,
            reason=reason_of(reason, most=MOST_WORDS),
            mail_to=locked.email if by_mail else "",
            expires_at=now + TO_AGREE,
        )
        code = new_code() if kind is ResetKind.PASSWORD and not by_mail else ""
        reset.first_code = code and code_hash(code, reset=reset.uid)
        reset.save(force_insert=True)
        _record(OrganizationAction.RESET_ASKED, reset, by=by, now=now, reason=reset.reason)
    return Half(reset, code)


def agree(*, reset: AccountReset, by: User, now: datetime, site: str = "") -> Half:
    """The second one. Now the other half is printed, the mail goes out, or the second factor goes off."""
    with explained(), audit.acting(by=by):
        locked = _locked(reset)
        _check_open(locked, ResetState.ASKED, now=now)
        _check_other(locked, by=by, now=now)
        locked.agreed_by, locked.agreed_at = by, now
        locked.state, locked.expires_at = ResetState.AGREED, now + TO_USE
        code = ""
        if locked.kind == ResetKind.PASSWORD:
            code = new_code(2 * HALF if locked.mail_to else HALF)
            locked.second_code = code_hash(code, reset=locked.uid)
        else:
            TOTPDevice.objects.filter(user=locked.user).delete()
            locked.state, locked.over_at = ResetState.DONE, now
        locked.save()
        _record(OrganizationAction.RESET_AGREED, locked, by=by, now=now)
        if locked.kind == ResetKind.SECOND_FACTOR:
            accounts.record(OrganizationAction.SECOND_FACTOR_OFF, locked.user, by=by, now=now)
        if locked.mail_to:
            _send(locked, f"{site}{link_of(locked, code)}")
            code = ""
    return Half(locked, code)


def hand_over_by_operator(*, user: User, now: datetime, reason: str) -> Half:
    """A whole code for whoever runs the server: the first three administrators, or when two of three are locked out.

    Whoever can do this reads the database anyway; it stands in the audit as the system's act.
    """
    with explained(), audit.acting(by=None):
        locked = _locked_user(user)
        _check_can_be(locked, ResetKind.PASSWORD, by_mail=False)
        for open_one in AccountReset.objects.filter(
            user=locked, state__in=OPEN_STATES, kind=ResetKind.PASSWORD
        ):
            _finish(open_one, ResetState.ENDED, by=None, now=now, reason="服务器管理员重新发放")
        reset = AccountReset(
            hospital_id=locked.hospital_id,
            user=locked,
            kind=ResetKind.PASSWORD,
            state=ResetState.AGREED,
            asked_at=now,
            agreed_at=now,
            reason=reason,
            expires_at=now + TO_USE,
        )
        code = new_code(2 * HALF)
        reset.second_code = code_hash(code, reset=reset.uid)
        reset.save(force_insert=True)
        _record(OrganizationAction.RESET_AGREED, reset, by=None, now=now, reason=reason)
    return Half(reset, code)


def end(*, reset: AccountReset, by: User, now: datetime, reason: str) -> AccountReset:
    """Withdrawn by who asked, refused by another administrator, or not wanted by the person: its codes are over."""
    with explained(), audit.acting(by=by):
        locked = _locked(reset)
        if locked.state not in OPEN_STATES:
            return locked
        if not same_person(by, locked.user) and not _offices(locked.user, now=now).acting(by):
            raise NotAllowed("只有管理员和本人可以结束这个申请。")
        why = reason_of(reason, most=MOST_WORDS, missing="请写明原因。")
        _finish(locked, ResetState.ENDED, by=by, now=now, reason=why)
        _record(OrganizationAction.RESET_ENDED, locked, by=by, now=now, reason=locked.over_reason)
    return locked


def end_expired(*, now: datetime) -> int:
    """Once a night; they open nothing before either."""
    with audit.acting(by=None):
        return _end_expired(AccountReset.objects.all(), now=now)


def usable(*, reset: AccountReset | None, first: str, second: str, now: datetime) -> bool:
    """Whether the person may set a password with what was typed."""
    if reset is None or reset.state != ResetState.AGREED or reset.expires_at <= now:
        return False
    if not reset.user.opens_on(localdate(now)) or reset.kind != ResetKind.PASSWORD:
        return False
    halves = [(second, reset.second_code)]
    if reset.first_code:
        halves.append((first, reset.first_code))
    return all([is_code(typed, kept, reset=reset.uid) for typed, kept in halves])


def activate(*, reset: AccountReset, first: str, second: str, password: str, now: datetime) -> User:
    """The person sets the password. Used twice, late or without both halves it is refused."""
    with explained(), audit.acting(by=reset.user):
        locked = _locked(reset)
        locked.user = _locked_user(locked.user)
        if not usable(reset=locked, first=first, second=second, now=now):
            raise Refusal(CODE_IS_OVER)
        accounts.set_password_with_code(user=locked.user, password=password, now=now)
        _finish(locked, ResetState.DONE, by=locked.user, now=now)
    return locked.user


def link_of(reset: AccountReset, code: str) -> str:
    return f"/activate/{reset.uid}/{code}/"


def _check_asker(user: User, *, by: User, now: datetime) -> None:
    if same_person(by, user):
        raise NotAllowed("自己的账号请在“我的账号”里修改；忘记密码时由另外两位管理员办理。")
    if not may_ask(_offices(user, now=now), by=by, user=user):
        raise NotAllowed("只有系统管理员可以申请；管理员账号由另外两位管理员办理。")


def _check_other(reset: AccountReset, *, by: User, now: datetime) -> None:
    if same_person(by, reset.user) or (reset.asked_by and same_person(by, reset.asked_by)):
        raise NotAllowed("申请人和本人不能同意，请由另一位管理员办理。")
    if not may_agree(_offices(reset.user, now=now), by=by, reset=reset):
        raise NotAllowed(
            "这个申请要由安全管理员同意；涉及安全管理员的，由与申请人岗位不同的另一位管理员同意。"
            "申请人已不是管理员的，请结束这个申请后重新申请。"
        )


def _check_can_be(user: User, kind: ResetKind, *, by_mail: bool) -> None:
    if not user.is_active:
        raise Refusal("这个账号已停用，请先恢复再申请。")
    if kind == ResetKind.SECOND_FACTOR and not TOTPDevice.objects.filter(user=user, confirmed=True).exists():
        raise Refusal("这个账号没有启用两步验证。", field="kind")
    if by_mail and (kind != ResetKind.PASSWORD or not may_mail(user)):
        raise Refusal("只有本人确认过的邮箱可以收链接，请改用密封条。", field="delivery")


def may_mail(user: User) -> bool:
    """Where mail goes out, and the person has said that the address is theirs: an administrator cannot say so."""
    return bool(settings.EMAIL_GOES_OUT and user.email and user.email_confirmed_at)


def _check_open(reset: AccountReset, state: ResetState, *, now: datetime) -> None:
    if reset.state != state:
        raise WrongState("这个申请已经有人处理过了。")
    if reset.expires_at <= now:
        raise WrongState("这个申请已经过期，请重新申请。")
    if not reset.user.is_active:
        raise Refusal("这个账号已停用，请先恢复再办理。")


def _finish(
    reset: AccountReset, state: ResetState, *, by: User | None, now: datetime, reason: str = ""
) -> None:
    reset.state, reset.over_at, reset.over_by, reset.over_reason = state, now, by, reason
    reset.save(update_fields=["state", "over_at", "over_by", "over_reason"])


def _end_expired(rows: Any, *, now: datetime) -> int:
    """Rows that are open but too old."""
    over = list(rows.select_for_update().filter(state__in=OPEN_STATES, expires_at__lte=now))
    for reset in over:
        _finish(reset, ResetState.ENDED, by=None, now=now, reason="逾期未办")
    return len(over)


def _send(reset: AccountReset, link: str) -> None:
    hospital = reset.hospital.name if reset.hospital else "医疗质量安全"
    until = f"{localtime(reset.expires_at):%Y-%m-%d %H:%M}"
    words = (
        f"{reset.user.display_name}：\n\n请打开下面的链接设置密码，{until} 前有效，只能用一次：\n{link}\n\n"
        "没有要求重设的，不要打开，并告诉本单位的安全管理员；现在的密码仍然有效。\n"
    )
    try:
        send_mail(f"{hospital}：设置密码", words, None, [reset.mail_to])
    except (OSError, SMTPException) as problem:
        raise Refusal("邮件没有发出，申请还在。请稍后再试，或请申请人撤回后改用密封条。") from problem


def _offices(user: User, *, now: datetime) -> Offices:
    return offices_of(user.hospital_id, as_of=localdate(now))


def _locked_user(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("hospital", "staff").get(pk=user.pk)


def _locked(reset: AccountReset) -> AccountReset:
    rows = AccountReset.objects.select_for_update(of=("self",))
    return rows.select_related("user__staff", "user__hospital", "asked_by", "hospital").get(pk=reset.pk)


def _record(
    action: OrganizationAction, reset: AccountReset, *, by: User | None, now: datetime, reason: str = ""
) -> None:
    detail = {"事项": str(ResetKind(reset.kind).label), "方式": "邮件" if reset.mail_to else "密封条"}
    accounts.record(action, reset.user, by=by, now=now, reason=reason, detail=detail)
