"""What a user may see and do, and where. The only module that knows guardian (DESIGN §5).

guardian's rows are read together with the membership each belongs to, so that a role whose dates have passed opens
nothing even before anybody has cleared it away. A region's scope over live hospital data is empty: above the
hospital everything reads releases.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection

from organizations.rights import Right, rights_of
from organizations.roles import SEPARATED_ROLES, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from organizations.models.users import User

# 三员分立 and the two handlers a hospital hold for a person, however roles are joined (DESIGN §5).
NEVER_BY_STAND_IN = frozenset({*SEPARATED_ROLES, Role.CONFIDENTIAL_HANDLER})


@dataclass(frozen=True)
class Scope:
    """Places where one action is allowed. Empty sets: no rows. `departments` holds their second level as well."""

    action: Right
    hospitals: frozenset[int] = frozenset()
    departments: frozenset[int] = frozenset()
    # (region, administrative line); without a line: every line of that region.
    region_lines: frozenset[tuple[int, str | None]] = frozenset()
    department_hospitals: frozenset[tuple[int, int]] = frozenset()  # (department, its hospital)
    staff_id: int | None = None  # who asks: a person named in a record has a road to it

    def __bool__(self) -> bool:
        return bool(self.hospitals or self.departments)

    def within(self, hospital_id: int) -> Scope:
        """The part of the scope that lies in one hospital."""
        pairs = frozenset(pair for pair in self.department_hospitals if pair[1] == hospital_id)
        return Scope(
            action=self.action,
            hospitals=self.hospitals & {hospital_id},
            departments=frozenset(department for department, _ in pairs),
            department_hospitals=pairs,
            staff_id=self.staff_id,
        )

    def covers(self, *, hospital_id: int, department_id: int | None = None) -> bool:
        """Whether the action is allowed for the whole hospital or for this department of it."""
        return hospital_id in self.hospitals or (
            department_id is not None and department_id in self.departments
        )


@dataclass(frozen=True)
class Grant:
    """One role in force on one place; `for_staff` names the principal when held as a dated stand-in."""

    role: Role
    hospital_id: int | None = None
    department_ids: frozenset[int] = frozenset()
    region_id: int | None = None
    line: str | None = None  # of a region; None: every line
    for_staff: int | None = None


@dataclass(frozen=True)
class Grants:
    """Everything a user holds on one day, read once a request."""

    as_of: date
    grants: tuple[Grant, ...] = ()
    hospital_ids: frozenset[int] = field(default=frozenset())
    staff_id: int | None = None

    def scope(self, action: Right, *, own_only: bool = False) -> Scope:
        """The places of one action. `own_only` leaves out what is held for somebody else."""
        able = [g for g in self.grants if action in rights_of(g.role) and not (own_only and g.for_staff)]
        return Scope(
            action=action,
            hospitals=frozenset(
                g.hospital_id for g in able if g.hospital_id is not None and not g.department_ids
            ),
            departments=frozenset(d for g in able for d in g.department_ids),
            region_lines=_region_lines(able),
            department_hospitals=frozenset(
                (d, g.hospital_id) for g in able for d in g.department_ids if g.hospital_id is not None
            ),
            staff_id=self.staff_id,
        )

    def region_lines(self) -> frozenset[tuple[int, str | None]]:
        """Regions and lines of every role, whatever it allows."""
        return _region_lines(self.grants)

    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)


def _region_lines(grants: Iterable[Grant]) -> frozenset[tuple[int, str | None]]:
    return frozenset((g.region_id, g.line) for g in grants if g.region_id is not None)


# Asked at every request, so in SQL: log-ins that count for the user (the user's own, and those of staff the user stands
# in for), their memberships in force, as far as guardian's rows carry them, with the second level of each department.
_HELD = """
WITH holder AS (
    SELECT %(user)s AS id, NULL::bigint AS staff_id
    UNION ALL
    SELECT u.id, u.staff_id FROM organizations_standin s JOIN organizations_user u ON u.staff_id = s.principal_id
    WHERE s.substitute_id = %(staff)s AND s.from_on <= %(day)s AND s.to_on >= %(day)s
)
SELECT m.role, m.hospital_id, m.department_id, m.region_id, m.line, h.staff_id,
    ARRAY(SELECT d.id FROM organizations_department d WHERE d.parent_id = m.department_id)
FROM holder h JOIN organizations_membership m ON m.user_id = h.id
WHERE m.from_on <= %(day)s AND (m.to_on IS NULL OR m.to_on >= %(day)s) AND (
    EXISTS (SELECT 1 FROM organizations_departmentrole r WHERE r.membership_id = m.id)
    OR EXISTS (SELECT 1 FROM organizations_hospitalrole r WHERE r.membership_id = m.id)
    OR EXISTS (SELECT 1 FROM organizations_regionrole r WHERE r.membership_id = m.id)
)
"""


def _held(user: User, as_of: date) -> list[Grant]:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"user": user.pk, "staff": user.staff_id, "day": as_of})
        return [
            Grant(
                Role(role),
                hospital_id=hospital,
                department_ids=frozenset() if department is None else frozenset({department, *below}),
                region_id=region,
                line=line,
                for_staff=principal,
            )
            for role, hospital, department, region, line, principal, below in cursor.fetchall()
        ]


def grants_of(user: User | AnonymousUser, as_of: date) -> Grants:
    """Read what the user holds on this day. Anonymous, inactive or unknown: nothing."""
    if not user.is_authenticated or not user.is_active:
        return Grants(as_of)
    kept = tuple(g for g in _held(user, as_of) if g.for_staff is None or g.role not in NEVER_BY_STAND_IN)
    return Grants(
        as_of, kept, frozenset(g.hospital_id for g in kept if g.hospital_id is not None), user.staff_id
    )


def grants_for(user: User | AnonymousUser, *, as_of: date) -> Grants:
    """`grants_of`, read once for a user object, so once a request."""
    cached: Grants | None = getattr(user, "_grants", None)
    if cached is None or cached.as_of != as_of:
        cached = grants_of(user, as_of)
        user._grants = cached  # type: ignore[union-attr]
    return cached


def scope_of(user: User | AnonymousUser, action: Right, *, as_of: date) -> Scope:
    """The frozen scope of one action."""
    return grants_for(user, as_of=as_of).scope(action)
