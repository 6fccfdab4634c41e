"""What a role may do. Every app names its own rights and who holds them; here they come together (DESIGN §2, §5).

An app subclasses `Right` in its `rights.py` and registers the holders there, with the words that an approver reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import TextChoices

from organizations.roles import ROLES, Role


class Right(TextChoices):
    """Something that a scope can be asked for. The wording is what an approver reads."""


_HELD: dict[Role, set[Right]] = defaultdict(set)
_DUTIES: dict[Role, dict[type[Right], str]] = defaultdict(dict)


def register_rights(
    kind: type[Right], *, holders: Mapping[Role, Iterable[Right]], duties: Mapping[Role, str] | None = None
) -> None:
    """Say which roles hold the rights of one app, and in `duties` what each role does there, in a few words.

    Raises ValueError for a right of another app: nobody gives away what is not his.
    """
    for role, rights in holders.items():
        given = set(rights)
        if strangers := {right for right in given if not isinstance(right, kind)}:
            raise ValueError(f"{kind.__name__} cannot give {sorted(strangers)}")
        _HELD[role] |= given
    for role, words in (duties or {}).items():
        _DUTIES[role][kind] = words


def rights_of(role: Role) -> frozenset[Right]:
    """Everything that one role may do."""
    return frozenset(_HELD[role])


def roles_that_may(right: Right) -> frozenset[Role]:
    """The roles that hold a right; one that nobody holds gives the empty set."""
    return frozenset(role for role in ROLES if right in _HELD[role])


def description_of(role: Role) -> str:
    """What the role does, in the words of every app."""
    own = ROLES[role].description
    return "；".join(words for words in (*_DUTIES[role].values(), own) if words)


def table_of_rights() -> list[tuple[Right, list[Role]]]:
    """Every registered right with the roles that hold it, by code."""
    every = {right for rights in _HELD.values() for right in rights}
    return [
        (right, [role for role in ROLES if right in _HELD[role]])
        for right in sorted(every, key=lambda right: right.value)
    ]


class OrganizationRight(Right):
    RECORD_FOR_OTHERS = "act.record", "代录签字盖章件"
    LOOK_UP_PEOPLE = "people.look_up", "按姓名、拼音、工号查找本院人员"
    MANAGE_DEPARTMENTS = "department.manage", "管理科室"
    MANAGE_PEOPLE = "people.manage", "管理人员与账号"
    RESET_ACCOUNTS = "account.reset", "申请、同意重置账号（两位管理员，都不是本人）"
    HAND_OVER = "people.handover", "离岗交接"
    MANAGE_ROLES = "role.manage", "授予、收回角色，指定代理人"
    VIEW_AUDIT = "audit.view", "查看操作记录与访问日志"
    VIEW_REGION = "region.view", "查看所辖机构与报送版"


_R = OrganizationRight
register_rights(
    OrganizationRight,
    holders={
        Role.STAFF: (_R.LOOK_UP_PEOPLE,),
        Role.LIAISON: (_R.LOOK_UP_PEOPLE,),
        Role.DEPARTMENT_HEAD: (_R.LOOK_UP_PEOPLE,),
        Role.QUALITY_OFFICE: (_R.LOOK_UP_PEOPLE, _R.RECORD_FOR_OTHERS, _R.HAND_OVER),
        Role.HOSPITAL_LEADER: (_R.LOOK_UP_PEOPLE,),
        Role.SUPERVISOR: (_R.VIEW_REGION,),
        Role.PROVINCE_ADMINISTRATOR: (_R.VIEW_REGION,),
        Role.SYSTEM_ADMINISTRATOR: (
            _R.MANAGE_DEPARTMENTS,
            _R.MANAGE_PEOPLE,
            _R.RESET_ACCOUNTS,
            _R.HAND_OVER,
        ),
        Role.SECURITY_ADMINISTRATOR: (_R.MANAGE_ROLES, _R.RESET_ACCOUNTS),
        Role.AUDIT_ADMINISTRATOR: (_R.VIEW_AUDIT, _R.RESET_ACCOUNTS),
    },
)
