"""What a role may do: code, with a description that a person responsible can approve (DESIGN §5).

Pure data: no model, no database. A role is a permission codename of guardian on one kind of place.
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


class Action(TextChoices):
    """Everything that a scope can be asked for. The wording is what an approver reads."""

    FINDING_VIEW = "finding.view", "查看问题"
    FINDING_CREATE = "finding.create", "登记问题"
    FINDING_SUBMIT = "finding.submit", "提交问题"
    FINDING_TRIAGE = "finding.triage", "受理、退回问题，指定牵头部门"
    FINDING_REGISTER = "finding.register", "直接登记院级问题"
    FINDING_PLAN = "finding.plan", "填写成因、措施"
    FINDING_EVIDENCE = "finding.evidence", "上传佐证、记录进展"
    FINDING_ACCEPT = "finding.accept", "验收"
    FINDING_CLOSE = "finding.close", "销号、重新打开、作废、合并"
    EXTENSION_DECIDE = "extension.decide", "审批延期"
    SHEET_VIEW = "sheet.view", "查看自查表"
    SHEET_ANSWER = "sheet.answer", "填写自查表"
    SHEET_CONFIRM = "sheet.confirm", "确认科室自查表"
    HOSPITAL_SHEET_CONFIRM = "hospital_sheet.confirm", "确认全院自查表"
    LEDGER_IMPORT = "ledger.import", "导入台账"
    LEDGER_EXPORT = "ledger.export", "导出台账"
    BOARD_VIEW = "board.view", "查看整改看板"
    RUN_MANAGE = "run.manage", "开展专项整治、设置要点"
    RECORD_FOR_OTHERS = "act.record", "代录签字盖章件"
    DEPARTMENT_MANAGE = "department.manage", "管理科室"
    PEOPLE_MANAGE = "people.manage", "管理人员与账号"
    HANDOVER = "people.handover", "离岗交接"
    ROLE_MANAGE = "role.manage", "授予、收回角色，指定代理人"
    AUDIT_VIEW = "audit.view", "查看操作记录与访问日志"
    REGION_VIEW = "region.view", "查看所辖机构与报送版"


@dataclass(frozen=True)
class RoleDefinition:
    role: Role
    place: Place | tuple[Place, ...]
    description: str
    actions: frozenset[Action]

    @property
    def places(self) -> tuple[Place, ...]:
        return self.place if isinstance(self.place, tuple) else (self.place,)


def _define(
    role: Role, place: Place | tuple[Place, ...], description: str, *actions: Action
) -> RoleDefinition:
    return RoleDefinition(role, place, description, frozenset(actions))


_A = Action
_DEPARTMENT_WORK = (
    _A.FINDING_VIEW,
    _A.FINDING_CREATE,
    _A.FINDING_SUBMIT,
    _A.FINDING_PLAN,
    _A.FINDING_EVIDENCE,
    _A.SHEET_VIEW,
    _A.SHEET_ANSWER,
    _A.LEDGER_IMPORT,
    _A.LEDGER_EXPORT,
)
_ADMINISTRATORS = (Place.HOSPITAL, Place.REGION)

ROLES: dict[Role, RoleDefinition] = {
    d.role: d
    for d in (
        _define(
            Role.STAFF,
            Place.DEPARTMENT,
            "登记本科室发现的问题，查看自己科室的问题",
            _A.FINDING_VIEW,
            _A.FINDING_CREATE,
        ),
        _define(
            Role.LIAISON,
            Place.DEPARTMENT,
            "填写本科室自查表，登记、提交和整改本科室问题，上传佐证；归口部门的联络员可以验收",
            *_DEPARTMENT_WORK,
            _A.FINDING_ACCEPT,
        ),
        _define(
            Role.DEPARTMENT_HEAD,
            Place.DEPARTMENT,
            "联络员的全部工作，并确认本科室自查表；归口部门负责人验收其归口的问题",
            *_DEPARTMENT_WORK,
            _A.SHEET_CONFIRM,
            _A.FINDING_ACCEPT,
        ),
        _define(
            Role.QUALITY_OFFICE,
            Place.HOSPITAL,
            "开展专项整治，受理全院问题，销号，导入导出，审批延期，代录签字件",
            *_DEPARTMENT_WORK,
            _A.FINDING_TRIAGE,
            _A.FINDING_REGISTER,
            _A.FINDING_CLOSE,
            _A.EXTENSION_DECIDE,
            _A.BOARD_VIEW,
            _A.RUN_MANAGE,
            _A.RECORD_FOR_OTHERS,
            _A.HANDOVER,
        ),
        _define(Role.ETHICS_OFFICE, Place.HOSPITAL, "医德考评", _A.BOARD_VIEW),
        _define(Role.COMPLAINTS_OFFICE, Place.HOSPITAL, "投诉管理", _A.BOARD_VIEW),
        _define(Role.DISCIPLINE_OFFICE, Place.HOSPITAL, "纪检监督", _A.BOARD_VIEW),
        _define(Role.CONFIDENTIAL_HANDLER, Place.HOSPITAL, "经办问题线索等保密事项，每院至多两人"),
        _define(
            Role.HOSPITAL_LEADER,
            Place.HOSPITAL,
            "查看全院台账与看板，确认全院自查表，牵头部门就是归口部门时验收，审批延期",
            _A.FINDING_VIEW,
            _A.FINDING_ACCEPT,
            _A.EXTENSION_DECIDE,
            _A.SHEET_VIEW,
            _A.HOSPITAL_SHEET_CONFIRM,
            _A.LEDGER_EXPORT,
            _A.BOARD_VIEW,
        ),
        _define(
            Role.SUPERVISOR,
            Place.REGION,
            "在所辖地区开展专项整治，查看所辖机构的报送版",
            _A.REGION_VIEW,
            _A.RUN_MANAGE,
        ),
        _define(
            Role.PROVINCE_ADMINISTRATOR,
            Place.REGION,
            "在全省开展专项整治，查看全省机构的报送版，管理汇总",
            _A.REGION_VIEW,
            _A.RUN_MANAGE,
        ),
        _define(
            Role.SYSTEM_ADMINISTRATOR,
            _ADMINISTRATORS,
            "管理科室、人员和账号，看不到业务内容",
            _A.DEPARTMENT_MANAGE,
            _A.PEOPLE_MANAGE,
            _A.HANDOVER,
        ),
        _define(Role.SECURITY_ADMINISTRATOR, _ADMINISTRATORS, "授予和收回角色，指定代理人", _A.ROLE_MANAGE),
        _define(Role.AUDIT_ADMINISTRATOR, _ADMINISTRATORS, "查看操作记录与访问日志", _A.AUDIT_VIEW),
    )
}


def roles_that_may(action: Action) -> frozenset[Role]:
    """The roles that hold an action; an action that nobody holds gives the empty set."""
    return frozenset(role for role, definition in ROLES.items() if action in definition.actions)


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
