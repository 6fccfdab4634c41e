"""The columns of a ledger and the many names hospitals give them."""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from rectification.workbook.cells import bare


class Column(StrEnum):
    SEQUENCE = "sequence"
    ITEM = "item"
    CHECKPOINT = "checkpoint"
    FINDING = "finding"
    ORIGIN = "origin"
    CAUSE = "cause"
    MEASURE = "measure"
    LEADER = "leader"
    LEAD = "lead"
    SUPPORTING = "supporting"
    LEAD_AND_SUPPORTING = "lead_and_supporting"
    PERSON = "person"
    DEADLINE = "deadline"
    PROGRESS = "progress"
    COMPLETION = "completion"
    EVIDENCE = "evidence"
    ACCEPTED_BY = "accepted_by"
    ACCEPTED_ON = "accepted_on"
    CLOSED = "closed"
    REMARK = "remark"
    FOUND_ON = "found_on"

    @property
    def label(self) -> str:
        """The usual heading of the column."""
        return HEADINGS[self].split()[0]


# The usual heading first, then what else is met. Compared without spaces, signs and brackets.
HEADINGS: dict[Column, str] = {
    Column.SEQUENCE: "序号 编号 问题编号 问题序号 顺序号 序 号 NO",
    Column.ITEM: (
        "整治内容 整治项目 整治事项 整治任务 整治重点 整治方面 整治大项 整治条目 整治类别 "
        "专项整治内容 重点整治内容 对应整治内容 对照整治内容 自查内容 自查项目 自查事项 检查内容 "
        "检查项目 排查内容 重点内容 工作内容 问题类别 问题分类 问题类型 所属整治内容 整治内容条目 "
        "十项整治内容"
    ),
    Column.CHECKPOINT: (
        "整治要点 要点 检查要点 自查要点 具体要点 检查点 对照要点 重点整治问题 细化要点 自查标准 "
        "检查标准 具体内容 整治具体内容"
    ),
    Column.FINDING: (
        "存在问题 存在的问题 存在主要问题 存在的主要问题 问题 问题描述 问题内容 问题表现 问题情况 "
        "问题事项 问题清单 问题详情 问题概述 具体问题 具体问题描述 具体表现 主要问题 发现问题 "
        "发现的问题 发现主要问题 自查问题 自查发现问题 自查发现的问题 自查自纠发现问题 "
        "自查自纠发现的问题 自查存在问题 排查问题 排查出的问题 查摆问题 查摆出的问题 检查发现问题 "
        "检查发现的问题 督查发现问题 整改问题 需整改问题 待整改问题 问题及表现 问题表现形式 "
        "存在问题及不足 存在不足 存在问题描述 存在问题及表现 存在的具体问题 问题隐患 存在隐患 "
        "问题或隐患"
    ),
    Column.ORIGIN: (
        "问题来源 来源 发现途径 发现方式 发现渠道 来源渠道 问题来源渠道 检查来源 检查方式 线索来源"
    ),
    Column.CAUSE: (
        "原因分析 原因 成因 成因分析 问题成因 问题原因 问题成因分析 问题原因分析 产生原因 "
        "问题产生原因 主要原因 根本原因 根因 根因分析 原因剖析 存在问题原因 存在原因 根源剖析"
    ),
    Column.MEASURE: (
        "整改措施 改进措施 措施 具体措施 整改举措 具体整改措施 具体整改举措 整改方案 整改办法 "
        "拟采取措施 纠正措施 工作措施 解决措施 整治措施 整改任务 整改内容 改进意见 整改意见 "
        "整改措施及目标 整改目标及措施 整改目标措施 改进举措 整改要求"
    ),
    Column.LEADER: (
        "责任领导 分管领导 牵头领导 分管院领导 责任院领导 主管领导 包保领导 包联领导 院领导 "
        "整改责任领导 分管院长"
    ),
    Column.LEAD: (
        "牵头部门 牵头科室 牵头单位 牵头责任部门 牵头责任科室 责任部门牵头 责任科室牵头 责任单位牵头 "
        "主责部门 主责科室 主责单位 主办部门 主办科室 第一责任部门 整改牵头部门 整改牵头科室 牵头处室 "
        "主要责任部门 主要责任科室"
    ),
    Column.SUPPORTING: (
        "配合部门 配合科室 配合单位 责任部门配合 责任科室配合 责任单位配合 协同部门 协同科室 协助部门 "
        "协助科室 协办部门 协办科室 参与部门 参与科室 配合责任部门 配合责任科室 配合处室"
    ),
    Column.LEAD_AND_SUPPORTING: (
        "责任部门 责任科室 责任单位 责任处室 整改部门 整改科室 整改单位 整改责任部门 整改责任科室 "
        "整改责任单位 责任部门科室 责任科室部门 牵头及配合部门 牵头配合部门 责任部门牵头配合 承办部门 "
        "承办科室 所属科室 所在科室 涉及科室 涉及部门 部门 科室 单位 处室 部门科室 科室部门 责任主体"
    ),
    Column.PERSON: (
        "责任人 整改责任人 具体责任人 直接责任人 责任人员 负责人 整改负责人 科室负责人 部门负责人 "
        "经办人 承办人 责任人姓名 第一责任人 具体负责人"
    ),
    Column.DEADLINE: (
        "整改时限 完成时限 整改完成时限 时限 期限 整改期限 完成期限 整改时间 完成时间 整改完成时间 "
        "计划完成时间 计划完成日期 拟完成时间 预计完成时间 要求完成时间 截止时间 截止日期 限期 "
        "整改日期 完成日期 时间节点 整改时限要求 时限要求"
    ),
    Column.PROGRESS: (
        "整改进展 进展 进展情况 整改进展情况 目前进展 工作进展 推进情况 整改情况 落实情况 "
        "整改落实情况 整改推进情况 目前整改情况 整改进展及成效"
    ),
    Column.COMPLETION: (
        "完成情况 整改完成情况 是否完成 是否已完成 是否完成整改 完成状态 整改状态 状态 整改结果 "
        "完成进度 整改进度 整改成效 是否整改 是否已整改 是否整改到位 是否整改完成 完成与否 "
        "整改完成与否 当前状态"
    ),
    Column.EVIDENCE: (
        "佐证材料 佐证 佐证资料 整改佐证 整改佐证材料 证明材料 支撑材料 印证材料 附件 附件材料 整改材料"
    ),
    Column.ACCEPTED_BY: "验收人 验收人员 验收责任人 复核人 核查人 核验人 验收签字",
    Column.ACCEPTED_ON: "验收日期 验收时间 复核时间 核查时间 销号日期 销号时间",
    Column.CLOSED: ("是否销号 销号 销号情况 是否已销号 销号状态 是否办结 是否闭环 是否已办结 是否同意销号"),
    Column.REMARK: "备注 说明 备注说明 其他说明",
    Column.FOUND_ON: "发现日期 发现时间 检查日期 检查时间 自查日期 自查时间 排查时间 排查日期",
}

