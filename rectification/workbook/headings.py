"""How much a heading speaks for each meaning of a column. It gives points and no verdict: what stands below it
counts too (scoring.py)."""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from rectification.rules.ledger_columns import BY_KEY, Column
from rectification.workbook.columns import column_of, column_under, heading_rank, heading_text, plain_heading
from rectification.workbook.double_headings import meanings_of

Path = tuple[str, ...]  # the texts above each other, groups first

# The column beside rows that were sent back to be mended: read again, it says nothing of a finding.
RETURNED_REASON = "未导入原因"

EXACT, DOUBLE, MAYBE_DONE, LIKELY = 100.0, 70.0, 65.0, 55.0
SURE = 80.0  # a heading that names its meaning exactly
_LONGEST_HEADING = 24

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
    ("隐患", Column.FINDING),
    ("缺陷", Column.FINDING),
    ("备注", Column.REMARK),
)
# Words that a column may be called by, if what stands below it fits.
_HINTS: tuple[tuple[re.Pattern[str], Column, float], ...] = tuple(
    (re.compile(pattern), column, points)
    for pattern, column, points in (
        (r"(部门|科室|单位|处室|科别|病区)(人员|责任人|负责人|姓名)?$", Column.LEAD_AND_SUPPORTING, 40.0),
        (r"(人|人员|姓名)$", Column.PERSON, 25.0),
        (r"^(时间|日期)$", Column.FOUND_ON, 20.0),
        (r".(时间|日期|时限|期限|之日)$", Column.DEADLINE, 20.0),
        (r"(计划|预计|预期|拟|要求|应|截止|最迟|限定|约定).{0,4}(时间|日期|期限)$", Column.DEADLINE, LIKELY),
        (r"整治|项目|条目|事项|类别|类型|归类|分类|领域|大类|模块|板块", Column.ITEM, 25.0),
        (r"(要点|标准|要求)$", Column.CHECKPOINT, 20.0),
        (r"状态|进度|结果|完成|落实", Column.COMPLETION, 25.0),
        (r"描述|内容|事项|表现|情况|事实|缺陷|不足|隐患|问题|结果$", Column.FINDING, 30.0),
        (r"(要求|建议|对策|办法|举措|做法)$", Column.MEASURE, 30.0),
        (
            r"(检查|自查|排查|督查|抽查|巡查|自评).{0,4}(结果|结论|评价)$|符合性|是否(符合|合格|达标)",
            Column.RESULT,
            30.0,
        ),
    )
)
# A compound means what stands at its end: 隐患等级 is no finding, 整改资金 nothing of ours.
_OTHER_THINGS = re.compile(
    r"(等级|级别|程度|资金|费用|经费|金额|预算|照片|图片|影像|编号|编码|代码|电话|手机|地点|位置|区域|依据|条款|分值|得分|扣分|"
    r"预案|报告|预警|签字|签名|盖章|频次|次数|对象)$"
)
_COUNTS = re.compile(r"(数|数量|个数|条数|项数|率|比例|占比|总数|合计)$")
# Whose act these are: of writing, checking, signing; not of answering for the finding.
_OTHER_ACTS = re.compile(
    r"填表|填报|填写|上报|报送|报告|提交|录入|登记|创建|新建|更新|修改|制表|审核|审批|确认|签收|接收|下发|检查|督查|督导|巡查|查房|"
    r"发现|提出|反馈|复查|复核|核查|核实|验收|监督|监管|评估|联系|归档|打印|通知"
)
_WHO_OR_WHEN = re.compile(r"(部门|科室|单位|处室|人|人员|时间|日期)$")
_BY_WHOM = frozenset(
    [Column.LEAD, Column.SUPPORTING, Column.LEAD_AND_SUPPORTING, Column.PERSON, Column.LEADER]
)
_WHEN = frozenset([Column.DEADLINE, Column.DONE_ON, Column.FOUND_ON, Column.ACCEPTED_ON])
_MAYBE_DONE = frozenset(BY_KEY[Column.DONE_ON].names_beside.split())
_DONE = re.compile(r"(?:实际|已|真正).{0,4}(?:完成|整改|办结|销号)?.{0,2}(?:时间|日期|日)$")


@lru_cache(maxsize=4096)
def likely_column_of(heading: str) -> Column | None:
    """A guess by the telling word of a longer heading. Only to be asked within a row that is known to be a header."""
    text = _words_of(heading)
    if not _may_tell(text):
        return None
    found = next((column for word, column in _TELLING_WORDS if word in text), None)
    return found if found is not None and _is_of_its_kind(text, found) else None


def heading_points(path: Path) -> Mapping[Column, float]:
    """How much a heading, its groups above it, speaks for each meaning. Only to be asked within a header."""
    return _points(path)


@lru_cache(maxsize=4096)
def _points(path: Path) -> Mapping[Column, float]:
    heading = path[-1]
    text = _words_of(heading)
    points = _hinted(text) if _may_tell(text) else {}
    double = meanings_of(heading)
    if not double and (likely := likely_column_of(heading)) is not None:
        points[likely] = LIKELY
    points |= {column: DOUBLE - 5 * rank for rank, column in enumerate(double)}
    if text in _MAYBE_DONE:
        points[Column.DONE_ON] = MAYBE_DONE
    elif _DONE.search(text):
        points = {Column.DONE_ON: EXACT}
    if (exact := named_by(path)) is not None:
        points[exact] = EXACT - min(heading_rank(heading), 38) / 2
    return points


def _hinted(text: str) -> dict[Column, float]:
    points: dict[Column, float] = {}
    for pattern, column, worth in _HINTS:
        if pattern.search(text) and _is_of_its_kind(text, column):
            points[column] = max(worth, points.get(column, 0.0))
    return points


def named_by(path: Path) -> Column | None:
    """The meaning that a heading names exactly."""
    if len(path) == 1:
        return column_of(path[0])
    return column_under(path[-2], path[-1]) or column_of(path[0])


def names_deadline_only(path: Path) -> bool:
    """Whether a heading is a deadline's own: beside it 完成时间 is the day on which something was done."""
    points = heading_points(path)
    return points.get(Column.DEADLINE, 0.0) >= LIKELY and Column.DONE_ON not in points


def is_of_others(heading: str) -> bool:
    """Whether a heading tells of somebody who writes, checks or signs, or of a thing that is none of ours."""
    text = _words_of(heading)
    return bool(text == RETURNED_REASON or _OTHER_ACTS.search(text) or _OTHER_THINGS.search(text))


def _words_of(heading: str) -> str:
    return heading_text(plain_heading(unicodedata.normalize("NFKC", heading)))


def _may_tell(text: str) -> bool:
    return (
        bool(text)
        and text != RETURNED_REASON
        and len(text) <= _LONGEST_HEADING
        and not _COUNTS.search(text)
        and not _OTHER_THINGS.search(text)
    )


def _is_of_its_kind(text: str, column: Column) -> bool:
    """问题上报部门 is no finding, 验收部门 answers for none, 签收日期 is no deadline."""
    if column in _BY_WHOM or column in _WHEN or column is Column.COMPLETION:
        return not _OTHER_ACTS.search(text)
    return column is Column.CLOSED or not _WHO_OR_WHEN.search(text)
