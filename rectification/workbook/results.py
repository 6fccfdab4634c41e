"""检查结果: what decides on a check sheet which line is a problem and which is in order."""

import re
from enum import StrEnum
from functools import lru_cache

from rectification.workbook.cells import bare


class ResultSaid(StrEnum):
    IN_ORDER = "in_order"
    PROBLEM = "problem"
    NOTHING = "nothing"
    UNREADABLE = "unreadable"


_IN_ORDER = re.compile(
    r"(?:均)?(?:合格|符合(?:要求|标准)?|达标|通过|正常|良好|优秀?|规范|达到要求|(?:已)?落实(?:到位)?|(?:无|未发现|没有|不存在)(?:问题)?|"
    r"不涉及|不适用)"
)
_PROBLEM = re.compile(
    r"(?:不|未|部分|基本|大部分)(?:合格|符合(?:要求|标准)?|达标|通过|规范|达到要求|落实(?:到位)?)|异常|(?:较)?差|一般|"
    r"(?:有|存在)(?:问题)?|[需待]整改|限期整改"
)
_TICKS, _CROSSES = frozenset("√✓✔☑"), frozenset("×✗✘☒xX")


@lru_cache(maxsize=1024)
def read_result(text: str, asks_for_trouble: bool = False) -> ResultSaid:
    """`asks_for_trouble`: the heading asks 是否存在问题, so that 是 is a problem."""
    words = bare(text)
    if not words and text.strip()[:1] not in _TICKS | _CROSSES:
        return ResultSaid.NOTHING
    if words in ("是", "否") or (len(text.strip()) == 1 and text.strip() in _TICKS | _CROSSES):
        said_yes = words == "是" or text.strip() in _TICKS
        return ResultSaid.PROBLEM if said_yes is asks_for_trouble else ResultSaid.IN_ORDER
    if _IN_ORDER.fullmatch(words):
        return ResultSaid.IN_ORDER
    return ResultSaid.PROBLEM if _PROBLEM.fullmatch(words) else ResultSaid.UNREADABLE


def is_verdict(text: str) -> bool:
    """Whether a result says nothing but how it was judged."""
    return read_result(text) is not ResultSaid.UNREADABLE
