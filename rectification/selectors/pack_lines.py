"""What a pack (迎检包) holds beside the ledger: all evidence of its findings, and who did what to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from campaigns.models import Participation
from infrastructure.models import AuditEntry, StoredFile
from infrastructure.models.files import FileState
from rectification.models import Evidence, Finding
from rectification.rules.ledger_rows import DRAFT, seen_on_site
from rectification.selectors.ledger import SORTS
from rectification.selectors.timelines import timeline_line

BLOCK = 500


@dataclass(frozen=True)
class PackedFinding:
    pk: int
    uid: Any
    number: int | None
    lead: str
    proof_since_round: int

    @property
    def folder(self) -> str:
        """序号-牵头科室."""
        return f"{self.sequence}-{self.lead}"

    @property
    def sequence(self) -> int | str:
        return DRAFT if self.number is None else self.number


@dataclass(frozen=True)
class EvidenceLine:
    """A piece of evidence. `left_out`: why it is not in the pack, though it is told of."""

    finding: PackedFinding
    name: str
    by: str
    at: datetime
    file: StoredFile | None
    left_out: str


def blocks_of(rows: QuerySet[Finding], participation: Participation, sort: str) -> list[list[int]]:
    """The findings in order, in blocks that are read at once."""
    ids = list(rows.order_by(*SORTS[sort]).values_list("pk", flat=True))
    return [ids[start : start + BLOCK] for start in range(0, len(ids), BLOCK)]


def packed_findings(ids: Sequence[int], participation: Participation) -> list[PackedFinding]:
    """Some findings of the ledger, in the order of `ids`."""
    rows = Finding.objects.in_ledger(participation.pk).filter(pk__in=ids)
    columns = ("pk", "uid", "number", "lead_department__name", "proof_since_round")
    found = {values[0]: PackedFinding(*values) for values in rows.values_list(*columns)}
    return [found[pk] for pk in ids if pk in found]


def evidence_lines(findings: Sequence[PackedFinding]) -> Iterator[EvidenceLine]:
    """Every piece of evidence, also what was taken back: what is not handed over is said, not left out in silence."""
    by_pk = {finding.pk: finding for finding in findings}
    rows = Evidence.objects.filter(finding__in=by_pk).select_related("file", "signatory")
    pieces: dict[int, list[Any]] = {}
    for row in rows.annotate(newer=F("replaced_by__pk")).order_by("id"):
        pieces.setdefault(row.finding_id, []).append(row)
    for finding in findings:
        for row in pieces.get(finding.pk, ()):
            yield EvidenceLine(
                finding, _name(row), row.signatory.name, row.at, row.file, _left_out(row, finding)
            )


def _name(row: Any) -> str:
    if row.file is not None:
        return str(row.file.original_name)
    return seen_on_site(by=row.signatory.name, on=row.seen_on, words=row.words)


def _left_out(row: Any, finding: PackedFinding) -> str:
    """The same as `querysets.proving`, one reason at a time."""
    if row.voided_at is not None:
        return f"已撤下：{row.void_reason}"
    if row.newer is not None:
        return "已有新版本"
    if row.round_no < finding.proof_since_round:
        return "重新打开以前的材料"
    if row.file is None:
        return "现场查看，没有文件"
    return "文件已清除" if row.file.state == FileState.DISCARDED else ""


def timelines(findings: Sequence[PackedFinding]) -> Iterator[tuple[PackedFinding, dict[str, Any]]]:
    """The acts on each finding, the oldest first, in the words of its page."""
    acts: dict[Any, list[AuditEntry]] = {}
    for entry in AuditEntry.objects.filter(target_uid__in=[f.uid for f in findings]).order_by("id"):
        acts.setdefault(entry.target_uid, []).append(entry)
    for finding in findings:
        for entry in acts.get(finding.uid, ()):
            yield finding, timeline_line(entry)
