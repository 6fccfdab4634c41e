"""Several workbooks at once: kept as they came, read in the background, told by file, and the clear ones entered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import Any, NoReturn

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from campaigns.models import Participation
from infrastructure.audit import acting
from infrastructure.errors import Refusal
from infrastructure.files.configuration import upload_limits
from infrastructure.files.services import discard_file
from infrastructure.files.unpacking import unpacked
from infrastructure.job_progress import Progress
from infrastructure.jobs import JobResult, register_runner, request_job
from infrastructure.models import Job, StoredFile
from organizations.models import User
from organizations.reach import holders_of, needs_of
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.services.ledger_import import import_scope, open_import, plan_of, run_import
from rectification.services.receiving import keep_upload
from rectification.workbook.plan import ImportPlan

READ, ENTER = "ledger_batch", "ledger_batch_enter"
MOST_FILES = 100
_COMES_BACK = "这是导出的可回传的台账：打开它，看过改动后保存。"
_NOTHING = dict.fromkeys(("rows", "ready", "known", "errors", "questions"), 0)

_Opened = Callable[[], "AbstractContextManager[UploadedFile[Any]]"]


def upload_batch(
    *, participation: Participation, uploads: Sequence[UploadedFile[Any]], by: User, now: datetime
) -> Job:
    """Keep every workbook that is sent, those in zips too, and ask for reading them. What is none is told by name."""
    scope = import_scope(participation=participation, by=by, as_of=timezone.localdate(now))
    sent = list(_sent(uploads))
    if len(sent) > MOST_FILES:
        raise Refusal(f"一次最多 {MOST_FILES} 个文件（现有 {len(sent)} 个），请分几次上传。", field="file")
    with acting(by=by):
        files = [_kept(name, opened, participation, by, now) for name, opened in sent]
        return request_job(
            kind=READ,
            title=f"读取 {len(files)} 个工作簿",
            hospital_id=participation.hospital_id,
            parameters={"participation": participation.pk, "files": files},
            needs=needs_of(scope),
            by=by,
        )


def is_batch(uploads: Sequence[UploadedFile[Any]]) -> bool:
    """Whether several files were chosen, or a zip. Raises Refusal for a zip that is damaged or a bomb."""
    return len(uploads) > 1 or unpacked(uploads[0], limits=upload_limits()) is not None


def _sent(uploads: Sequence[UploadedFile[Any]]) -> Iterator[tuple[str, _Opened]]:
    """Each file by its name, and how it is opened; a zip that cannot be is a refusal."""
    for upload in uploads:
        name = upload.name or ""
        try:
            packed = unpacked(upload, limits=upload_limits())
        except Refusal as refusal:
            yield name, partial(_refused, refusal)
            continue
        if packed is None:
            yield name, partial(_as_sent, upload)
        else:
            yield from ((each.name, each.opened) for each in packed)


def _as_sent(upload: UploadedFile[Any]) -> AbstractContextManager[UploadedFile[Any]]:
    return nullcontext(upload)


def _refused(refusal: Refusal) -> NoReturn:
    raise refusal


def _kept(
    name: str, opened: _Opened, participation: Participation, by: User, now: datetime
) -> dict[str, Any]:
    """One file that cannot be kept stops none of the others."""
    try:
        with opened() as upload, transaction.atomic():
            stored = keep_upload(upload=upload, hospital_id=participation.hospital_id, by=by, now=now)
    except Refusal as refusal:
        return {"name": name, "problem": refusal.message}
    return {"name": name, "stored": stored.pk}


@register_runner(READ, is_open_to=holders_of(FindingRight.IMPORT))
def run_reading(job: Job, progress: Progress) -> JobResult:
    """Open an import of each file. Run again after a crash it finds those that are open already."""
    participation = Participation.objects.select_related("run", "hospital").get(
        pk=job.parameters["participation"], hospital=job.hospital_id
    )
    files: list[dict[str, Any]] = job.parameters["files"]
    told = []
    for done, each in enumerate(files):
        progress.report(done, len(files), f"正在读取 {each['name']}")
        told.append(each if "problem" in each else _read(each, participation, job.requested_by))
    return JobResult({"files": told})


def _read(each: dict[str, Any], participation: Participation, by: User) -> dict[str, Any]:
    now = timezone.now()
    stored = StoredFile.objects.get(pk=each["stored"], hospital_id=participation.hospital_id)
    opened = LedgerImport.objects.filter(file=stored).select_related("file", "participation__run").first()
    try:
        if opened is None:
            opened = open_import(participation=participation, stored=stored, by=by, now=now)
        if opened.template_id is not None:
            return {"name": each["name"], "uid": str(opened.uid), "problem": _COMES_BACK, **_NOTHING}
        plan = plan_of(opened=opened, by=by, as_of=timezone.localdate(now))
    except Refusal as refusal:
        if opened is None:
            discard_file(stored=stored, now=now)
        return {"name": each["name"], "problem": refusal.message}
    return {"name": each["name"], "uid": str(opened.uid), **_counts(plan, opened)}


def _counts(plan: ImportPlan, opened: LedgerImport) -> dict[str, int]:
    return {
        "rows": plan.rows,
        "ready": plan.ready,
        "known": len(plan.known),
        "errors": len(plan.errors),
        "questions": open_questions(plan, opened),
    }


def open_questions(plan: ImportPlan, opened: LedgerImport) -> int:
    """How many nobody has answered; an answered one is asked again, so that it can be changed."""
    answers = opened.decisions.get("answers", {})
    return sum(not answers.get(question.key) for question in plan.questions)


def is_clear(told: dict[str, Any]) -> bool:
    """Whether a file of a batch has rows to enter and nothing to settle before."""
    return bool(told.get("ready")) and not told["errors"] and not told["questions"]


def enter_clear(*, batch: Job, by: User, now: datetime) -> Job:
    """Ask for the import of those files of a batch about which nothing is open and that are not in yet."""
    uids = [told["uid"] for told in batch.result["files"] if is_clear(told)]
    waiting = LedgerImport.objects.filter(
        uid__in=uids, imported_at__isnull=True, created_by=by, hospital=batch.hospital_id
    ).select_related("participation")
    opened = list(waiting.order_by("id"))
    if not opened:
        raise Refusal("没有可以直接导入的工作簿；其余的在各自的预览里处理。")
    scope = import_scope(participation=opened[0].participation, by=by, as_of=timezone.localdate(now))
    with acting(by=by):
        return request_job(
            kind=ENTER,
            title=f"导入 {len(opened)} 个工作簿",
            hospital_id=batch.hospital_id,
            parameters={"batch": batch.pk, "imports": [one.pk for one in opened]},
            needs=needs_of(scope),
            by=by,
        )


@register_runner(ENTER, is_open_to=holders_of(FindingRight.IMPORT))
def run_entering(job: Job, progress: Progress) -> JobResult:
    """Each workbook in a transaction of its own: one that has a doubt by now stops none of the others."""
    rows = LedgerImport.objects.filter(pk__in=job.parameters["imports"], hospital=job.hospital_id)
    opened = list(rows.select_related("file", "participation__run", "participation__hospital").order_by("id"))
    told = []
    for done, one in enumerate(opened):
        progress.report(done, len(opened), f"正在导入 {one.file.original_name}")
        if one.imported_at is None:
            told.append({"uid": str(one.uid), "problem": _enter(one, job.requested_by)})
    return JobResult({"files": told})


def _enter(opened: LedgerImport, by: User) -> str:
    now = timezone.now()
    try:
        plan = plan_of(opened=opened, by=by, as_of=timezone.localdate(now))
        if plan.errors or open_questions(plan, opened):
            return "读取之后有了变化，在它的预览里处理。"
        run_import(opened=opened, all_or_none=True, by=by, now=now)
    except Refusal as refusal:
        return refusal.message
    return ""
