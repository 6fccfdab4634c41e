"""Rights over self-inspection sheets, and who holds them."""

from organizations.rights import Right, register_rights
from organizations.roles import Role


class SheetRight(Right):
    VIEW = "sheet.view", "查看自查表"
    ANSWER = "sheet.answer", "填写自查表"
    CONFIRM = "sheet.confirm", "确认科室自查表"
    CONFIRM_HOSPITAL = "hospital_sheet.confirm", "确认全院自查表"


register_rights(
    SheetRight,
    holders={
        Role.LIAISON: (SheetRight.VIEW, SheetRight.ANSWER),
        Role.DEPARTMENT_HEAD: (SheetRight.VIEW, SheetRight.ANSWER, SheetRight.CONFIRM),
        Role.QUALITY_OFFICE: (SheetRight.VIEW, SheetRight.ANSWER),
        Role.HOSPITAL_LEADER: (SheetRight.VIEW, SheetRight.CONFIRM_HOSPITAL),
    },
    duties={
        Role.LIAISON: "填写本科室自查表",
        Role.DEPARTMENT_HEAD: "填写并确认本科室自查表",
        Role.QUALITY_OFFICE: "查看全院自查进度",
        Role.HOSPITAL_LEADER: "确认全院自查表",
    },
)
