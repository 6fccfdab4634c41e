"""A campaign as an official document orders it, and what makes such a text consistent.

The same dataclasses hold a campaign read from a file and one typed on a page, so the rules stand here and
not in the reader of files.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from policy_texts.vocabulary import (
    AdministrativeLine,
    Audience,
    Duty,
    HospitalKind,
    HospitalLevel,
    PhaseKind,
)

LONGEST_CHECKPOINT = 60  # read on a phone between two patients
LONGEST_SHORT_TITLE = 4  # one column of the heat map


@dataclass(frozen=True)
class Coverage:
    """Who takes part: a hospital needs one of the levels, of the kinds and of the lines."""

    clause: str
    text: str
    levels: tuple[HospitalLevel, ...]
    kinds: tuple[HospitalKind, ...]
    lines: tuple[AdministrativeLine, ...]


@dataclass(frozen=True)
class Checkpoint:
    """One thing that a department can look at and answer."""

    clause: str
    text: str
    audiences: tuple[Audience, ...]
    duty: Duty
    cites: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.clause.rpartition(".")[2]

    @property
    def hospital_level(self) -> bool:
        """Answered once, by the functional department; perhaps by departments as well."""
        return Audience.HOSPITAL in self.audiences


@dataclass(frozen=True)
class Item:
    """整治内容 under its official heading."""

    clause: str
    title: str
    short_title: str
    checkpoints: tuple[Checkpoint, ...]
    cites: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return self.clause.rpartition(".")[2]

    @property
    def number(self) -> int:
        return int(self.code[1:])


@dataclass(frozen=True)
class Phase:
    """Both days belong to the phase."""

    clause: str
    kind: PhaseKind
    title: str
    text: str
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Requirement:
    clause: str
    title: str
    text: str


@dataclass(frozen=True)
class Campaign:
    code: str
    version: int
    title: str
    document_no: str
    issued_on: date
    issuers: tuple[str, ...]
    coverage: Coverage
    items: tuple[Item, ...]
    phases: tuple[Phase, ...]
    requirements: tuple[Requirement, ...] = ()

    @property
    def content_hash(self) -> str:
        """SHA-256 of what the text says; comments and the order of keys in a file don't count."""
        content = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=date.isoformat)
        return hashlib.sha256(content.encode()).hexdigest()

    def checkpoints(self) -> Iterator[Checkpoint]:
        for item in self.items:
            yield from item.checkpoints

    def clauses(self) -> dict[str, str]:
        """Every clause id with the words that stand for it on a page."""
        texts = {self.coverage.clause: self.coverage.text}
        for item in self.items:
            texts[item.clause] = item.title
            texts.update((point.clause, point.text) for point in item.checkpoints)
        texts.update((phase.clause, phase.title) for phase in self.phases)
        texts.update((requirement.clause, requirement.title) for requirement in self.requirements)
        return texts

    def citations(self) -> Iterator[tuple[str, str]]:
        """Each citation with the key path it stands at."""
        for item in self.items:
            yield from ((f"items[{item.clause}].cites", cited) for cited in item.cites)
            for point in item.checkpoints:
                yield from ((f"{_path(item, point)}.cites", cited) for cited in point.cites)


def campaign_problems(campaign: Campaign) -> list[str]:
    """What is inconsistent in the text, one line a problem, each beginning with its key path."""
    return [
        *_campaign_problems(campaign),
        *_clause_problems(campaign),
        *(problem for item in campaign.items for problem in _item_problems(item)),
        *_phase_problems(campaign.phases),
    ]


def _campaign_problems(campaign: Campaign) -> Iterator[str]:
    if campaign.version < 1:
        yield f"version: must be 1 or more, is {campaign.version}"
    coverage = campaign.coverage
    lists: dict[str, Sequence[object]] = {
        "coverage.levels": coverage.levels,
        "coverage.kinds": coverage.kinds,
        "coverage.lines": coverage.lines,
        "items": campaign.items,
        "phases": campaign.phases,
    }
    yield from (f"{path}: must not be empty" for path, values in lists.items() if not values)


def _clause_problems(campaign: Campaign) -> Iterator[str]:
    code = campaign.code
    items = [item.clause for item in campaign.items]
    found = [
        campaign.coverage.clause,
        *items,
        *(point.clause for point in campaign.checkpoints()),
        *(phase.clause for phase in campaign.phases),
        *(requirement.clause for requirement in campaign.requirements),
    ]
    yield from (f"{clause}: duplicated clause" for clause, times in Counter(found).items() if times > 1)
    yield from _numbering_problems("items", items, code)
    yield from _numbering_problems("phases", [phase.clause for phase in campaign.phases], code)
    yield from _numbering_problems("requirements", [each.clause for each in campaign.requirements], code)
    if campaign.coverage.clause != f"{code}.SC":
        yield f'coverage.clause: must be "{code}.SC", is "{campaign.coverage.clause}"'


def _numbering_problems(where: str, clauses: Sequence[str], code: str) -> Iterator[str]:
    """A list counts from 1 without a gap under one letter of its own: QS25.I1, PS23.A1, JF23.T1."""
    first = re.fullmatch(rf"{re.escape(code)}\.([A-Z])1", clauses[0]) if clauses else None
    if clauses and not first:
        yield f'{where}[{clauses[0]}].clause: the first must be "{code}", a dot, a letter and 1'
        return
    for number, clause in enumerate(clauses, start=1):
        expected = f"{clauses[0][:-1]}{number}"
        if clause != expected:
            yield f'{where}[{clause}].clause: must be "{expected}" at this place'


def _item_problems(item: Item) -> Iterator[str]:
    if len(item.short_title) > LONGEST_SHORT_TITLE:
        yield f"items[{item.clause}].short_title: longer than {LONGEST_SHORT_TITLE} characters"
    for number, point in enumerate(item.checkpoints):
        expected = f"{item.clause}.{chr(ord('a') + number)}"
        if point.clause != expected:
            yield f'{_path(item, point)}.clause: must be "{expected}" at this place'
        if len(point.text) > LONGEST_CHECKPOINT:
            yield f"{_path(item, point)}.text: longer than {LONGEST_CHECKPOINT} characters"
        yield from _audience_problems(point.audiences, f"{_path(item, point)}.audiences")


def _audience_problems(audiences: Sequence[Audience], path: str) -> Iterator[str]:
    if not audiences:
        yield f"{path}: must not be empty"
    if len(set(audiences)) < len(audiences):
        yield f"{path}: names one twice"


def _phase_problems(phases: Sequence[Phase]) -> Iterator[str]:
    """Any list of phases, each with the days of its own: a kind may come twice, days between two may be left out."""
    for phase in phases:
        if phase.to_on < phase.from_on:
            yield f"phases[{phase.clause}].to_on: {phase.to_on} is before {phase.from_on}"
    for earlier, later in zip(phases, phases[1:], strict=False):
        if later.from_on <= earlier.to_on:
            yield (
                f"phases[{later.clause}].from_on: must be after {earlier.to_on}, the end of {earlier.clause}, "
                f"is {later.from_on}"
            )


def _path(item: Item, point: Checkpoint) -> str:
    return f"items[{item.clause}].checkpoints[{point.clause}]"
