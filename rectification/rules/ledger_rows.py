"""One line of a ledger, as page, print, workbook and CSV are filled from it: plain words and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

COMPLETION = {"closed": "已完成", "accepted": "已完成"}
Cell = str | int | date | None


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
    state: str
    accepted_on: date | None
    remark: str
    notes: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    accepted_by: str = ""

    @property
    def deadline(self) -> Cell:
        return "持续推进" if self.ongoing else self.due_on

    @property
    def completion(self) -> str:
        """完成情况 in the three words of the usual workbook."""
        return COMPLETION.get(self.state) or ("长期坚持" if self.ongoing else "推进中")

    @property
    def closed(self) -> str:
        return "是" if self.state == "closed" else "否"


def numbered(texts: tuple[str, ...]) -> str:
    """Several causes or measures in one cell, as people number them."""
    if len(texts) < 2:
        return "".join(texts)
    return "\n".join(f"{n}. {text}" for n, text in enumerate(texts, 1))
