"""Rights in campaigns and their runs, and who holds them."""

from organizations.rights import Right, register_rights
from organizations.roles import Role


class RunRight(Right):
    VIEW = "run.view", "查看专项整治与要点"
    MANAGE = "run.manage", "开展专项整治、设置要点"


_EVERYBODY_AT_WORK = (
    Role.STAFF,
    Role.LIAISON,
    Role.DEPARTMENT_HEAD,
    Role.ETHICS_OFFICE,
    Role.COMPLAINTS_OFFICE,
    Role.DISCIPLINE_OFFICE,
    Role.HOSPITAL_LEADER,
)

register_rights(
    RunRight,
    holders={
        **dict.fromkeys(_EVERYBODY_AT_WORK, (RunRight.VIEW,)),
        **dict.fromkeys(
            (Role.QUALITY_OFFICE, Role.SUPERVISOR, Role.PROVINCE_ADMINISTRATOR),
            (RunRight.VIEW, RunRight.MANAGE),
        ),
    },
    duties={
        Role.QUALITY_OFFICE: "开展专项整治，设置要点",
        Role.SUPERVISOR: "在所辖地区开展专项整治",
        Role.PROVINCE_ADMINISTRATOR: "在全省开展专项整治",
    },
)