# Headings below a group heading (责任部门 → 牵头 | 配合), too short to stand alone.
SUB_HEADINGS: dict[Column, str] = {
    Column.LEAD: "牵头 主责 主办",
    Column.SUPPORTING: "配合 协同 协助 协办",
    Column.LEADER: "领导",
    Column.PERSON: "人员 姓名",
    Column.MEASURE: "举措 内容",
    Column.DEADLINE: "时间",
    Column.PROGRESS: "情况",
    Column.CLOSED: "办结",
}

# A long heading that no list knows is recognised by its telling word; the first that fits decides.
_TELLING_WORDS: tuple[tuple[str, Column], ...] = (
    ("销号", Column.CLOSED),
    ("佐证", Column.EVIDENCE),
    ("来源", Column.ORIGIN),
    ("牵头", Column.LEAD),
    ("配合", Column.SUPPORTING),
    ("责任领导", Column.LEADER),
    ("分管", Column.LEADER),
    ("责任人", Column.PERSON),
    ("责任部门", Column.LEAD_AND_SUPPORTING),
    ("责任科室", Column.LEAD_AND_SUPPORTING),
    ("责任单位", Column.LEAD_AND_SUPPORTING),
    ("时限", Column.DEADLINE),
    ("期限", Column.DEADLINE),
    ("原因", Column.CAUSE),
    ("成因", Column.CAUSE),
    ("措施", Column.MEASURE),
    ("进展", Column.PROGRESS),
    ("完成情况", Column.COMPLETION),
    ("整治内容", Column.ITEM),
    ("要点", Column.CHECKPOINT),
    ("存在", Column.FINDING),
    ("问题", Column.FINDING),
    ("备注", Column.REMARK),
)
_COUNTS = re.compile(r"(数|数量|个数|条数|项数|率|比例|占比|总数|合计)$")
_LONGEST_HEADING = 24

_BRACKETED = re.compile(r"[(\[【〔].*?[)\]】〕]")


def _index(names: dict[Column, str]) -> dict[str, Column]:
    return {name.casefold(): column for column, joined in names.items() for name in joined.split()}


_BY_HEADING = _index(HEADINGS)
_BY_SUB_HEADING = _index(SUB_HEADINGS)
_RANKS = {name.casefold(): rank for joined in HEADINGS.values() for rank, name in enumerate(joined.split())}
_LAST_RANK = 1_000


def heading_text(text: str) -> str:
    """A heading as headings are compared: no spaces, line ends and signs, one width, one case."""
    return bare(text)


@lru_cache(maxsize=4096)
def column_of(heading: str) -> Column | None:
    """The column that a heading names exactly. What stands in brackets may tell (责任部门（牵头）) or only explain."""
    for form in (heading, _BRACKETED.sub("", unicodedata.normalize("NFKC", heading))):
        column = _BY_HEADING.get(heading_text(form))
        if column is not None:
            return column
    return None


def heading_rank(heading: str) -> int:
    """How usual a heading is for its column: of two that name the same one the more usual counts."""
    return _RANKS.get(heading_text(heading), _LAST_RANK)


@lru_cache(maxsize=4096)
def column_under(group: str, heading: str) -> Column | None:
    """The column of a heading that stands below a group heading."""
    joined = column_of(group + heading) if heading != group else None
    return joined or column_of(heading) or _BY_SUB_HEADING.get(heading_text(heading))


@lru_cache(maxsize=4096)
def likely_column_of(heading: str) -> Column | None:
    """A guess by the telling word of a longer heading. Only to be asked within a row that is known to be a header."""
    text = heading_text(_BRACKETED.sub("", unicodedata.normalize("NFKC", heading)))
    if not text or len(text) > _LONGEST_HEADING or _COUNTS.search(text):
        return None
    return next((column for word, column in _TELLING_WORDS if word in text), None)
