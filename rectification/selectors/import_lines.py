"""The preview of a workbook: its lines counted by tab and sheet, a page at a time, and whether it came before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count, F, QuerySet

from rectification.models import ImportLine, LedgerImport
from rectification.workbook.preview_lines import Line, Verdict

PAGE_SIZE = 50
# The tabs, by the word in the address.
SHOWN: Mapping[str, tuple[Verdict, ...]] = {
    "ready": (Verdict.READY,),
    "wrong": (Verdict.WRONG, Verdict.ASKED),
    "changed": (Verdict.CHANGED,),
    "known": (Verdict.KNOWN, Verdict.REPEATED),
    "no-problem": (Verdict.NO_PROBLEM,),
}


@dataclass(frozen=True)
class Lines:
    """Of a small workbook as just read, of a large one as its job kept them."""

    source: Sequence[Line] | QuerySet[ImportLine]

    def counts(self) -> Counter[tuple[str, str]]:
        """How many by sheet and verdict."""
        if isinstance(self.source, QuerySet):
            rows = self.source.order_by().values_list("sheet", "verdict").annotate(count=Count("id"))
            return Counter({(sheet, verdict): count for sheet, verdict, count in rows})
        return Counter((line.sheet, line.verdict.value) for line in self.source)

    def page(self, *, sheet: str, show: str, number: str) -> Page[Line | ImportLine]:
        """One page of a sheet's lines in the order of the file; an unknown tab is all of them."""
        verdicts = SHOWN.get(show, tuple(Verdict))
        rows: Iterable[Line | ImportLine]
        if isinstance(self.source, QuerySet):
            rows = self.source.filter(sheet=sheet, verdict__in=verdicts).order_by("position")
        else:
            rows = [line for line in self.source if line.sheet == sheet and line.verdict in verdicts]
        return Paginator(rows, PAGE_SIZE).get_page(number)


def same_file_before(opened: LedgerImport) -> LedgerImport | None:
    """The same bytes on their way into the same ledger earlier: an import that was made before one that was not."""
    rows = LedgerImport.objects.filter(
        participation=opened.participation_id, file__sha256=opened.file.sha256, pk__lt=opened.pk
    )
    newest = rows.order_by(F("imported_at").desc(nulls_last=True), "-pk")
    return newest.select_related("created_by").first()
