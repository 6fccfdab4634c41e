"""The roles and where each is held: code, approved by a person responsible (DESIGN §5).

Pure data: no model, no database. A role is a permission codename of guardian on one kind of place. What it may do,
each app says for itself in its `rights.py`.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import TextChoices


class Role(TextChoices):
    STAFF = "staff", "职工"
    LIAISON = "liaison", "科室联络员"
    DEPARTMENT_HEAD = "department_head", "科室负责人"
    QUALITY_OFFICE = "quality_office", "质控办"
    ETHICS_OFFICE = "ethics_office", "医德医风办"
    COMPLAINTS_OFFICE = "complaints_office", "投诉管理部门"
    DISCIPLINE_OFFICE = "discipline_office", "纪检部门"
    CONFIDENTIAL_HANDLER = "confidential_handler", "保密经办人"
    HOSPITAL_LEADER = "hospital_leader", "院领导"
    SUPERVISOR = "supervisor", "主管部门督导员"
    PROVINCE_ADMINISTRATOR = "province_administrator", "省级管理员"
    SYSTEM_ADMINISTRATOR = "system_administrator", "系统管理员"
    SECURITY_ADMINISTRATOR = "security_administrator", "安全管理员"
    AUDIT_ADMINISTRATOR = "audit_administrator", "审计管理员"


# 三员分立: nobody holds two of these at one time.
SEPARATED_ROLES = [Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR]


class Place(Enum):
    DEPARTMENT = "department"
    HOSPITAL = "hospital"
    REGION = "region"


@dataclass(frozen=True)
class RoleDefinition:
    """Where a role is held, and what it does that no app above this one says of it."""

    role: Role
    place: Place | tuple[Place, ...]
    description: str = ""

    @property
    def places(self) -> tuple[Place, ...]:
        return self.place if isinstance(self.place, tuple) else (self.place,)


_ADMINISTRATORS = (Place.HOSPITAL, Place.REGION)

ROLES: dict[Role, RoleDefinition] = {
    d.role: d
    for d in (
        RoleDefinition(Role.STAFF, Place.DEPARTMENT),
        RoleDefinition(Role.LIAISON, Place.DEPARTMENT),
        RoleDefinition(Role.DEPARTMENT_HEAD, Place.DEPARTMENT),
        RoleDefinition(Role.QUALITY_OFFICE, Place.HOSPITAL, "代录签字件，办理离岗交接"),
        RoleDefinition(Role.ETHICS_OFFICE, Place.HOSPITAL, "医德考评"),
        RoleDefinition(Role.COMPLAINTS_OFFICE, Place.HOSPITAL, "投诉管理"),
        RoleDefinition(Role.DISCIPLINE_OFFICE, Place.HOSPITAL, "纪检监督"),
        RoleDefinition(Role.CONFIDENTIAL_HANDLER, Place.HOSPITAL, "经办问题线索等保密事项，每院至多两人"),
        RoleDefinition(Role.HOSPITAL_LEADER, Place.HOSPITAL),
        RoleDefinition(Role.SUPERVISOR, Place.REGION, "查看所辖机构的报送版"),
        RoleDefinition(Role.PROVINCE_ADMINISTRATOR, Place.REGION, "查看全省机构的报送版，管理汇总"),
        RoleDefinition(Role.SYSTEM_ADMINISTRATOR, _ADMINISTRATORS, "管理科室、人员和账号，看不到业务内容"),
        RoleDefinition(
            Role.SECURITY_ADMINISTRATOR, _ADMINISTRATORS, "授予和收回角色，指定代理人，同意重置账号"
        ),
        RoleDefinition(
            Role.AUDIT_ADMINISTRATOR, _ADMINISTRATORS, "查看操作记录与访问日志，同意重置安全管理员的账号"
        ),
    )
}


def _permissions(place: Place) -> list[tuple[str, Any]]:
    return [(d.role.value, str(d.role.label)) for d in ROLES.values() if place in d.places]


def region_permissions() -> list[tuple[str, Any]]:
    """guardian's codenames on a region."""
    return _permissions(Place.REGION)


def hospital_permissions() -> list[tuple[str, Any]]:
    """guardian's codenames on a hospital."""
    return _permissions(Place.HOSPITAL)


def department_permissions() -> list[tuple[str, Any]]:
    """guardian's codenames on a department."""
    return _permissions(Place.DEPARTMENT)
