"""Which finding travels which course, and on which days its steps fall."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from workshop.demo.content import UNDATED, Course, FindingText, RunKind, Step

_SATURDAY = 5
_DEPARTMENT_STEPS = ("enter", "submit")


@dataclass(frozen=True, slots=True)
class DatedStep:
    act: str
    on: date
    to_due_on: date | None


@dataclass(frozen=True, slots=True)
class Timing:
    """Where a course lies: its steps count from `base`, its deadlines from `due_base`."""

    base: date
    due_base: date
    as_of: date


def assign_courses(
    texts: Sequence[FindingText], courses: Sequence[Course], *, run: RunKind, rng: random.Random
) -> list[tuple[FindingText, Course]]:
    """Give every finding of the run a course: first those that ask for one, then the counted ones, then the rest."""
    wanted = [text for text in texts if text.run is run]
    offered = [course for course in courses if course.run is run]
    assigned = list(_asked_for([text for text in wanted if text.course], offered))
    free = [text for text in wanted if not text.course]
    rng.shuffle(free)
    open_courses = [course for course in offered if not course.fits]
    for course in sorted(_deck(open_courses), key=lambda course: not course.own):
        text = next((text for text in free if text.own or not course.own), None)
        if text is None:
            break
        free.remove(text)
        assigned.append((text, course))
    rest = next(course for course in open_courses if not course.count)
    return [*assigned, *((text, rest) for text in free)]


def _asked_for(
    texts: Sequence[FindingText], offered: Sequence[Course]
) -> Iterator[tuple[FindingText, Course]]:
    """A finding names a course, or a kind of course of which it takes the next."""
    decks = {tag: _deck([c for c in offered if c.fits == tag]) for tag in {text.course for text in texts}}
    for text in texts:
        deck = decks[text.course]
        yield text, deck.pop(0) if deck else next(c for c in offered if text.course in (c.name, c.fits))


def _deck(courses: Sequence[Course]) -> list[Course]:
    return [course for course in courses for _ in range(course.count)]


def dated_steps(course: Course, *, timing: Timing, from_department: bool) -> Iterator[DatedStep]:
    """The steps that have happened by yesterday. Nothing follows a step that has not."""
    last = date.min
    for step in _unfolded(course.steps, timing):
        if not from_department and step.act in _DEPARTMENT_STEPS:
            continue
        act = "register" if not from_department and step.act == "take_up" else step.act
        base, due_base = (timing.as_of,) * 2 if step.from_today else (timing.base, timing.due_base)
        on = working_day(base + timedelta(days=step.day))
        if on < last or on >= timing.as_of:
            return
        last = on
        yield DatedStep(act, on, None if step.to_due == UNDATED else due_base + timedelta(days=step.to_due))


def _unfolded(steps: Sequence[Step], timing: Timing) -> Iterator[Step]:
    for step in steps:
        if not step.every:
            yield step
            continue
        last_day = (timing.as_of - timing.base).days + step.until
        for day in range(step.day, last_day + 1, step.every):
            yield Step(step.act, day)


def working_day(day: date) -> date:
    """Offices write on working days: what falls on a week-end was done on the Friday before."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))


def due_on(course: Course, timing: Timing) -> date | None:
    """A ledger date is a date and is never moved off a week-end."""
    return None if course.due == UNDATED else timing.due_base + timedelta(days=course.due)
