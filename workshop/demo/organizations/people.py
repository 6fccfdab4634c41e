"""The staff of a demo hospital, and who holds which post in it: head, liaison, leader in charge."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from workshop.demo.content import DATA, NamesFile
from workshop.demo.plan import PostingPlan, StaffPlan

STAFF_FILE = DATA / "staff.tsv"
_COLUMNS = (
    "employee_no",
    "name",
    "department",
    "kind",
    "post",
    "function",
    "employed_from",
    "employed_to",
    "earlier_department",
    "moved_on",
)
_NO_WORK = {"trainee", "third_party"}  # they answer for nothing in the ledger
_LEADERSHIP = "院领导"
_QUALITY = "质控办"


class StaffDataError(ValueError):
    """A line of the staff table that is not as it must be; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff with the function that the demo gives him: head, liaison or none."""

    staff: StaffPlan
    department: str
    function: str


@dataclass(frozen=True, slots=True)
class Roster:
    """Employee numbers by department."""

    heads: Mapping[str, str]
    liaisons: Mapping[str, str]
    members: Mapping[str, tuple[str, ...]]  # neither head nor liaison, there for the whole time
    leaders: Mapping[str, str]  # the leader in charge of each department
    quality_officers: tuple[str, ...]
    director: str

    def worker(self, department: str, rng: random.Random) -> str:
        """Somebody who can answer for a measure: never the head, who may have to accept."""
        return rng.choice(self.members[department] or (self.liaisons[department],))


def read_staff(path: Path = STAFF_FILE) -> tuple[Person, ...]:
    """The staff of the hospital described in full. An irregular line is an error that names it."""
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    if tuple(header.split("\t")) != _COLUMNS:
        raise StaffDataError(f"{path.name}: line 1: the columns must be {', '.join(_COLUMNS)}")
    people = []
    for number, line in enumerate(lines, start=2):
        try:
            people.append(_person(line.split("\t")))
        except ValueError as error:
            raise StaffDataError(f"{path.name}: line {number}: {error}") from error
    return tuple(people)


def _person(cells: Sequence[str]) -> Person:
    if len(cells) != len(_COLUMNS):
        raise ValueError(f"{len(cells)} columns instead of {len(_COLUMNS)}")
    number, name, department, kind, post, function, from_text, to_text, earlier, moved = cells
    if function not in ("", "head", "liaison"):
        raise ValueError(f"unknown function {function!r}")
    from_on = date.fromisoformat(from_text)
    to_on = date.fromisoformat(to_text) if to_text else None
    moved_on = date.fromisoformat(moved) if moved else from_on
    postings = [PostingPlan(department, moved_on, to_on)]
    if earlier:
        postings.insert(0, PostingPlan(earlier, from_on, moved_on - timedelta(days=1)))
    staff = StaffPlan(number, name, kind, post, department == _LEADERSHIP, from_on, to_on, tuple(postings))
    return Person(staff, department, function)


def invent_staff(
    posts: Sequence[tuple[str, str, Sequence[str]]], *, names: NamesFile, seed: str, since: date
) -> tuple[Person, ...]:
    """A small staff: for each (department, kind, posts) the first post is the head's, the last the liaison's."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable demo, no secret
    full = sorted({surname + given for surname in names.surnames for given in names.given})
    chosen = iter(rng.sample(full, sum(len(titles) for _, _, titles in posts)))
    people: list[Person] = []
    for department, kind, titles in posts:
        for place, title in enumerate(titles):
            from_on = max(since, date(rng.randint(2004, 2021), rng.choice((3, 7, 8, 9)), 1))
            function = "head" if place == 0 else "liaison" if place == len(titles) - 1 else ""
            staff = StaffPlan(
                employee_no=str(1001 + len(people)),
                name=next(chosen),
                kind=kind,
                post=title,
                is_leader=department == _LEADERSHIP,
                employed_from=from_on,
                employed_to=None,
                postings=(PostingPlan(department, from_on, None),),
            )
            people.append(Person(staff, department, function))
    return tuple(people)


def roster_of(people: Sequence[Person], *, leader_names: Mapping[str, str]) -> Roster:
    """`leader_names`: the leader in charge of each department, by name."""
    numbers = {p.staff.name: p.staff.employee_no for p in people if p.department == _LEADERSHIP}
    by_function = {
        function: {p.department: p.staff.employee_no for p in people if p.function == function}
        for function in ("head", "liaison")
    }
    members = {
        department: tuple(p.staff.employee_no for p in people if _steady(p, department))
        for department in leader_names
    }
    return Roster(
        heads=by_function["head"],
        liaisons=by_function["liaison"],
        members=members,
        leaders={department: numbers[name] for department, name in leader_names.items()},
        quality_officers=tuple(p.staff.employee_no for p in people if p.department == _QUALITY),
        director=by_function["head"][_LEADERSHIP],
    )


def _steady(person: Person, department: str) -> bool:
    staff = person.staff
    return (
        person.department == department
        and not person.function
        and staff.employed_to is None
        and len(staff.postings) == 1
        and staff.kind not in _NO_WORK
    )
