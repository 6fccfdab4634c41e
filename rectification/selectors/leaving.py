"""What of a filtered list leaves the house, and what is said of drafts.

A draft has no number and may still change: a ledger that is handed on does not hold it, and says how many it leaves
out. Whoever asks for drafts by name (state=draft) gets those that he sees, marked as such, and the table with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet

from infrastructure.errors import Refusal
from rectification.filters import FindingFilter
from rectification.models import Finding, FindingState
from rectification.rules.ledger_rows import DRAFT


@dataclass(frozen=True)
class Leaving:
    listed: QuerySet[Finding]
    asked: bool  # for drafts, by name
    may_hold_drafts: bool = True

    @property
    def rows(self) -> QuerySet[Finding]:
        return self.listed if self.asked else self.listed.exclude(state=FindingState.DRAFT)

    @cached_property
    def drafts(self) -> int:
        """How many drafts are among the listed ones; a list of other states is not searched for them."""
        if not self.may_hold_drafts:
            return 0
        return self.listed.order_by().filter(state=FindingState.DRAFT).count()

    @property
    def is_draft(self) -> bool:
        """A table that holds drafts is one itself."""
        return self.asked and self.drafts > 0

    @property
    def note(self) -> str:
        """Stands in the head of the table."""
        return f"{'含' if self.asked else '不含'}{DRAFT} {self.drafts} 条" if self.drafts else ""

    @property
    def name_part(self) -> str:
        """Stands in the name of the file: a CSV has no other head."""
        return f"_{'含' if self.asked else '不含'}{DRAFT}" if self.drafts else ""


def leaving_of(found: FindingFilter) -> Leaving:
    """A wrong filter is a refusal, not a full list."""
    if not found.is_valid():
        raise Refusal("筛选条件不正确，请回到台账重新选择。")
    return Leaving(found.qs, asked=found.asks_for_drafts, may_hold_drafts=found.may_hold_drafts)
