"""迎检包: the filtered ledger, its evidence, an index and the timelines, one zip that can be checked.

Always a job. It holds what its asker may export when it runs, as the workbook of the ledger does; what is not handed
over (taken back, replaced, gone) stands in the index with the reason.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from campaigns.models import Participation
from infrastructure.audit import acting, record
from infrastructure.files.configuration import upload_storage
from infrastructure.files.kinds import XLSX, ZIP
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, keep_result_file, register_runner
from infrastructure.models import Job, StoredFile
from infrastructure.models.access import AccessKind
from infrastructure.packs.names import Names, folder_name
from infrastructure.packs.writing import Member, PackWriter, pieces_of
from infrastructure.workbooks.cell_text import csv_row
from organizations.models import User
from organizations.reach import holders_of, needs_of
from organizations.services.access_log import log
from organizations.watermarks import signed_words, watermark_words
from rectification.actions import FindingAction
from rectification.models import Evidence
from rectification.rights import FindingRight
from rectification.selectors.filter_words import filter_words
from rectification.selectors.leaving import Leaving
from rectification.selectors.pack_lines import (
    EvidenceLine,
    PackedFinding,
    blocks_of,
    evidence_lines,
    packed_findings,
    timelines,
)
from rectification.services import exports
from rectification.services.pack_index import BOM, CSV_TYPE, PackIndex, file_pieces

JOB_KIND = "ledger_pack"
PACKED, ALTERED, LOST = "已收录", "已收录，但内容与上传时的校验值不符", "文件缺失：存储中找不到"


def request_pack(
    *, participation: Participation, query: QueryDict, sort: str, by: User, now: datetime
) -> Job:
    """Ask for a pack."""
    title = f"{participation.run.title}迎检包"
    return exports.request_rows(JOB_KIND, title, participation, query=query, sort=sort, by=by, now=now)


@register_runner(JOB_KIND, is_open_to=holders_of(FindingRight.EXPORT))
def run_pack(job: Job, progress: Progress) -> JobResult:
    """The runner of a pack."""
    now = timezone.now()
    today = timezone.localdate(now)
    participation = exports.participation_of(job)
    query = QueryDict(job.parameters["query"])
    scope = exports.export_scope(participation=participation, by=job.requested_by, as_of=today)
    going = exports.leaving(participation=participation, query=query, scope=scope, as_of=today)
    with tempfile.TemporaryDirectory() as folder:
        making = _Making(Path(folder), participation, going, query, job, progress, now)
        manifest, counts = making.pack()
        name = exports.file_name(participation, going, as_of=today, form="zip", title="迎检包")
        with making.path.open("rb") as stream:
            keep_result_file(job=job, stream=stream, name=name, kind=ZIP, now=now)
    _record(participation, counts, manifest, by=job.requested_by, now=now)
    return JobResult(counts | {"manifest_sha256": manifest.sha256}, needs_of(scope))


@dataclass
class _Making:
    """One pack on its way, in a folder that is thrown away."""

    folder: Path
    participation: Participation
    going: Leaving
    query: QueryDict
    job: Job
    progress: Progress
    now: datetime

    @property
    def path(self) -> Path:
        return self.folder / "pack.zip"

    def pack(self) -> tuple[Member, dict[str, int]]:
        """Write it; the manifest and what was counted."""
        blocks = blocks_of(self.going.rows, self.participation, self.job.parameters["sort"])
        with PackWriter(self.path, now=self.now) as pack:
            rows = self._add_ledger(pack)
            counts = {"findings": rows, **self._add_evidence(pack, blocks)}
            pack.add("经过.csv", self._timeline(blocks), content_type=CSV_TYPE)
            manifest = pack.finish({**self._about, "counts": counts})
        return manifest, counts

    @cached_property
    def _about(self) -> dict[str, Any]:
        return {
            "hospital": self.participation.hospital.name,
            "ledger": self.participation.run.title,
            "made_at": timezone.localtime(self.now).isoformat(timespec="seconds"),
            "made_by": signed_words(user=self.job.requested_by, as_of=timezone.localdate(self.now)),
            "filter": filter_words(self.query, self.participation),
            "drafts": self.going.note,
        }

    @property
    def _notes(self) -> tuple[str, ...]:
        """Who took it out, when, and which findings."""
        words = "；".join(f"{label}：{value}" for label, value in self._about["filter"].items())
        made = f"导出：{self._about['made_by']} {timezone.localtime(self.now):%H:%M}"
        return (self._about["hospital"], made, f"筛选：{words}" if words else "全部问题")

    def _add_ledger(self, pack: PackWriter) -> int:
        path, today = self.folder / "ledger.xlsx", timezone.localdate(self.now)
        rows = exports.write_ledger(
            path=path,
            going=self.going,
            participation=self.participation,
            sort=self.job.parameters["sort"],
            as_of=today,
            watermark=self._watermark,
        )
        pack.add("问题台账.xlsx", file_pieces(path), content_type=XLSX.content_type)
        return rows

    @property
    def _watermark(self) -> str:
        today = timezone.localdate(self.now)
        return watermark_words(hospital=self.participation.hospital, user=self.job.requested_by, as_of=today)

    def _add_evidence(self, pack: PackWriter, blocks: list[list[int]]) -> dict[str, int]:
        total = Evidence.objects.filter(finding__in=chain(*blocks)).count()
        places, packed = _Places(), 0
        title = f"{self.participation.run.title}迎检包目录"
        with PackIndex(self.folder, title=title, notes=self._notes, watermark=self._watermark) as index:
            for done, line in enumerate(self._lines(blocks), 1):
                member, remark = _add_file(pack, line, places)
                index.tell(line, member, remark)
                packed += member is not None
                self.progress.report(done, total + 1, f"已整理佐证材料 {done} / {total}")
            index.into(pack)
        return {"evidence": total, "files": packed}

    def _lines(self, blocks: list[list[int]]) -> Iterator[EvidenceLine]:
        for block in blocks:
            yield from evidence_lines(packed_findings(block, self.participation))

    def _timeline(self, blocks: list[list[int]]) -> Iterator[bytes]:
        yield BOM + csv_row(["序号", "牵头部门", "时间", "办理人", "代", "事项", "变化", "理由"]).encode()
        for block in blocks:
            for finding, act in timelines(packed_findings(block, self.participation)):
                at = f"{timezone.localtime(act['at']):%Y-%m-%d %H:%M}"
                said = (act["actor"], act["on_behalf_of"], act["verb"], act["note"], act["reason"])
                yield csv_row([finding.sequence, finding.lead, at, *said]).encode()


class _Places:
    """Where files go: a folder for each finding, also when two of them would be called the same."""

    def __init__(self) -> None:
        self._files, self._folders, self._of = Names(), Names(), dict[int, str]()

    def of(self, finding: PackedFinding, name: str) -> str:
        folder = self._of.get(finding.pk)
        if folder is None:
            folder = self._of[finding.pk] = self._folders.free("佐证", folder_name(finding.folder))
        return self._files.free(folder, name)


def _add_file(pack: PackWriter, line: EvidenceLine, places: _Places) -> tuple[Member | None, str]:
    """The file, if it is to be handed over and there; and what the index says of it."""
    if line.file is None or line.left_out:
        return None, line.left_out if line.file is None else f"未收录：{line.left_out}"
    pieces = _stored_pieces(line.file)
    if pieces is None:
        return None, LOST
    member = pack.add(places.of(line.finding, line.name), pieces, content_type=line.file.content_type)
    return member, PACKED if member.sha256 == line.file.sha256 else ALTERED


def _stored_pieces(stored: StoredFile) -> Iterator[bytes] | None:
    """The first piece is read before a member is begun: some storages tell only then that a file is not there."""
    try:
        stream = upload_storage().open(stored.storage_name)
        pieces = pieces_of(stream)  # type: ignore[arg-type]
        first = next(pieces, b"")
    except FileNotFoundError:
        return None

    def whole() -> Iterator[bytes]:
        with stream:
            yield first
            yield from pieces

    return whole()


def _record(
    participation: Participation, counts: dict[str, int], manifest: Member, *, by: User, now: datetime
) -> None:
    """What leaves the house is written down; with the hash of its manifest nobody can exchange it unnoticed."""
    with acting(by=by):
        record(
            action=FindingAction.PACK_EXPORTED,
            target=participation,
            by=by,
            now=now,
            hospital_id=participation.hospital_id,
            detail=counts | {"manifest_sha256": manifest.sha256},
        )
        log(
            kind=AccessKind.EXPORTED,
            now=now,
            user=by,
            hospital_id=participation.hospital_id,
            target_uid=participation.uid,
            detail=f"{participation.run.title} 迎检包 {counts['findings']} 条，佐证材料 {counts['files']} 份",
        )
