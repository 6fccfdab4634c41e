"""The columns of a ledger: the one table that list, print, workbook, CSV and import are made from.

They stand in the usual order of the usual workbook. A column without `get` is only read from workbooks, one without
`names` only written, one without `shown` is no column of the list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from rectification.rules.ledger_rows import Cell, LedgerRow, numbered


class Column(StrEnum):
    """Stable words: choices of an import are stored and sent by them."""

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
    ORIGINAL_DEADLINE = "original_deadline"
    DONE_ON = "done_on"
    PROGRESS = "progress"
    COMPLETION = "completion"
    EVIDENCE = "evidence"
    ACCEPTED_BY = "accepted_by"
    ACCEPTED_ON = "accepted_on"
    CLOSED = "closed"
    REMARK = "remark"
    MARKS = "marks"
    FOUND_ON = "found_on"
    RESULT = "result"

    @property
    def label(self) -> str:
        """The usual heading of the column."""
        return BY_KEY[self].heading


@dataclass(frozen=True)
class Sheet:
    """Of the workbook."""

    width: float
    centred: bool = False


@dataclass(frozen=True)
class Paper:
    """Of the print, A4 across: twenty columns share 273 mm, each as wide as its words need. `width` is a class of
    print.css; `under` puts the words into another column's cell instead."""

    width: str = ""
    under: Column | None = None
    before: str = ""


@dataclass(frozen=True)
class Shown:
    """Of the list. `sort` makes the heading a link, `choice` lets people hide it, `off` hides it until asked for."""

    heading: str = ""
    sort: str = ""
    choice: bool = False
    off: bool = False
    clipped: bool = False
    phone: str = ""  # the word before it on a phone; without one it is not there

    @property
    def heading_class(self) -> str:
        """Of a heading that people can hide."""
        return " ".join(name for name, on in (("d-none", self.off), ("hq-phone-off", not self.phone)) if on)

    @property
    def cell_class(self) -> str:
        return f"{'hq-words' if self.clipped else 'hq-tight'} {self.heading_class}".strip()


@dataclass(frozen=True)
class LedgerColumn:
    """`names`: what else the column is called in hospitals' workbooks, compared without spaces, signs and brackets.
    `names_below`: under a group heading (责任部门 → 牵头 | 配合), too short to stand alone.
    `names_beside`: names of another column too, which mean this one where that one stands by a name of its own."""

    key: Column
    heading: str
    get: Callable[[LedgerRow], Cell] | None = None
    sheet: Sheet | None = None
    paper: Paper | None = None
    shown: Shown | None = None
    names: str = ""
    names_below: str = ""
    names_beside: str = ""

    @property
    def paper_heading(self) -> str:
        """A long heading of a narrow column breaks in its middle: 问题 / 来源."""
        if self.paper and self.paper.width in ("tiny", "word") and len(self.heading) == 4:
            return f"{self.heading[:2]}\n{self.heading[2:]}"
        return self.heading

    def of(self, row: LedgerRow) -> Cell:
        """Its cell in the line; nothing where the column is only read."""
        return self.get(row) if self.get else None


_OFF = Shown(choice=True, off=True, clipped=True)

