"""What stands on the stage while the demo is played: the rows, by the names that the plan uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from campaigns.models import Checkpoint, Participation
from organizations.models import Department, Hospital, StaffMember, User
from rectification.models import Finding
from workshop.demo.plan import DemoPlan


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that somebody does through the services, and when."""

    at: datetime
    play: Callable[[], object]


@dataclass(frozen=True)
class House:
    """A hospital. Departments by name, people and their log-ins by employee number."""

    row: Hospital
    departments: dict[str, Department] = field(default_factory=dict)
    staff: dict[str, StaffMember] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


@dataclass(frozen=True)
class OpenedRun:
    """Checkpoints by clause, participations by the hospital's code."""

    checkpoints: dict[str, Checkpoint]
    participations: dict[str, Participation]


@dataclass(frozen=True)
class Stage:
    """Filled by the acts as they are played. Findings by hospital and key."""

    houses: dict[str, House] = field(default_factory=dict)
    runs: dict[str, OpenedRun] = field(default_factory=dict)
    findings: dict[tuple[str, str], Finding] = field(default_factory=dict)


# What an app brings to the demo: its acts, in the order in which those of one moment follow each other.
Part = Callable[[DemoPlan, Stage], Iterator[Act]]
