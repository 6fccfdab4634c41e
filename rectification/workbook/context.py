"""What the importer knows beforehand: plain data that a service fills from the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from policy_texts.vocabulary import FindingOrigin
from rectification.workbook.dates import RunDates


@dataclass(frozen=True)
class CheckpointRef:
    code: str  # a, b, c …
    text: str


@dataclass(frozen=True)
class ItemRef:
    code: str  # I1 … I10
    number: int
    title: str
    short_title: str = ""
    clause: str = ""  # QS25.I1
    checkpoints: tuple[CheckpointRef, ...] = ()


@dataclass(frozen=True)
class StaffRef:
    """One person of a name. The departments tell two people of one name apart."""

    id: int
    department_ids: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Ended:
    """A department that is no more, and which one took it over."""

    on: date
    successor: str = ""


@dataclass(frozen=True)
class ImportContext:
    """`known_keys` are those of `rectification.rules.identity.finding_key` in this participation."""

    items: tuple[ItemRef, ...]
    departments: Mapping[str, int]  # names and aliases
    run: RunDates
    staff: Mapping[str, tuple[StaffRef, ...]] = field(default_factory=dict)
    ended: Mapping[str, Ended] = field(default_factory=dict)  # departments that are no more, by name
    left: Mapping[str, date] = field(default_factory=dict)  # the last day of those who have left, by name
    leaders: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # names and titles (分管副院长)
    known_keys: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)  # key of a question → word of the answer
    origins: Mapping[str, FindingOrigin] = field(default_factory=dict)  # the hospital's own words, bare
    default_lead_id: int | None = None  # whose workbook it is, where no column names a department
    file_name: str = ""  # as it was uploaded
