"""Rights over findings and their ledger, and who holds them."""

from organizations.rights import Right, register_rights
from organizations.roles import Role


class FindingRight(Right):
    VIEW = "finding.view", "查看问题"
    CREATE = "finding.create", "登记问题"
    SUBMIT = "finding.submit", "提交问题"
    TRIAGE = "finding.triage", "受理、退回问题，指定牵头部门"
    REGISTER = "finding.register", "直接登记院级问题"
    PLAN = "finding.plan", "填写成因、措施"
    EVIDENCE = "finding.evidence", "上传佐证、记录进展"
    ACCEPT = "finding.accept", "验收"
    CLOSE = "finding.close", "销号、重新打开、作废、合并"
    DECIDE_EXTENSION = "extension.decide", "审批延期"
    IMPORT = "ledger.import", "导入台账"
    EXPORT = "ledger.export", "导出台账"
    FINALIZE = "ledger.finalize", "台账定稿、撤回定稿"
    SEE_BOARD = "board.view", "查看整改看板"
    LABEL_ORIGINS = "origin.label", "设置问题来源的叫法"


_R = FindingRight
_DEPARTMENT_WORK = (_R.VIEW, _R.CREATE, _R.SUBMIT, _R.PLAN, _R.EVIDENCE, _R.IMPORT, _R.EXPORT)
_OFFICE_WORK = (
    _R.TRIAGE,
    _R.REGISTER,
    _R.CLOSE,
    _R.DECIDE_EXTENSION,
    _R.FINALIZE,
    _R.SEE_BOARD,
    _R.LABEL_ORIGINS,
)

register_rights(
    FindingRight,
    holders={
        Role.STAFF: (_R.VIEW, _R.CREATE),
        Role.LIAISON: (*_DEPARTMENT_WORK, _R.ACCEPT),
        Role.DEPARTMENT_HEAD: (*_DEPARTMENT_WORK, _R.ACCEPT),
        Role.QUALITY_OFFICE: (*_DEPARTMENT_WORK, *_OFFICE_WORK),
        Role.ETHICS_OFFICE: (_R.SEE_BOARD,),
        Role.COMPLAINTS_OFFICE: (_R.SEE_BOARD,),
        Role.DISCIPLINE_OFFICE: (_R.SEE_BOARD,),
        Role.HOSPITAL_LEADER: (_R.VIEW, _R.ACCEPT, _R.DECIDE_EXTENSION, _R.EXPORT, _R.SEE_BOARD),
    },
    duties={
        Role.STAFF: "登记本科室发现的问题，查看自己科室的问题",
        Role.LIAISON: "登记、提交和整改本科室问题，上传佐证；归口部门的联络员可以验收",
        Role.DEPARTMENT_HEAD: "登记、提交和整改本科室问题，上传佐证；归口部门负责人验收其归口的问题",
        Role.QUALITY_OFFICE: "受理全院问题，销号，导入导出，台账定稿，审批延期，设置问题来源的叫法",
        Role.ETHICS_OFFICE: "查看整改看板",
        Role.COMPLAINTS_OFFICE: "查看整改看板",
        Role.DISCIPLINE_OFFICE: "查看整改看板",
        Role.HOSPITAL_LEADER: "查看全院台账与看板，牵头部门就是归口部门时验收，审批延期",
    },
)