COLUMNS: tuple[LedgerColumn, ...] = (
    LedgerColumn(
        Column.SEQUENCE,
        "序号",
        get=lambda row: row.sequence,
        sheet=Sheet(6, centred=True),
        paper=Paper("tiny"),
        shown=Shown(sort="number", phone="序号"),
        names="编号 问题编号 问题序号 顺序号 序 号 NO ID",
    ),
    LedgerColumn(
        Column.ITEM,
        "整治内容",
        get=lambda row: row.item,
        sheet=Sheet(18),
        paper=Paper("item"),
        shown=Shown(sort="item"),
        names=(
            "整治项目 整治事项 整治任务 整治重点 整治方面 整治大项 整治条目 整治类别 十项整治内容 "
            "专项整治内容 重点整治内容 对应整治内容 对照整治内容 自查内容 自查项目 自查事项 检查内容 "
            "检查项目 排查内容 重点内容 工作内容 问题类别 问题分类 问题类型 所属整治内容 整治内容条目"
        ),
    ),
    LedgerColumn(
        Column.CHECKPOINT,
        "整治要点",
        get=lambda row: row.checkpoint,
        sheet=Sheet(22),
        paper=Paper("text"),
        shown=_OFF,
        names=(
            "要点 检查要点 自查要点 具体要点 检查点 对照要点 重点整治问题 细化要点 自查标准 "
            "检查标准 具体内容 整治具体内容"
        ),
    ),
    LedgerColumn(
        Column.FINDING,
        "存在问题",
        get=lambda row: row.text,
        sheet=Sheet(36),
        paper=Paper("widest"),
        shown=Shown(phone="存在问题"),
        names=(
            "存在的问题 存在主要问题 存在的主要问题 问题 问题描述 问题内容 问题表现 问题情况 "
            "问题事项 问题清单 问题详情 问题概述 具体问题 具体问题描述 具体表现 主要问题 发现问题 "
            "发现的问题 发现主要问题 自查问题 自查发现问题 自查发现的问题 自查自纠发现问题 "
            "自查自纠发现的问题 自查存在问题 排查问题 排查出的问题 查摆问题 查摆出的问题 检查发现问题 "
            "检查发现的问题 督查发现问题 整改问题 需整改问题 待整改问题 问题及表现 问题表现形式 "
            "存在问题及不足 存在不足 存在问题描述 存在问题及表现 存在的具体问题 问题隐患 存在隐患 "
            "问题或隐患"
        ),
    ),
    LedgerColumn(
        Column.ORIGIN,
        "问题来源",
        get=lambda row: row.origin,
        sheet=Sheet(10, centred=True),
        paper=Paper("word"),
        names="来源 发现途径 发现方式 发现渠道 来源渠道 问题来源渠道 检查来源 检查方式 线索来源",
    ),
    LedgerColumn(
        Column.CAUSE,
        "原因分析",
        get=lambda row: numbered(row.causes),
        sheet=Sheet(28),
        paper=Paper("text"),
        shown=_OFF,
        names=(
            "原因 成因 成因分析 问题成因 问题原因 问题成因分析 问题原因分析 产生原因 "
            "问题产生原因 主要原因 根本原因 根因 根因分析 原因剖析 存在问题原因 存在原因 根源剖析"
        ),
    ),
    LedgerColumn(
        Column.MEASURE,
        "整改措施",
        get=lambda row: numbered(row.measures),
        sheet=Sheet(32),
        paper=Paper("wide"),
        shown=_OFF,
        names=(
            "改进措施 措施 具体措施 整改举措 具体整改措施 具体整改举措 整改方案 整改办法 "
            "拟采取措施 纠正措施 工作措施 解决措施 整治措施 整改任务 整改内容 改进意见 整改意见 "
            "整改措施及目标 整改目标及措施 整改目标措施 改进举措 整改要求"
        ),
        names_below="举措 内容",
    ),
    LedgerColumn(
        Column.LEADER,
        "责任领导",
        get=lambda row: row.leader,
        sheet=Sheet(9, centred=True),
        paper=Paper("word"),
        shown=Shown(choice=True),
        names=(
            "分管领导 牵头领导 分管院领导 责任院领导 主管领导 包保领导 包联领导 院领导 整改责任领导 分管院长"
        ),
        names_below="领导",
    ),
    LedgerColumn(
        Column.LEAD,
        "牵头部门",
        get=lambda row: row.lead,
        sheet=Sheet(12, centred=True),
        paper=Paper("department"),
        shown=Shown("牵头 / 配合部门", sort="lead", phone="牵头"),
        names=(
            "牵头科室 牵头单位 牵头责任部门 牵头责任科室 责任部门牵头 责任科室牵头 责任单位牵头 "
            "主责部门 主责科室 主责单位 主办部门 主办科室 第一责任部门 整改牵头部门 整改牵头科室 牵头处室 "
            "主要责任部门 主要责任科室"
        ),
        names_below="牵头 主责 主办",
    ),
    LedgerColumn(
        Column.SUPPORTING,
        "配合部门",
        get=lambda row: "、".join(row.supporting),
        sheet=Sheet(14),
        paper=Paper("department"),
        names=(
            "配合科室 配合单位 责任部门配合 责任科室配合 责任单位配合 协同部门 协同科室 协助部门 "
            "协助科室 协办部门 协办科室 参与部门 参与科室 配合责任部门 配合责任科室 配合处室"
        ),
        names_below="配合 协同 协助 协办",
    ),
    LedgerColumn(
        Column.LEAD_AND_SUPPORTING,
        "责任部门",
        names=(
            "责任科室 责任单位 责任处室 整改部门 整改科室 整改单位 整改责任部门 整改责任科室 "
            "整改责任单位 责任部门科室 责任科室部门 牵头及配合部门 牵头配合部门 责任部门牵头配合 承办部门 "
            "承办科室 所属科室 所在科室 涉及科室 涉及部门 部门 科室 单位 处室 部门科室 科室部门 责任主体"
        ),
    ),
    LedgerColumn(
        Column.PERSON,
        "责任人",
        get=lambda row: row.person,
        sheet=Sheet(9, centred=True),
        paper=Paper("word"),
        shown=Shown(choice=True, phone="责任人"),
        names=(
            "整改责任人 具体责任人 直接责任人 责任人员 负责人 整改负责人 科室负责人 部门负责人 "
            "经办人 承办人 责任人姓名 第一责任人 具体负责人"
        ),
        names_below="人员 姓名",
    ),
    LedgerColumn(
        Column.DEADLINE,
        "整改时限",
        get=lambda row: row.deadline,
        sheet=Sheet(12, centred=True),
        paper=Paper("date"),
        shown=Shown(sort="due", phone="时限"),
        names=(
            "完成时限 整改完成时限 时限 期限 整改期限 完成期限 整改时间 完成时间 整改完成时间 "
            "计划完成时间 计划完成日期 拟完成时间 预计完成时间 要求完成时间 截止时间 截止日期 限期 "
            "整改日期 完成日期 整改完成日期 时间节点 整改时限要求 时限要求"
        ),
        names_below="时间",
    ),
    LedgerColumn(
        Column.ORIGINAL_DEADLINE,
        "原时限",
        get=lambda row: row.original_due_on,
        sheet=Sheet(12, centred=True),
        paper=Paper(under=Column.DEADLINE, before="原 "),
        names="原定时限 原整改时限 原定完成时限 原完成时限 延期前时限",
    ),
    LedgerColumn(
        Column.DONE_ON,
        "实际完成时间",
        get=lambda row: row.done_on,
        sheet=Sheet(12, centred=True),
        paper=Paper(under=Column.DEADLINE, before="实际 "),
        shown=Shown(choice=True, off=True),
        names=(
            "实际完成日期 实际完成 实际整改完成时间 实际整改完成日期 实际整改时间 实际整改日期 实际完成整改时间 "
            "完成整改时间 完成整改日期 已完成时间 已完成日期 办结时间 办结日期 实际办结时间"
        ),
        names_beside="完成时间 完成日期 整改完成时间 整改完成日期 整改时间 整改日期",
    ),
    LedgerColumn(
        Column.PROGRESS,
        "整改进展",
        get=lambda row: "\n".join(row.notes),
        sheet=Sheet(24),
        paper=Paper("note"),
        names=(
            "进展 进展情况 整改进展情况 目前进展 工作进展 推进情况 整改情况 落实情况 "
            "整改落实情况 整改推进情况 目前整改情况 整改进展及成效"
        ),
        names_below="情况",
    ),
    LedgerColumn(
        Column.COMPLETION,
        "完成情况",
        get=lambda row: row.completion,
        sheet=Sheet(9, centred=True),
        paper=Paper("word"),
        shown=Shown("状态", sort="state", phone="状态"),
        names=(
            "整改完成情况 是否完成 是否已完成 是否完成整改 完成状态 整改状态 状态 整改结果 "
            "完成进度 整改进度 整改成效 是否整改 是否已整改 是否整改到位 是否整改完成 完成与否 "
            "整改完成与否 当前状态"
        ),
    ),
    LedgerColumn(
        Column.EVIDENCE,
        "佐证材料",
        get=lambda row: "\n".join(row.evidence),
        sheet=Sheet(20),
        paper=Paper("note"),
        names="佐证 佐证资料 整改佐证 整改佐证材料 证明材料 支撑材料 印证材料 附件 附件材料 整改材料",
    ),
    LedgerColumn(
        Column.ACCEPTED_BY,
        "验收人",
        get=lambda row: row.accepted_by,
        sheet=Sheet(9, centred=True),
        paper=Paper("word"),
        names="验收人员 验收责任人 复核人 核查人 核验人 验收签字",
    ),
    LedgerColumn(
        Column.ACCEPTED_ON,
        "验收日期",
        get=lambda row: row.accepted_on,
        sheet=Sheet(12, centred=True),
        paper=Paper("date"),
        shown=Shown(choice=True, off=True),
        names="验收时间 复核时间 核查时间 销号日期 销号时间",
    ),
    LedgerColumn(
        Column.CLOSED,
        "是否销号",
        get=lambda row: row.closed,
        sheet=Sheet(8, centred=True),
        paper=Paper("tiny"),
        names="销号 销号情况 是否已销号 销号状态 是否办结 是否闭环 是否已办结 是否同意销号",
        names_below="办结",
    ),
    LedgerColumn(
        Column.REMARK,
        "备注",
        get=lambda row: row.remark,
        sheet=Sheet(16),
        paper=Paper("word"),
        shown=_OFF,
        names="说明 备注说明 其他说明",
    ),
    LedgerColumn(
        Column.MARKS,
        "标注",
        get=lambda row: "\n".join(row.marks),
        sheet=Sheet(16),
        paper=Paper(under=Column.COMPLETION),
        names="标记",
    ),
    LedgerColumn(
        Column.FOUND_ON,
        "发现日期",
        get=lambda row: row.found_on,
        sheet=Sheet(12, centred=True),
        names="发现时间 检查日期 检查时间 自查日期 自查时间 排查时间 排查日期",
    ),
    LedgerColumn(
        Column.RESULT, "检查结果", names="检查结论 自查结果 自查结论 排查结果 是否存在问题 有无问题"
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
WRITTEN = tuple(column for column in COLUMNS if column.sheet)
PRINTED = tuple(column for column in COLUMNS if column.paper and column.paper.width)
LISTED = tuple(column for column in COLUMNS if column.shown)
READ = tuple(column for column in COLUMNS if column.names)
