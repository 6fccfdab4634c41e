"""A heading of two meanings over one column: 部门/人员, 牵头科室/配合科室, 存在问题及原因分析, 整改措施及责任人."""

import re
from functools import lru_cache

from rectification.rules.ledger_columns import Column
from rectification.workbook.cells import bare

_PARTS = re.compile(r"[/／\\、，,;；&＆+＋|｜（）()\n]|以及|[及和与]")
# Who looks into it or fills it in, not who answers for it.
_OF_OTHERS = re.compile(
    "检查|督查|督导|巡查|填报|填表|上报|报告|报送|验收|核查|复核|审核|发现|评价|考核|反馈"
)
_WORDS: tuple[tuple[re.Pattern[str], Column], ...] = (
    (re.compile("措施$"), Column.MEASURE),
    (re.compile("原因|成因|原因分析$"), Column.CAUSE),
    (re.compile("(?:问题|隐患|不足|缺陷)(?:描述|内容|表现)?$"), Column.FINDING),
    (re.compile("领导$"), Column.LEADER),
    (re.compile("^(?:配合|协助|协同|协办)"), Column.SUPPORTING),
    (re.compile("^(?:牵头|主责|主办)"), Column.LEAD),
    (re.compile("(?:科室|部门|单位|处室|病区)$"), Column.LEAD_AND_SUPPORTING),
    (re.compile("(?:人员|姓名|人)$"), Column.PERSON),
)
# A text takes in whatever else stands in its cell, so that nothing of it is lost.
_TEXTS = (Column.FINDING, Column.MEASURE, Column.CAUSE)
_LEADS = frozenset([Column.LEAD, Column.LEAD_AND_SUPPORTING])


@lru_cache(maxsize=4096)
def meanings_of(heading: str) -> tuple[Column, ...]:
    """What a column with such a heading may be read as, the best first; nothing where the heading has no two meanings.

    The readers of names tell departments and people apart cell by cell.
    """
    parts = [part for part in map(bare, _PARTS.split(heading)) if part]
    said = {meaning for part in parts if (meaning := _meaning(part)) is not None}
    if len(said) < 2:
        return ()
    texts = tuple(column for column in _TEXTS if column in said)
    people = (Column.PERSON,) if Column.PERSON in said else ()
    if texts:
        return texts
    if Column.SUPPORTING in said and not said & _LEADS:
        return (Column.SUPPORTING, *people)
    if said & _LEADS:
        return (Column.LEAD_AND_SUPPORTING, *people)
    return (Column.LEADER, *people)


def _meaning(part: str) -> Column | None:
    if _OF_OTHERS.search(part):
        return None
    return next((column for pattern, column in _WORDS if pattern.search(part)), None)
