"""Self-inspection sheets: which checkpoints stand on a department's sheet, and how far it has come."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policy_texts.campaigns import Campaign, Checkpoint
from policy_texts.vocabulary import Audience
from workshop.demo.content import SheetsFile, audiences_of
from workshop.demo.organizations.institutions import Institution
from workshop.demo.plan import FindingPlan, LinePlan, SheetPlan
from workshop.demo.rectification.courses import working_day

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_CONFIRMED, _COMPLETE, _HALF, _UNTOUCHED = "confirmed", "complete", "half", "untouched"
# Of a hundred departments in the middle of the phase; a finished run has them all confirmed.
_SHARES = {_CONFIRMED: 62, _COMPLETE: 10, _HALF: 14, _UNTOUCHED: 14}
_WARDS = ("clinical", "nursing_unit")
_FRIDAY = 4
_OPENING = time(8, 20)
_FRESH = timedelta(days=6)  # a finding entered so lately still waits for its sheet


@dataclass(frozen=True)
class SheetScene:
    institution: Institution
    campaign: Campaign
    words: SheetsFile
    rng: random.Random
    from_on: date
    to_on: date  # the last day on which something may have been answered
    finished: bool
    half_done: frozenset[str]  # departments whose sheet is left half done, to be gone on with


def build_sheets(findings: Sequence[FindingPlan], scene: SheetScene) -> tuple[SheetPlan, ...]:
    """A sheet for each department that has checkpoints of its own, and the hospital's."""
    if scene.to_on < scene.from_on:
        return ()
    own = {(f.lead, f.clause): f for f in findings if _stands_on_sheet(f)}
    sheets = [
        _sheet(name, lines, _progress(name, own, scene), own, scene)
        for name, lines in _department_lines(scene)
        if lines
    ]
    hospital = [point for point in scene.campaign.checkpoints() if point.hospital_level]
    progress = _CONFIRMED if scene.finished else _HALF
    # Of a checkpoint of both levels an office's finding stands on the office's own sheet.
    asked = {(name, point.clause) for name, lines in _department_lines(scene) for point in lines}
    of_hospital = {key: finding for key, finding in own.items() if key not in asked}
    return (*sheets, _sheet("", hospital, progress, of_hospital, scene))


def _stands_on_sheet(finding: FindingPlan) -> bool:
    """What turned out to be no finding is no answer either: no sheet is confirmed with it."""
    return finding.origin == "self_inspection" and not finding.imported and finding.state != "void"


def _department_lines(scene: SheetScene) -> Iterator[tuple[str, list[Checkpoint]]]:
    departments = scene.institution.plan.departments
    operate = {d.name for d in departments if d.operates} or {d.name for d in departments if d.kind in _WARDS}
    for department in departments:
        audiences = {audiences_of(department.kind)} | (
            {Audience.SURGICAL} if department.name in operate else set()
        )
        yield department.name, [p for p in scene.campaign.checkpoints() if audiences & set(p.audiences)]


def _progress(department: str, own: Mapping[tuple[str, str], FindingPlan], scene: SheetScene) -> str:
    """A department that found something has begun; one that found something lately has not finished."""
    if scene.finished:
        return _CONFIRMED
    if department in scene.half_done:
        return _HALF
    drawn = scene.rng.choices(list(_SHARES), list(_SHARES.values()))[0]
    found = [finding for (lead, _), finding in own.items() if lead == department]
    if drawn == _UNTOUCHED and found:
        drawn = _CONFIRMED
    fresh = any(scene.to_on - finding.acts[0].at.date() < _FRESH for finding in found)
    return _COMPLETE if drawn == _CONFIRMED and fresh else drawn


def _sheet(
    department: str,
    points: Sequence[Checkpoint],
    progress: str,
    own: Mapping[tuple[str, str], FindingPlan],
    scene: SheetScene,
) -> SheetPlan:
    begun_on = working_day(scene.from_on + timedelta(days=scene.rng.randint(4, 24)))
    begun_on = min(max(begun_on, scene.from_on), scene.to_on)
    begun_at = datetime.combine(begun_on, _OPENING, tzinfo=_SHANGHAI) + _some_minutes(scene.rng, 380)
    lines = []
    for number, point in enumerate(points):
        answerer = department or scene.institution.functional_department(point)
        finding = own.get((answerer, point.clause))
        reached = progress in (_CONFIRMED, _COMPLETE) or (
            progress == _HALF and (finding is not None or number < len(points) * 0.6)
        )
        if reached:
            lines.append(_line(point, answerer, finding, begun_at, scene))
    return _signed(department, lines, progress, scene)


def _signed(department: str, lines: list[LinePlan], progress: str, scene: SheetScene) -> SheetPlan:
    confirmed_at = None
    if progress == _CONFIRMED and lines:
        last = max(line.at for line in lines).date()
        on = _not_on_a_weekend(last + timedelta(days=scene.rng.randint(1, 4)))
        after = datetime.combine(on, _OPENING, tzinfo=_SHANGHAI) + _some_minutes(scene.rng, 520)
        confirmed_at = after if after.date() <= scene.to_on else None
    roster = scene.institution.roster
    signatory = roster.heads[department] if department else roster.director
    return SheetPlan(
        department=department,
        lines=tuple(lines),
        complete=progress in (_CONFIRMED, _COMPLETE),
        confirmed_by=signatory if confirmed_at else "",
        confirmed_at=confirmed_at,
    )


def _line(
    point: Checkpoint, answerer: str, finding: FindingPlan | None, at: datetime, scene: SheetScene
) -> LinePlan:
    answer, note, key = "in_order", "", ""
    why_not = _not_applicable(point, answerer, scene.words)
    if finding is not None:
        answer, key, at = "finding", finding.key, finding.acts[0].at
    elif why_not:
        answer, note = "not_applicable", why_not
    elif scene.rng.random() < 0.3:
        note = scene.rng.choice(next(w.notes for w in scene.words.lines if w.clause == point.clause))
    return LinePlan(
        point.clause, answerer, answer, note, key, scene.institution.roster.liaisons[answerer], at
    )


def _not_applicable(point: Checkpoint, department: str, words: SheetsFile) -> str:
    for rule in words.not_applicable:
        if rule.clause == point.clause and department in rule.departments:
            return rule.reason
    return ""


def _not_on_a_weekend(day: date) -> date:
    return day + timedelta(days=7 - day.weekday() if day.weekday() > _FRIDAY else 0)


def _some_minutes(rng: random.Random, most: int) -> timedelta:
    return timedelta(minutes=rng.randint(0, most))
