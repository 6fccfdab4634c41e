"""Rights in campaigns and their runs, and who holds them."""

from organizations.rights import Right, register_rights
from organizations.roles import Role


class RunRight(Right):
    VIEW = "run.view", "查看专项整治与要点"
    MANAGE = "run.manage", "开展专项整治、设置要点、办理启动部署"
    CONFIRM_PLAN = "launch_plan.confirm", "确认已阅读实施方案与职责分工"


_EVERYBODY_AT_WORK = (
    Role.STAFF,
    Role.LIAISON,
    Role.ETHICS_OFFICE,
    Role.COMPLAINTS_OFFICE,
    Role.DISCIPLINE_OFFICE,
    Role.HOSPITAL_LEADER,
)

register_rights(
    RunRight,
    holders={
        **dict.fromkeys(_EVERYBODY_AT_WORK, (RunRight.VIEW,)),
        Role.DEPARTMENT_HEAD: (RunRight.VIEW, RunRight.CONFIRM_PLAN),
        **dict.fromkeys(
            (Role.QUALITY_OFFICE, Role.SUPERVISOR, Role.PROVINCE_ADMINISTRATOR),
            (RunRight.VIEW, RunRight.MANAGE),
        ),
    },
    duties={
        Role.DEPARTMENT_HEAD: "确认已阅读实施方案与职责分工",
        Role.QUALITY_OFFICE: "开展专项整治，设置要点，办理启动部署",
        Role.SUPERVISOR: "在所辖地区开展专项整治",
        Role.PROVINCE_ADMINISTRATOR: "在全省开展专项整治",
    },
)
