"""Which release of a ledger counts, and whether what is printed is still what was released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.timezone import localdate

from campaigns.models import Participation
from rectification.models import LedgerFinal
from rectification.rules.ledger_final import changes_since
from rectification.rules.ledger_rows import DRAFT, LedgerRow


def finals_of(participation: Participation) -> QuerySet[LedgerFinal]:
    """Every release, the newest first, without its lines."""
    rows = LedgerFinal.objects.filter(participation=participation).order_by("-id")
    return rows.select_related("signatory", "withdrawn_by").defer("lines")


def final_of(participation: Participation) -> LedgerFinal | None:
    """The newest release. One that was withdrawn brings no older one back."""
    rows = LedgerFinal.objects.filter(participation=participation).select_related("signatory")
    newest = rows.order_by("-id").first()
    return newest if newest is not None and newest.withdrawn_at is None else None


@dataclass(frozen=True)
class Release:
    """What a printed table says of its release; `whole` is the ledger without filter, limit and boundary.

    With drafts in it a table is one itself, released or not, and says nothing more.
    """

    final: LedgerFinal | None
    changes: int
    whole: bool
    with_drafts: bool

    @property
    def is_draft(self) -> bool:
        return self.final is None or bool(self.changes) or self.with_drafts

    @property
    def head(self) -> str:
        if self.final is None or self.with_drafts:
            return ""
        day = f"{localdate(self.final.at):%Y-%m-%d}"
        if self.changes:
            return f"{DRAFT}：{day} 定稿后有 {self.changes} 条变化"
        taken = "" if self.whole else "摘自 "
        return f"{taken}{day} 定稿（{self.final.signatory.name}），校验码 {self.final.sha256[:8]}"

    @property
    def foot(self) -> str:
        if self.final is None or self.is_draft:
            return ""
        day, name = f"{localdate(self.final.at):%Y-%m-%d}", self.final.signatory.name
        return f"{day} 由{name}定稿，全册 {self.final.count} 条，SHA-256：{self.final.sha256}"


def release_of(
    participation: Participation, rows: Sequence[LedgerRow], *, whole: bool, with_drafts: bool
) -> Release:
    """Of the lines that are printed: an extract is as final as each of its lines."""
    final = final_of(participation)
    changes = changes_since(final.lines, rows, whole=whole) if final else 0
    return Release(final, changes, whole, with_drafts)
