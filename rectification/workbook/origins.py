"""问题来源 as a hospital words it, and the fixed kind it stands for. The hospital's own words stay as the label."""

from functools import lru_cache

from policy_texts.vocabulary import FindingOrigin
from rectification.workbook.cells import bare

# The first telling word decides: 不良事件 before 排查, 病历 before 质控.
_TELLING = (
    (FindingOrigin.ADVERSE_EVENT, "不良事件"),
    (FindingOrigin.DISPUTE, "纠纷 医疗损害"),
    (FindingOrigin.SATISFACTION_SURVEY, "满意度 问卷"),
    (FindingOrigin.COMPLAINT, "投诉 信访 来信 来访 12345"),
    (FindingOrigin.TIP, "线索 举报"),
    (FindingOrigin.ACCREDITATION, "评审 评价 复审"),
    (FindingOrigin.AUDIT, "巡察 巡视 审计"),
    (
        FindingOrigin.SUPERIOR_INSPECTION,
        "飞检 飞行检查 上级 国家 省级 省厅 省卫 市级 市卫 县卫 区卫 卫健委 卫生健康 交叉检查 专家组",
    ),
    (FindingOrigin.RECORD_QUALITY, "病历 病案"),
    (FindingOrigin.INSPECTION_ROUND, "巡检 排查 巡查"),
    (FindingOrigin.SELF_INSPECTION, "自查"),
    (FindingOrigin.HOSPITAL_INSPECTION, "院级 院内 全院 医院 职能 督查 督导 督察 质控 行政查房 院领导 检查"),
)


@lru_cache(maxsize=1024)
def origin_of(text: str) -> FindingOrigin:
    """A workbook of self-inspection that says nothing else comes from self-inspection."""
    words = bare(text)
    for origin, telling in _TELLING:
        if any(word in words for word in telling.split()):
            return origin
    return FindingOrigin.SELF_INSPECTION
