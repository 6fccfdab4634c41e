"""Reads around `AccountReset`: what waits, for whom, and who may do the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from infrastructure.audit import label_of
from infrastructure.models import AuditEntry
from organizations.actions import OrganizationAction
from organizations.models import AccountReset, Hospital, Membership, ResetKind, ResetState, User
from organizations.models.account_resets import OPEN_STATES
from organizations.roles import SEPARATED_ROLES
from organizations.rules import two_keys

PAST_ROWS = 50
_TOLD = [
    OrganizationAction.RESET_ASKED,
    OrganizationAction.RESET_AGREED,
    OrganizationAction.RESET_ENDED,
    OrganizationAction.PASSWORD_SET,
    OrganizationAction.SECOND_FACTOR_OFF,
    OrganizationAction.ACCOUNT_DEACTIVATED,
    OrganizationAction.ACCOUNT_REACTIVATED,
    OrganizationAction.EMAIL_CHANGED,
]


@dataclass(frozen=True)
class Offices:
    """Who holds one of the three separated roles of a hospital, today or later. One query, a handful of rows."""

    as_of: date
    rows: tuple[Membership, ...]

    def acting(self, user: User) -> frozenset[str]:
        """What this log-in may act as today. A stand-in carries none of the three."""
        if not user.is_active:  # closed since it asked
            return frozenset()
        held = (row for row in self.rows if row.user_id == user.pk and row.from_on <= self.as_of)
        return frozenset(row.role for row in held)

    def guarding(self, user: User) -> frozenset[str]:
        """What the person holds or will hold, with whatever log-in."""
        return frozenset(row.role for row in self.rows if same_person(row.user, user))


def same_person(one: User, other: User) -> bool:
    return one.pk == other.pk or (one.staff_id is not None and one.staff_id == other.staff_id)


def offices_of(hospital_id: int | None, *, as_of: date) -> Offices:
    if hospital_id is None:
        return Offices(as_of, ())
    rows = Membership.objects.filter(hospital_id=hospital_id, department=None, role__in=SEPARATED_ROLES)
    return Offices(as_of, tuple(rows.exclude(to_on__lt=as_of).select_related("user")))


def may_ask(offices: Offices, *, by: User, user: User) -> bool:
    return not same_person(by, user) and two_keys.may_ask(offices.acting(by), target=offices.guarding(user))


def may_agree(offices: Offices, *, by: User, reset: AccountReset) -> bool:
    if reset.asked_by is None or same_person(by, reset.user) or same_person(by, reset.asked_by):
        return False
    return two_keys.may_agree(
        offices.acting(by), asked_as=offices.acting(reset.asked_by), target=offices.guarding(reset.user)
    )


def resets_of(hospital: Hospital) -> QuerySet[AccountReset]:
    rows = AccountReset.objects.filter(hospital=hospital)
    return rows.select_related("user__staff", "asked_by", "agreed_by", "over_by")


@dataclass(frozen=True)
class ResetPage:
    mine: list[AccountReset]  # wait for this administrator
    others: list[AccountReset]  # wait for somebody else
    past: list[AccountReset]
    to_help: list[User]  # administrators for whom this one may ask


def reset_page(hospital: Hospital, *, by: User, as_of: date) -> ResetPage:
    offices = offices_of(hospital.pk, as_of=as_of)
    waiting = list(resets_of(hospital).filter(state__in=OPEN_STATES).order_by("asked_at", "pk"))
    mine = [row for row in waiting if row.state == ResetState.ASKED and may_agree(offices, by=by, reset=row)]
    return ResetPage(
        mine=mine,
        others=[row for row in waiting if row not in mine],
        past=list(resets_of(hospital).exclude(state__in=OPEN_STATES).order_by("-over_at", "-pk")[:PAST_ROWS]),
        to_help=_unique(
            row.user for row in offices.rows if row.user.is_active and may_ask(offices, by=by, user=row.user)
        ),
    )


def _unique(users: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in users}.values())


def open_resets_of(user: User) -> QuerySet[AccountReset]:
    """For the person's own page."""
    rows = AccountReset.objects.filter(user=user, state__in=OPEN_STATES)
    return rows.select_related("asked_by", "agreed_by").order_by("asked_at")


def reset_to_use(user: User | None) -> AccountReset | None:
    """The one with which this person may set a password now; whether the code fits is the service's question."""
    rows = AccountReset.objects.filter(user=user, kind=ResetKind.PASSWORD, state=ResetState.AGREED)
    return rows.select_related("user__hospital", "user__staff").first() if user else None


@dataclass(frozen=True)
class Told:
    """Something that others did to an account, for its person."""

    at: datetime
    who: str
    what: str
    why: str


def done_by_others(user: User, *, since: datetime | None = None, most: int = 10) -> list[Told]:
    """What administrators and the system have done to this account, newest first; its own use of a code as well."""
    rows = AuditEntry.objects.filter(target_uid=user.uid, action__in=_TOLD).order_by("-id")
    rows = rows.exclude(~Q(detail__has_key="方式"), actor_id=user.pk)
    if since is not None:
        rows = rows.filter(at__gt=since)
    return [Told(row.at, row.actor_name, label_of(row.action), row.reason) for row in rows[:most]]
