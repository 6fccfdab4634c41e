"""The closed list of acts that the rectification app writes into the audit."""

from django.db import models

from infrastructure.audit import register_actions
from infrastructure.presentation.timelines import register_tones


@register_actions
class FindingAction(models.TextChoices):
    CREATED = "finding.created", "登记"
    IMPORTED = "finding.imported", "从工作簿导入"
    EDITED = "finding.edited", "修改"
    SUBMIT = "finding.submit", "提交"
    RETURN = "finding.return", "退回修改"
    TAKE_UP = "finding.take_up", "受理"
    START = "finding.start", "开始整改"
    REQUEST_ACCEPTANCE = "finding.request_acceptance", "提交验收"
    FIX_ON_THE_SPOT = "finding.fix_on_the_spot", "立行立改"
    ACCEPT = "finding.accept", "验收通过"
    REFUSE = "finding.refuse", "验收退回"
    CLOSE = "finding.close", "销号"
    REOPEN = "finding.reopen", "重新打开"
    MERGE = "finding.merge", "合并"
    VOID = "finding.void", "作废"
    CAUSE_ADDED = "finding.cause_added", "添加原因"
    CAUSE_EDITED = "finding.cause_edited", "修改原因"
    CAUSE_VOIDED = "finding.cause_voided", "删去原因"
    MEASURE_ADDED = "finding.measure_added", "添加措施"
    MEASURE_EDITED = "finding.measure_edited", "修改措施"
    MEASURE_VOIDED = "finding.measure_voided", "删去措施"
    EVIDENCE_ADDED = "finding.evidence_added", "上传佐证"
    EVIDENCE_REPLACED = "finding.evidence_replaced", "更新佐证"
    EVIDENCE_VOIDED = "finding.evidence_voided", "撤下佐证"
    SEEN_ON_SITE = "finding.seen_on_site", "现场查看"
    NOTED = "finding.noted", "记录进展"
    EXTENSION_ASKED = "finding.extension_asked", "申请延期"
    EXTENSION_GRANTED = "finding.extension_granted", "同意延期"
    EXTENSION_REFUSED = "finding.extension_refused", "不同意延期"
    ALSO_COUNTED = "finding.also_counted", "同时计入"
    LEDGER_EXPORTED = "ledger.exported", "导出台账"
    BLANK_UPLOADED = "blank.uploaded", "上传上级空表"
    BLANK_BOUND = "blank.bound", "对应上级空表的列"
    BLANK_ENDED = "blank.ended", "停用上级空表"
    PACK_EXPORTED = "ledger.pack_exported", "导出迎检包"
    LEDGER_FINAL = "ledger.final_set", "台账定稿"
    FINAL_WITHDRAWN = "ledger.final_withdrawn", "撤回定稿"
    HANDED_OVER = "finding.handed_over", "交接"
    ORIGINS_LABELLED = "origin.labelled", "修改问题来源叫法"


register_tones(
    {
        FindingAction.RETURN: "overdue",
        FindingAction.REFUSE: "overdue",
        FindingAction.ACCEPT: "done",
        FindingAction.CLOSE: "done",
        FindingAction.VOID: "wait",
    }
)
