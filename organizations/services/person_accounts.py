"""A log-in for a member of staff: opened, told by a one-time link, closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Lower

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.models import StaffMember, User
from organizations.services import accounts


@dataclass(frozen=True)
class IssuedLink:
    """What is handed to the person. `path` is shown once and stored nowhere."""

    name: str
    employee_no: str
    username: str
    path: str


def suggested_username(person: StaffMember) -> str:
    """The 工号, or with the hospital's code behind it where the number is a log-in already."""
    number = accounts.normal_login(person.employee_no)
    taken = User.objects.alias(lower=Lower("username")).filter(lower=number).exists()
    return f"{number}@{person.hospital.code.lower()}" if taken else number


def open_account(
    *, person: StaffMember, username: str, email: str = "", by: User | None, now: datetime
) -> IssuedLink:
    """One active log-in a person; it has no password until the link is used."""
    with audit.acting(by=by):
        StaffMember.objects.select_for_update().get(pk=person.pk)
        if User.objects.filter(staff=person, is_active=True).exists():
            raise Refusal("这个人已经有登录账号。", field="username")
        user = accounts.create_user(
            username=username,
            display_name=person.name,
            hospital=person.hospital,
            staff=person,
            email=email,
            by=by,
            now=now,
        )
        return issue_link(user=user, by=by, now=now)


def issue_link(*, user: User, by: User | None, now: datetime) -> IssuedLink:
    """A new link; the password and every earlier link end."""
    path = accounts.issue_one_time_link(user=user, by=by, now=now)
    return IssuedLink(
        name=user.display_name,
        employee_no=user.staff.employee_no if user.staff else "",
        username=user.username,
        path=path,
    )
