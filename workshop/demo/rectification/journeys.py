"""One finding from its text and its course: who did what on which day, under the four-eyes rule."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policy_texts.campaigns import Checkpoint
from policy_texts.vocabulary import FindingOrigin
from workshop.demo.content import Course, FindingText, item_of
from workshop.demo.organizations.institutions import Institution
from workshop.demo.plan import ActPlan, CausePlan, FilePlan, FindingPlan, MeasurePlan
from workshop.demo.rectification.courses import DatedStep, Timing, dated_steps, due_on
from workshop.demo.rectification.words import Words

SHANGHAI = ZoneInfo("Asia/Shanghai")
STATE_AFTER = {
    "enter": "draft",
    "register": "analysing",
    "import_rectifying": "rectifying",
    "import_awaiting": "awaiting",
    "import_closed": "closed",
    "submit": "submitted",
    "return": "draft",
    "take_up": "analysing",
    "start": "rectifying",
    "request_acceptance": "awaiting",
    "fix_on_the_spot": "awaiting",
    "accept": "accepted",
    "refuse": "rectifying",
    "close": "closed",
    "reopen": "rectifying",
    "merge": "merged",
    "void": "void",
}
_BY_HEAD = {"request_acceptance", "fix_on_the_spot"}
_BY_ACCEPTER = {"see_on_site", "accept", "refuse"}
_BY_OFFICE = {
    "register",
    "import_rectifying",
    "import_awaiting",
    "import_closed",
    "return",
    "take_up",
    "close",
    "reopen",
    "merge",
    "void",
    "grant_extension",
    "refuse_extension",
}
_NEW_ROUND = {"refuse", "reopen"}
_OPENING = time(8, 20)
_PHOTO = "整改后现场照片.jpg"  # 立行立改 is proved by a photo
_SHARED_FILE = 0.15  # how often one file proves a second measure


@dataclass
class Scene:
    """Where the findings of one hospital in one run play."""

    institution: Institution
    checkpoints: Mapping[str, Checkpoint]
    words: Words
    rng: random.Random
    known: Mapping[str, datetime]  # since when the findings of earlier runs are there: a repeat points to one


def travel(text: FindingText, course: Course, *, timing: Timing, scene: Scene) -> FindingPlan | None:
    """The finding with all that happened to it by yesterday; None when it has not been found yet."""
    steps = list(dated_steps(course, timing=timing, from_department=text.own))
    if not steps:
        return None
    imported = steps[0].act.startswith("import_")
    planned = imported or any(step.act == "plan" for step in steps)
    due = due_on(course, timing)
    measures = _measures(text, steps[0].on, due, scene)
    cast = _cast(text, measures, scene)
    acts = _acts(text, steps, cast, scene)
    return FindingPlan(
        key=text.key,
        clause=text.clause,
        text=text.text,
        origin=text.origin,
        penalty_barred=text.origin is FindingOrigin.ADVERSE_EVENT,
        found_on=None if imported else steps[0].on,
        lead=text.lead,
        supporting=text.supporting,
        accepting=cast.accepting,
        responsible_person=cast.responsible,
        responsible_leader=scene.institution.roster.leaders[text.lead],
        ongoing=course.fits == "ongoing",
        due_on=due,
        on_the_spot=any(step.act == "fix_on_the_spot" for step in steps),
        imported=imported,
        repeats=_repeated(text, acts[0].at, scene),
        causes=tuple(CausePlan(c.category, c.text) for c in text.causes) if planned else (),
        measures=measures if planned else (),
        acts=acts,
        state=next(STATE_AFTER[step.act] for step in reversed(steps) if step.act in STATE_AFTER),
        current_due_on=_current_due(acts, due),
    )


def _repeated(text: FindingText, at: datetime, scene: Scene) -> str:
    """Two runs may go on side by side: what is found again must have been found before."""
    earlier = scene.known.get(text.repeats)
    return text.repeats if earlier and earlier < at else ""


@dataclass(frozen=True, slots=True)
class _Cast:
    accepting: str
    accepter: str
    responsible: str
    head: str
    liaison: str
    office: str


def _cast(text: FindingText, measures: Sequence[MeasurePlan], scene: Scene) -> _Cast:
    """The roles, of which no two that check each other are one person; the office closes nobody's own work."""
    institution, rng = scene.institution, scene.rng
    roster = institution.roster
    accepting = institution.accepting_department(scene.checkpoints[text.clause], text.lead)
    accepter = institution.accepter(accepting, text.lead)
    head = roster.heads[text.lead]
    responsible = rng.choice((head, *roster.members[text.lead]))
    taken = {accepter, responsible, head, roster.liaisons[text.lead], *(m.person for m in measures)}
    office = rng.choice([number for number in roster.quality_officers if number not in taken])
    return _Cast(accepting, accepter, responsible, head, roster.liaisons[text.lead], office)


