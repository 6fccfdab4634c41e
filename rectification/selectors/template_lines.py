"""Findings as lines of a workbook that comes back: one a measure, in the order of the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from campaigns.models import Participation
from rectification.models import Measure
from rectification.rules.ledger_rows import LedgerRow
from rectification.selectors.ledger_lines import BLOCK, whole_rows
from rectification.workbook.round_trip import Line
from rectification.workbook.template_columns import MeasureLine, words_of


@dataclass(frozen=True, slots=True)
class TemplateLine:
    finding_id: int
    row: LedgerRow
    measure: MeasureLine | None


def template_lines(ids: Sequence[int], participation: Participation) -> Iterator[TemplateLine]:
    """The lines of some findings in their order, in blocks: six queries a thousand findings."""
    for start in range(0, len(ids), BLOCK):
        block = ids[start : start + BLOCK]
        rows, measures = whole_rows(block, participation), _measures(block)
        for pk in block:
            if pk in rows:
                own: Sequence[MeasureLine | None] = measures.get(pk) or [None]
                yield from (TemplateLine(pk, rows[pk], measure) for measure in own)


def words_now(ids: Sequence[int], participation: Participation) -> dict[Line, dict[str, str]]:
    """What the ledger says, by finding and measure; each finding also as a line without a measure."""
    rows, measures = whole_rows(ids, participation), _measures(ids)
    said: dict[Line, dict[str, str]] = {(pk, None): words_of(row, None) for pk, row in rows.items()}
    for pk, row in rows.items():
        said |= {(pk, measure.id): words_of(row, measure) for measure in measures.get(pk, ())}
    return said


def _measures(ids: Sequence[int]) -> dict[int, list[MeasureLine]]:
    found: dict[int, list[MeasureLine]] = defaultdict(list)
    rows = Measure.objects.valid().filter(finding__in=ids).order_by("finding", "position", "id")
    columns = ("finding_id", "id", "text", "department__name", "person__name", "due_on")
    for finding_id, id_, text, department, person, due_on in rows.values_list(*columns):
        found[finding_id].append(MeasureLine(id_, text, department or "", person or "", due_on))
    return found
