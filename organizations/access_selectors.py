"""Reads around a log-in: whom a typed name means, where a user works, what a region supervises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from infrastructure.models.access import AccessEntry, AccessKind
from infrastructure.searching.folding import fold
from organizations.models import AdministrativeLine, Hospital, Membership, Region, Role, User
from organizations.roles import SEPARATED_ROLES
from organizations.scope import Grants

EVERY_LINE: frozenset[str] = frozenset(AdministrativeLine.values)
_ROLE_ORDER = {role: position for position, role in enumerate(Role)}


@dataclass(frozen=True)
class WorkPlace:
    """A hospital or a region in which a user holds roles."""

    code: str
    name: str
    roles: tuple[Role, ...]
    hospital_id: int | None = None
    region_id: int | None = None
    watermark: bool = False

    @property
    def role_words(self) -> str:
        return "、".join(str(role.label) for role in self.roles)

    @property
    def only_administers(self) -> bool:
        return all(role in SEPARATED_ROLES for role in self.roles)

    @property
    def url(self) -> str:
        if self.hospital_id is None:
            return f"/r/{self.code}/"
        if not self.only_administers:
            return f"/h/{self.code}/"
        audits = Role.AUDIT_ADMINISTRATOR in self.roles
        return f"/h/{self.code}/settings/audit/" if audits else f"/h/{self.code}/settings/"


def find_log_in(*, login: str, hospital_code: str, as_of: date) -> User | None:
    """The one log-in, open on this day, that a user name or 工号 means; None when there is none, or more than one.

    A number that is met in several hospitals (DESIGN §5) needs the hospital. A user name is found everywhere:
    it is unique in the country.
    """
    active = User.objects.open_on(as_of).select_related("hospital", "staff")
    named = active.alias(lower=Lower("username")).filter(lower=login)
    numbers = {login, login.upper()}
    numbered = active.filter(staff__employee_no__in=numbers)
    if hospital_code:
        numbered = numbered.filter(hospital__code=hospital_code)
        here = [user for user in named if user.hospital and user.hospital.code == hospital_code]
        return next(iter(here or _only(numbered) or named), None)
    return next(iter(_only(named.union(numbered))), None)


def _only(users: QuerySet[User]) -> list[User]:
    """The list when it has exactly one row; two people of one number are nobody."""
    found = list(users[:2])
    return found if len(found) == 1 else []


def hospital_by_code(code: str) -> Hospital | None:
    return Hospital.objects.filter(code=code).first() if code else None


def hospitals_to_choose(as_of: date) -> QuerySet[Hospital]:
    """Every hospital at which somebody may log in."""
    return Hospital.objects.active(as_of).order_by("name_pinyin")


def hospitals_of(user: User, grants: Grants) -> list[Hospital]:
    """The hospitals of the grants, by pinyin. Most people work in their own alone, which came with the log-in."""
    if user.hospital is not None and grants.hospital_ids == {user.hospital.pk}:
        return [user.hospital]
    return list(Hospital.objects.filter(pk__in=grants.hospital_ids).order_by("name_pinyin"))


def places_of(user: User, grants: Grants) -> tuple[WorkPlace, ...]:
    """Where the user works, hospitals first; two queries at most, however many places there are."""
    hospital_roles: dict[int, set[Role]] = {}
    region_roles: dict[int, set[Role]] = {}
    for grant in grants.grants:
        if grant.hospital_id is not None:
            hospital_roles.setdefault(grant.hospital_id, set()).add(grant.role)
        elif grant.region_id is not None:
            region_roles.setdefault(grant.region_id, set()).add(grant.role)
    places = [
        WorkPlace(
            row.code,
            row.name,
            _sorted(hospital_roles[row.pk]),
            hospital_id=row.pk,
            watermark=row.watermark,
        )
        for row in hospitals_of(user, grants)
    ]
    if region_roles:
        regions = Region.objects.filter(pk__in=region_roles).order_by("code")
        places += [
            WorkPlace(row.code, row.name, _sorted(region_roles[row.pk]), region_id=row.pk) for row in regions
        ]
    return tuple(places)


def _sorted(roles: set[Role]) -> tuple[Role, ...]:
    return tuple(sorted(roles, key=lambda role: -_ROLE_ORDER[role]))


def region_in_reach(*, code: str, grants: Grants) -> Region | None:
    """The region of an address when it is one of the user's or lies below one."""
    for region_id in sorted({place for place, _ in grants.region_lines()}):
        found = Region.objects.subtree(region_id).filter(code=code).first()
        if found is not None:
            return found
    return None


def lines_over(region: Region, held: Iterable[tuple[int, str | None]]) -> frozenset[str]:
    """The administrative lines in which roles on the region, or above it, reach its hospitals. None held: empty."""
    held = tuple(held)
    reaching = Region.objects.above(region.pk).filter(pk__in={place for place, _ in held})
    places = set(reaching.values_list("pk", flat=True))
    lines = {line for place, line in held if place in places}
    return EVERY_LINE if None in lines else frozenset(line for line in lines if line is not None)


def line_words(lines: frozenset[str]) -> str:
    """What a region's page says when it shows some lines only."""
    if lines == EVERY_LINE:
        return ""
    return "、".join(str(line.label) for line in AdministrativeLine if line in lines)


def supervised_hospitals(
    *, region: Region, lines: frozenset[str], words: str = "", as_of: date
) -> QuerySet[Hospital]:
    """Hospitals of these lines that the region, or one below it, answers for (`supervised_by`, not the address)."""
    rows = Hospital.objects.active(as_of).filter(
        supervised_by__in=Region.objects.subtree(region.pk), line__in=lines
    )
    if words:
        folded = fold(words)
        rows = rows.filter(Q(name__folded__contains=folded) | Q(name_pinyin__contains=folded))
    return rows.select_related("supervised_by").order_by("supervised_by__code", "name_pinyin")


def memberships_of(user: User, *, as_of: date) -> QuerySet[Membership]:
    """The roles that a user holds on a day, with their places."""
    rows = Membership.objects.in_force(as_of).filter(user=user)
    return rows.select_related("hospital", "department", "region").order_by("hospital_id", "role")


def last_log_ins(user: User, *, limit: int = 5) -> QuerySet[AccessEntry]:
    """So that somebody notices a log-in that was not theirs."""
    kinds = [AccessKind.LOGGED_IN, AccessKind.LOGIN_FAILED, AccessKind.LOCKED_OUT]
    return AccessEntry.objects.filter(user=user, kind__in=kinds).order_by("-id")[:limit]
