"""Rows that are no findings: signatures, notes, sums, numbers of columns, examples. Told by their cells alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Protocol

from rectification.workbook.cells import bare

_WHO = (
    r"(?:单位|主要|科室|部门|医院)?负责人|科主任|护士长|(?:分管|主管|责任)(?:院)?领导|院长|填表人?|填报人?|制表人?|审核人?|复核人?|审批人?|"
    r"经办人|联系人|联系电话|电话|填表日期|填报日期|填报时间|填表时间|日期|填报(?:单位|科室|部门)|报送单位|单位(?=\s*[（(])"
)
_SIGNATURE = re.compile(
    rf"^(?:{_WHO})\s*(?:[（(](?:签字|签章|签名|盖章|公章)[）)]\s*[:：]?|(?:签字|签名|盖章)\s*[:：]|[:：])|^[（(](?:盖章|公章)[）)]"
)
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明|填报说明|注意事项)\s*(?:[:：]|\d)")
# What stands beside and below signatures and says nothing of a finding: a day, a name, the number of a page.
_FORMAL = re.compile(r"[\d\s年月日.,、/:-]+|第?\s*\d+\s*页.{0,8}")
_LONGEST_NAME = 10
# How a form is to be filled in, of no finding in particular.
_GUIDANCE = re.compile(r"本(?:表|台账|清单)|一式|填[写报列表]|留存|存档|备查")
_OF_FINDINGS = re.compile(r"第\s*[\d一二三四五六七八九十]+\s*[条项个行]|[已未另]")

_SUM_ROW = re.compile(r"^(?:本页|本表|本科室?)?(?:小计|合计|总计)")
_SUM_ALONE = re.compile(r"\w{0,12}?(?:小计|合计|总计|共计|累计)数?\d{0,6}[条项个件份处例次]{0,2}")
_LONGEST_SUM = 12

# What a sum counts; other words in its row are no sum.
_COUNTS = re.compile(
    r"(?:其中|本页|本表|本科室?|小计|合计|总计|共计|累计|共|均|已|未|待|正在|整改|完成|销号|验收|逾期|到位|率|数|问题|措施|"
    r"\d|[条项个件份处例次人])*"
)

_ORDERED = ("甲乙丙丁戊己庚辛壬癸", "一二三四五六七八九十", "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_FEWEST_NUMBERS = 3

_EXAMPLE = frozenset(
    ["例", "示例", "样例", "举例", "范例", "例子", "填写示例", "填报示例", "填表示例", "示例行"]
)
_EXAMPLE_TEXT = re.compile(
    r"^(?:[（(【\[](?:示例|样例|举例|填写示例|例)[)）】\]]|(?:示例|样例|举例|填写示例|例)\s*[:：])"
)


class Cell(Protocol):
    @property
    def column(self) -> int: ...
    @property
    def text(self) -> str: ...


def ends_table(own: Sequence[Cell], finding: int | None) -> bool:
    """A signature row or a note; a finding whose text only begins like one is told by what stands beside it."""
    first = own[0]
    if not (_SIGNATURE.match(first.text) or _NOTE.match(first.text)):
        return False
    beside = [cell for cell in own[1:] if not _SIGNATURE.match(cell.text)]
    return first.column != finding or not beside


def telling_below(text: str, *, beside_signature: bool) -> bool:
    """Whether a cell at the end of a table says something: a note, an opinion; beside a signature no mere name."""
    if _SIGNATURE.match(text) or _FORMAL.fullmatch(text):
        return False
    if (note := _NOTE.match(text)) is not None:
        is_guidance = _GUIDANCE.search(text) and not _OF_FINDINGS.search(text)
        return bool(bare(text[note.end() :])) and not is_guidance
    return len(bare(text)) > (_LONGEST_NAME if beside_signature else 0)


def is_signature(text: str) -> bool:
    return _SIGNATURE.match(text) is not None


def is_sum(words: Sequence[Cell], finding: int | None) -> bool:
    """小计, 合计：3条. `words` are the cells of the row without its numbers; 累计3份病历缺签名 is a finding."""
    first = words[0]
    told = next((cell.text for cell in words[1:] if cell.column == finding), "")
    if told and not (re.search(r"\d", told) and len(told) < _LONGEST_SUM):
        return False
    begins = first.column != finding and _SUM_ROW.match(first.text) is not None
    return begins or _SUM_ALONE.fullmatch(bare(first.text)) is not None


def is_count(text: str) -> bool:
    """Whether a cell of a row of sums holds nothing but a count: 骨科小计, 其中已整改 2 条."""
    words = bare(text)
    return _SUM_ALONE.fullmatch(words) is not None or _COUNTS.fullmatch(words) is not None


def is_number_row(own: Sequence[Cell]) -> bool:
    """The numbers of the columns below a header: 1 2 3, 甲 乙 丙, 栏次 1 2 3, 甲 乙 1 2 3."""
    words = [bare(unicodedata.normalize("NFKC", cell.text)).upper() for cell in own]
    if words and words[0] in ("栏次", "栏目", "列次"):
        del words[0]
    if len(words) < _FEWEST_NUMBERS:
        return False
    before = ""
    for word in words:
        if not _follows(before, word):
            return False
        before = word
    return True


def _follows(before: str, word: str) -> bool:
    """Whether a number of a column is the next one, or the first of a series."""
    if word.isdecimal():
        return int(word) == (int(before) + 1 if before.isdecimal() else 1)
    series = next((each for each in _ORDERED if len(word) == 1 and word in each), None)
    if series is None:
        return False
    return series.index(word) == (series.index(before) + 1 if before and before in series else 0)


def is_example(own: Sequence[Cell], finding: int | None) -> bool:
    """A row that only shows how to fill in: 示例 before it, or as the beginning of its text."""
    if any(bare(cell.text) in _EXAMPLE for cell in own[:2]):
        return True
    return any(_EXAMPLE_TEXT.match(cell.text) for cell in own if cell.column == finding or cell is own[0])
