"""One line of a ledger, as page, print, workbook and CSV are filled from it: plain words and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

DRAFT = "草稿"
ON_THE_SPOT, IMPORTED = "立行立改", "历史导入，未经本系统验收"
# 完成情况 in the three words of the usual workbook; what is no work any more, or not yet, is called what it is.
# 已完成 without 销号 is what an import reads as awaiting acceptance (DESIGN §6): what goes out comes in the same.
_COMPLETION = {
    "draft": DRAFT,
    "submitted": "待受理",
    "analysing": "原因分析",
    "awaiting": "已完成",
    "accepted": "已完成",
    "closed": "已完成",
    "merged": "已合并",
    "void": "已作废",
}
Cell = str | int | date | None


def marks_of(*, on_the_spot: bool, imported: bool) -> tuple[str, ...]:
    """What is said of a finding wherever it is shown, printed or exported (DESIGN §6)."""
    said = ((ON_THE_SPOT, on_the_spot), (IMPORTED, imported))
    return tuple(words for words, is_so in said if is_so)


def marks_in(cell: str) -> list[str]:
    """The marks of a cell, as `marks_of` wrote them or as people do."""
    return [mark for piece in re.split("[；;、\n]", cell) if (mark := piece.strip())]


def seen_on_site(*, by: str, on: date, words: str) -> str:
    """现场查看 as a piece of evidence."""
    return f"{by} {on:%Y-%m-%d} 现场查看：{words}"


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """`causes` and `measures` in their order. The list reads no notes, evidence and accepter: no column of it asks."""

    number: int | None
    item: str
    checkpoint: str
    text: str
    origin: str
    causes: tuple[str, ...]
    measures: tuple[str, ...]
    leader: str
    lead: str
    supporting: tuple[str, ...]
    person: str
    ongoing: bool
    due_on: date | None
    original_due_on: date | None
    found_on: date | None
    done_on: date | None
    state: str
    accepted_on: date | None
    remark: str
    marks: tuple[str, ...]
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    accepted_by: str = ""

    @property
    def sequence(self) -> Cell:
        return DRAFT if self.number is None and self.state == "draft" else self.number

    @property
    def deadline(self) -> Cell:
        return "持续推进" if self.ongoing else self.due_on

    @property
    def completion(self) -> str:
        return _COMPLETION.get(self.state) or ("长期坚持" if self.ongoing else "推进中")

    @property
    def closed(self) -> str:
        return "是" if self.state == "closed" else "否"


def numbered(texts: tuple[str, ...]) -> str:
    """Several causes or measures in one cell, as people number them."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))