def _measures(text: FindingText, found_on: date, due: date | None, scene: Scene) -> tuple[MeasurePlan, ...]:
    measures = []
    for measure in text.measures:
        department = measure.department or text.lead
        earlier = scene.rng.randint(0, max(0, ((due - found_on).days - 5) // 3)) if due else 0
        measures.append(
            MeasurePlan(
                text=measure.text,
                strength=measure.strength,
                answers=measure.answers,
                department=department,
                person=scene.institution.roster.worker(department, scene.rng),
                due_on=due - timedelta(days=earlier) if due else None,
            )
        )
    return tuple(measures)


def _acts(text: FindingText, steps: Sequence[DatedStep], cast: _Cast, scene: Scene) -> tuple[ActPlan, ...]:
    acts: list[ActPlan] = []
    notes = iter(text.notes)
    again = False
    for step in steps:
        files = _files(text, step.on, again=again, scene=scene) if step.act == "evidence" else ()
        act = ActPlan(
            name=step.act,
            at=_moment(acts, step.on, scene.rng),
            by=_actor(step.act, cast),
            words=_words(step.act, text, notes, scene, late=any(act.name == "note" for act in acts)),
            files=files,
            to_due_on=step.to_due_on,
            into=text.merge_into if step.act == "merge" else "",
        )
        again = again or step.act in _NEW_ROUND
        acts.append(act)
    return tuple(acts)


def _words(act: str, text: FindingText, notes: Iterator[str], scene: Scene, *, late: bool) -> str:
    words = scene.words
    if act == "note":
        own_words = next(notes, "")
        if own_words or text.notes:
            return own_words or words.ongoing_note()
        return words.note(scene.rng.choice(text.measures), late=late)
    if act == "ask_extension":
        return words.why_later(scene.rng.choice(text.measures))
    if act == "see_on_site":
        return words.on_site(item_of(text.clause))
    if act.startswith("import_"):
        return words.imported(STATE_AFTER[act])
    return words.reason(act)


def _actor(act: str, cast: _Cast) -> str:
    if act in _BY_HEAD:
        return cast.head
    if act in _BY_ACCEPTER:
        return cast.accepter
    return cast.office if act in _BY_OFFICE else cast.liaison


def _moment(acts: Sequence[ActPlan], on: date, rng: random.Random) -> datetime:
    """Some time in office hours, after whatever was done before on the same day."""
    opening = datetime.combine(on, _OPENING, tzinfo=SHANGHAI)
    if acts and acts[-1].at >= opening:
        return acts[-1].at + timedelta(minutes=rng.randint(12, 55))
    return opening + timedelta(minutes=rng.randint(0, 190))


def _files(text: FindingText, on: date, *, again: bool, scene: Scene) -> tuple[FilePlan, ...]:
    """Every measure is proved; measures that get a file of the same name share it."""
    if text.course == "on_the_spot":
        return (FilePlan(_PHOTO, tuple(range(1, len(text.measures) + 1))),)
    proves: dict[str, tuple[int, ...]] = {}
    for position, measure in enumerate(text.measures, start=1):
        shared = position > 1 and scene.rng.random() < _SHARED_FILE
        name = next(iter(proves)) if shared else scene.words.evidence(measure, brought_on=on, again=again)
        proves[name] = (*proves.get(name, ()), position)
    return tuple(FilePlan(name, positions) for name, positions in proves.items())


def _current_due(acts: Sequence[ActPlan], due: date | None) -> date | None:
    asked = due
    for act in acts:
        if act.name == "ask_extension":
            asked = act.to_due_on
        elif act.name == "grant_extension":
            due = asked
    return due
