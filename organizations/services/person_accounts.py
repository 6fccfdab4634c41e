"""A log-in for a member of staff: opened by one administrator, told to its person with the consent of another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Lower

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.models import ResetKind, StaffMember, User
from organizations.services import account_resets, accounts
from organizations.services.account_resets import Half


@dataclass(frozen=True)
class Slip:
    """One half of a sealed slip. `code` is shown once to the one who prints it and stored nowhere."""

    name: str
    employee_no: str
    username: str
    code: str


def slip_of(half: Half) -> Slip:
    user = half.reset.user
    return Slip(
        name=user.display_name,
        employee_no=user.staff.employee_no if user.staff else "",
        username=user.username,
        code=half.printed,
    )


def suggested_username(person: StaffMember) -> str:
    """The 工号, or with the hospital's code behind it where the number is a log-in already."""
    number = accounts.normal_login(person.employee_no)
    taken = User.objects.alias(lower=Lower("username")).filter(lower=number).exists()
    return f"{number}@{person.hospital.code.lower()}" if taken else number


def open_account(
    *, person: StaffMember, username: str, by: User | None, now: datetime, reason: str = ""
) -> Half:
    """One active log-in a person. It has no password: the first half of a slip is in the answer.

    Of the system itself (`by` None: setting up a hospital) it is the whole code.
    """
    with audit.acting(by=by):
        StaffMember.objects.select_for_update().get(pk=person.pk)
        if User.objects.filter(staff=person, is_active=True).exists():
            raise Refusal("这个人已经有登录账号。", field="username")
        user = accounts.create_user(
            username=username,
            display_name=person.name,
            hospital=person.hospital,
            staff=person,
            by=by,
            now=now,
        )
        if by is None:
            return account_resets.hand_over_by_operator(user=user, now=now, reason=reason)
        return account_resets.ask(user=user, kind=ResetKind.PASSWORD, by=by, now=now, reason="开通账号")
