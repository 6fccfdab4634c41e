"""The twelve hospitals: one described in full, eleven by the pattern of their kind."""

from collections.abc import Sequence
from dataclasses import dataclass

from policy_texts.campaigns import Checkpoint
from workshop.demo.content import Content, HospitalText
from workshop.demo.organizations.people import Person, Roster, invent_staff, read_staff, roster_of
from workshop.demo.plan import DepartmentPlan, HospitalPlan

_FULL = "full"
_CLINICAL_POSTS = ("科主任", "主治医师", "住院医师")
_STAFF_KINDS = {"clinical": "doctor", "medical_technical": "pharmacist"}


@dataclass(frozen=True, slots=True)
class Institution:
    """A hospital with what the builders need to know about its people."""

    plan: HospitalPlan
    people: tuple[Person, ...]
    roster: Roster
    in_full: bool

    def functional_department(self, checkpoint: Checkpoint) -> str:
        """The department that holds the checkpoint's duty."""
        duty = checkpoint.duty
        return next(d.name for d in self.plan.departments if duty in d.duties)

    def accepting_department(self, checkpoint: Checkpoint, lead: str) -> str:
        """Another than the lead: the functional department, else the quality office, else the leaders."""
        quality = next(d.name for d in self.plan.departments if "quality" in d.duties)
        leaders = next(d.name for d in self.plan.departments if d.kind == "leadership")
        candidates = (self.functional_department(checkpoint), quality, leaders)
        return next(name for name in candidates if name != lead)

    def accepter(self, accepting: str, lead: str) -> str:
        """The head of the accepting department; among the leaders, the one in charge of the lead."""
        kinds = {d.name: d.kind for d in self.plan.departments}
        if kinds[accepting] == "leadership":
            return self.roster.leaders[lead]
        return self.roster.heads[accepting]

    def clinical(self) -> tuple[str, ...]:
        return tuple(d.name for d in self.plan.departments if d.kind == "clinical")


def build_institutions(content: Content) -> tuple[Institution, ...]:
    return tuple(
        _in_full(text, content) if text.pattern == _FULL else _by_pattern(text, content)
        for text in content.hospitals
    )


def _in_full(text: HospitalText, content: Content) -> Institution:
    departments = tuple(
        DepartmentPlan(d.name, d.code, d.kind, d.parent, d.duties, d.aliases, d.operates)
        for d in content.main.departments
    )
    people = read_staff()
    roster = roster_of(people, leader_names={d.name: d.leader for d in content.main.departments})
    plan = _hospital(text, departments, people, content.main.on_the_spot_allowed)
    return Institution(plan, people, roster, in_full=True)


def _by_pattern(text: HospitalText, content: Content) -> Institution:
    pattern = next(p for p in content.patterns.patterns if p.name == text.pattern)
    departments = [
        DepartmentPlan(d.name, d.code, d.kind, "", d.duties, d.aliases) for d in content.patterns.common
    ]
    posts: list[tuple[str, str, Sequence[str]]] = [
        (d.name, _STAFF_KINDS.get(d.kind, "administration"), d.posts) for d in content.patterns.common
    ]
    for number, name in enumerate(pattern.clinical, start=1):
        departments.append(DepartmentPlan(name, f"LC{number}", "clinical", "", (), ()))
        posts.append((name, "doctor", _CLINICAL_POSTS))
    people = invent_staff(posts, names=content.names, seed=text.code, since=text.active_from)
    director = people[0].staff.name
    roster = roster_of(people, leader_names={d.name: director for d in departments})
    return Institution(_hospital(text, tuple(departments), people, ()), people, roster, in_full=False)


def _hospital(
    text: HospitalText,
    departments: tuple[DepartmentPlan, ...],
    people: Sequence[Person],
    on_the_spot_allowed: tuple[str, ...],
) -> HospitalPlan:
    return HospitalPlan(
        code=text.code,
        name=text.name,
        level=text.level,
        grade=text.grade,
        kind=text.kind,
        line=text.line,
        affiliation=text.affiliation,
        located_in=text.located_in,
        supervised_by=text.supervised_by,
        active_from=text.active_from,
        departments=departments,
        staff=tuple(person.staff for person in people),
        on_the_spot_allowed=on_the_spot_allowed,
    )
