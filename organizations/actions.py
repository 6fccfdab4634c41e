"""The closed list of acts that the organizations app writes into the audit."""

from django.db import models

from infrastructure.audit import register_actions


@register_actions
class OrganizationAction(models.TextChoices):
    ACCOUNT_CREATED = "account.created", "开通账号"
    ACCOUNT_DEACTIVATED = "account.deactivated", "停用账号"
    ACCOUNT_REACTIVATED = "account.reactivated", "恢复账号"
    PASSWORD_SET = "account.password_set", "设置密码"
    RESET_ASKED = "account.reset_asked", "申请重置账号"
    RESET_AGREED = "account.reset_agreed", "同意重置账号"
    RESET_ENDED = "account.reset_ended", "结束重置申请"
    EMAIL_CHANGED = "account.email_changed", "修改邮箱"
    EMAIL_CONFIRMED = "account.email_confirmed", "确认邮箱"
    SECOND_FACTOR_ON = "account.second_factor_on", "启用动态口令"
    SECOND_FACTOR_OFF = "account.second_factor_off", "停用动态口令"
    TOKEN_CREATED = "account.token_created", "创建接口令牌"
    TOKEN_REVOKED = "account.token_revoked", "撤销接口令牌"
    MEMBERSHIP_GRANTED = "membership.granted", "授予角色"
    MEMBERSHIP_ENDED = "membership.ended", "收回角色"
    STAND_IN_GRANTED = "standin.granted", "指定代理人"
    STAND_IN_ENDED = "standin.ended", "结束代理"
    DEPARTMENT_CREATED = "department.created", "新增科室"
    DEPARTMENT_EDITED = "department.edited", "修改科室"
    DEPARTMENT_ENDED = "department.ended", "停用科室"
    DEPARTMENT_REOPENED = "department.reopened", "恢复科室"
    ALIAS_ADDED = "alias.added", "添加科室别名"
    ALIAS_REMOVED = "alias.removed", "删去科室别名"
    STAFF_CREATED = "staff.created", "新增人员"
    STAFF_EDITED = "staff.edited", "修改人员"
    STAFF_LEFT = "staff.left", "登记离职"
    STAFF_RETURNED = "staff.returned", "撤销离职"
    POSTING_CHANGED = "posting.changed", "调整任职科室"
    POSTING_CORRECTED = "posting.corrected", "更正任职日期"
    PEOPLE_IMPORTED = "people.imported", "导入人员"
    DEPARTMENTS_IMPORTED = "departments.imported", "导入科室"
    HANDOVER_DONE = "handover.done", "离岗交接"
    HOSPITAL_CREATED = "hospital.created", "建立机构"
    HOSPITAL_EDITED = "hospital.edited", "修改机构设置"
