"""Evidence (佐证): files that prove measures, what the accepter saw on site, and their versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.timezone import localdate

from infrastructure.audit import acting, record
from infrastructure.errors import Invalid, NotAllowed, Refusal, WrongState
from infrastructure.files.services import discard_file
from infrastructure.models import StoredFile
from infrastructure.reasons import reason_of, words_of
from organizations.models import User
from organizations.services.signing import Signed, sign
from rectification.actions import FindingAction
from rectification.models import (
    Evidence,
    EvidenceKind,
    EvidenceMeasure,
    Finding,
    Measure,
    PartKind,
)
from rectification.places import accepting_place
from rectification.querysets import proving
from rectification.rights import FindingRight
from rectification.round_facts import actor_of, sides_of
from rectification.rules.finding_rights import open_in
from rectification.rules.sides import refusal
from rectification.services.children import lock_finding
from rectification.services.parts import take_part
from rectification.standing import sign_work


def _check_measures(finding: Finding, measures: Iterable[Measure]) -> None:
    if any(m.finding_id != finding.pk or m.voided_at is not None for m in measures):
        raise Invalid({"measures": "请选择本问题的措施。"})


def _prove(evidence: Evidence, measures: Sequence[Measure]) -> None:
    EvidenceMeasure.objects.bulk_create(
        EvidenceMeasure(hospital_id=evidence.hospital_id, evidence=evidence, measure=m) for m in measures
    )


@dataclass(frozen=True)
class Attached:
    """The evidence that now holds the files, and what to tell about those that were there already."""

    evidence: list[Evidence]
    told: tuple[str, ...] = ()


def add_files(
    *,
    finding: Finding,
    files: Sequence[StoredFile],
    measures: Sequence[Measure],
    by: User,
    now: datetime,
    words: str = "",
) -> Attached:
    """Attach stored files as evidence; one file may prove several measures (none: measures follow later).

    Files were received by `infrastructure.files` in the same request and belong to the finding's hospital. A file that
    the finding has already is not kept twice: the one that is there proves the further measures too.
    """
    if not files:
        raise Invalid({"files": "请选择佐证材料。"})
    _check_measures(finding, measures)
    with acting(by=by):
        locked, signed = _locked_for_proof(finding, by, now)
        attached = _attach(locked, files, measures, signed, now, words)
        _record(locked, FindingAction.EVIDENCE_ADDED, by, now, [stored.original_name for stored in files])
    return attached


def _attach(
    finding: Finding,
    files: Sequence[StoredFile],
    measures: Sequence[Measure],
    signed: Signed,
    now: datetime,
    words: str,
) -> Attached:
    held = {evidence.file.sha256: evidence for evidence in _counting_files(finding) if evidence.file}
    evidence, told, before, changed = [], [], set(held), False
    for stored in files:
        twin = held.get(stored.sha256)
        if twin is None:
            twin = held[stored.sha256] = _file_evidence(finding, stored, signed, now, words)
            _prove(twin, measures)
            changed = True
        else:
            proved = set(twin.proves.values_list("measure_id", flat=True))
            further = [measure for measure in measures if measure.pk not in proved]
            _prove(twin, further)
            if further:
                take_part(finding=finding, kind=PartKind.EVIDENCE, by=signed.recorded_by)
            changed = changed or bool(further)
            told.append(_same_words(stored, twin, further=bool(further), earlier=stored.sha256 in before))
            discard_file(stored=stored, now=now)
        evidence.append(twin)
    if not changed:
        raise Invalid({"files": "".join(told)})
    return Attached(evidence, tuple(told))


def _counting_files(finding: Finding) -> QuerySet[Evidence]:
    """The files that prove something in this round."""
    rows = Evidence.objects.filter(proving(), finding=finding, kind=EvidenceKind.FILE)
    return rows.select_related("file", "signatory").order_by("-id")


def _same_words(stored: StoredFile, twin: Evidence, *, further: bool, earlier: bool) -> str:
    """Which piece of evidence a file is the same as, and what became of it."""
    assert twin.file is not None  # only files have twins
    whose = f"（{localdate(twin.at):%Y-%m-%d} {twin.signatory.name}）" if earlier else ""
    done = (
        "原有的这份现在也用于所选措施。" if further else "它已用于所选措施；要证明别的措施，请勾选那条措施。"
    )
    return f"“{stored.original_name}”与佐证“{twin.file.original_name}”{whose}内容相同，没有再存一份，{done}"


def attach_photos(*, finding: Finding, files: Sequence[StoredFile], by: User, now: datetime) -> Attached:
    """Photos of a finding just registered by this user, before there is any measure to prove."""
    with acting(by=by):
        if finding.created_by_id != by.pk or by.staff_id is None:
            raise NotAllowed("只有登记人可以附上现场照片。")
        signed = Signed(signatory=by.staff, recorded_by=by)
        attached = _attach(finding, files, (), signed, now, "登记时的现场照片")
        _record(finding, FindingAction.EVIDENCE_ADDED, by, now, [stored.original_name for stored in files])
    return attached


def _locked_for_proof(finding: Finding, by: User, now: datetime) -> tuple[Finding, Signed]:
    today = localdate(now)
    locked = lock_finding(finding, act="prove", by=by, as_of=today)
    return locked, sign_work(locked, right=FindingRight.EVIDENCE, by=by, as_of=today)


def _file_evidence(
    finding: Finding,
    stored: StoredFile,
    signed: Signed,
    now: datetime,
    words: str,
    replaces: Evidence | None = None,
) -> Evidence:
    if stored.hospital_id != finding.hospital_id:
        raise Invalid({"files": "文件不属于本院。"})
    return Evidence.objects.create(
        hospital_id=finding.hospital_id,
        finding=finding,
        round_no=finding.round_no,
        kind=EvidenceKind.FILE,
        file=stored,
        words=words_of(words, most=500, field="words", label="说明"),
        replaces=replaces,
        at=now,
        **signed.columns(),
    )


def replace_file(*, evidence: Evidence, stored: StoredFile, by: User, now: datetime) -> Evidence:
    """Put a new version beside the old one, which stays readable; it proves the same measures."""
    with acting(by=by):
        locked, signed = _locked_for_proof(evidence.finding, by, now)
        row = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
        if row.kind != EvidenceKind.FILE or row.voided_at is not None:
            raise Refusal("只有有效的材料可以更新版本。")
        if Evidence.objects.filter(replaces=row).exists():
            raise WrongState("这份材料已经有新版本，请在新版本上更新。")
        same = next((one for one in _counting_files(locked).filter(file__sha256=stored.sha256)), None)
        if same is not None:
            name = same.file.original_name if same.file else ""
            raise Invalid({"files": f"与佐证“{name}”的内容相同，不是新版本。请选择改过的文件。"})
        written = _file_evidence(locked, stored, signed, now, row.words, replaces=row)
        _prove(written, [link.measure for link in row.proves.select_related("measure")])
        _record(locked, FindingAction.EVIDENCE_REPLACED, by, now, [stored.original_name])
    return written


def void_evidence(*, evidence: Evidence, reason: str, by: User, now: datetime) -> None:
    """Take evidence back with a reason; it stays in the history."""
    why = reason_of(reason, most=200, missing="请写明撤下的原因。")
    with acting(by=by):
        locked, _ = _locked_for_proof(evidence.finding, by, now)
        row = Evidence.objects.select_for_update(of=("self",)).select_related("file").get(pk=evidence.pk)
        if row.voided_at is None:
            row.voided_at, row.void_reason = now, why
            row.save()
            take_part(finding=locked, kind=PartKind.EVIDENCE, by=by)
            name = row.file.original_name if row.file else "现场查看"
            _record(locked, FindingAction.EVIDENCE_VOIDED, by, now, [name], why)


def link_measures(*, evidence: Evidence, measures: Sequence[Measure], by: User, now: datetime) -> None:
    """Say which measures a piece of evidence proves."""
    _check_measures(evidence.finding, measures)
    with acting(by=by):
        locked, _ = _locked_for_proof(evidence.finding, by, now)
        if Evidence.objects.filter(pk=evidence.pk, voided_at__isnull=False).exists():
            raise WrongState("这份材料已经撤下，不能再关联措施。")
        EvidenceMeasure.objects.filter(evidence=evidence).delete()
        _prove(evidence, measures)
        take_part(finding=locked, kind=PartKind.EVIDENCE, by=by)
        name = evidence.file.original_name if evidence.file else "现场查看"
        _record(locked, FindingAction.EVIDENCE_ADDED, by, now, [name])


def see_on_site(
    *,
    finding: Finding,
    measures: Sequence[Measure],
    words: str,
    seen_on: date,
    by: User,
    now: datetime,
) -> Evidence:
    """现场查看 by the accepter (name, date, words) is evidence of the measures that he saw carried out."""
    _check_measures(finding, measures)
    errors = {}
    if not words.strip():
        errors["words"] = "请写明现场查看的情况。"
    elif len(words.strip()) > 500:
        errors["words"] = "说明最多 500 个字，请重新填写。"
    if seen_on > localdate(now):
        errors["seen_on"] = "查看日期不能晚于今天。"
    if errors:
        raise Invalid(errors)
    with acting(by=by):
        rows = Finding.objects.lock(finding.pk)
        locked = rows.select_related("accepting_department", "lead_department").get()
        if not open_in("see_on_site", locked.state):
            raise WrongState(f"当前状态是“{locked.get_state_display()}”，不能登记现场查看。")
        signed = sign(action=FindingRight.ACCEPT, place=accepting_place(locked), by=by, as_of=localdate(now))
        words_against = refusal("accept", sides_of(locked, as_of=localdate(now)), actor_of(signed))
        if words_against:
            raise NotAllowed(words_against)
        evidence = Evidence.objects.create(
            hospital_id=locked.hospital_id,
            finding=locked,
            round_no=locked.round_no,
            kind=EvidenceKind.ON_SITE,
            words=words.strip(),
            seen_on=seen_on,
            at=now,
            **signed.columns(),
        )
        _prove(evidence, measures)
        _record(locked, FindingAction.SEEN_ON_SITE, by, now, [words[:100]])
    return evidence


def _record(
    finding: Finding, action: FindingAction, by: User, now: datetime, names: list[str], reason: str = ""
) -> None:
    record(
        action=action,
        target=finding,
        by=by,
        now=now,
        hospital_id=finding.hospital_id,
        reason=reason,
        detail={"names": names},
    )
