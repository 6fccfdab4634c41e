"""Whether one cell holds several problems: each is a finding with a deadline and an acceptance of its own."""

import re

from rectification.workbook.cells import bare, says_no_problem
from rectification.workbook.lists import numbered_list

_SHORTEST = 5  # a shorter entry is a name, a place or a part of a finding
# What may stand before a list of findings. Other words are the finding itself, and the list its parts:
# 查房记录不规范：1.… 2.…
_ANNOUNCES = re.compile(
    r"(?:本科室?|我科|科室|本院|该科|经|通过|本次|此次|自查|自纠|检查|排查|督查|梳理|中|后|发现|存在|有|主要|的|以下|如下|下列|几个|方面|"
    r"问题|不足|缺陷|隐患|情况|包括|[一二三四五六七八九十\d]+[个项条处])*"
)


def several_problems(text: str) -> int:
    """How many problems a cell of findings seems to hold: 1 where it is one finding, or one with parts."""
    lead_in, entries = numbered_list(text)
    if len(entries) < 2 or _ANNOUNCES.fullmatch(bare(lead_in)) is None:
        return 1
    found = [entry for entry in entries if len(bare(entry)) >= _SHORTEST and not says_no_problem(entry)]
    return len(found) if len(found) > 1 else 1
