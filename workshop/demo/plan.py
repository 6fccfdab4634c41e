"""The demo as a plan: who, where, what happened when. Pure facts, which are played through the services.

People are named by employee number, departments by name, findings by their key: all unique in their hospital.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from policy_texts.vocabulary import PhaseKind


@dataclass(frozen=True, slots=True)
class DepartmentPlan:
    name: str
    code: str
    kind: str
    parent: str  # name; empty on the first level
    duties: tuple[str, ...]
    aliases: tuple[str, ...]
    operates: bool = False


@dataclass(frozen=True, slots=True)
class PostingPlan:
    department: str
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class StaffPlan:
    employee_no: str
    name: str
    kind: str
    post: str
    is_leader: bool
    employed_from: date
    employed_to: date | None
    postings: tuple[PostingPlan, ...]


@dataclass(frozen=True, slots=True)
class HospitalPlan:
    code: str
    name: str
    level: str
    grade: str
    kind: str
    line: str
    affiliation: str
    located_in: str  # region codes
    supervised_by: str
    active_from: date
    departments: tuple[DepartmentPlan, ...]  # parents first
    staff: tuple[StaffPlan, ...]
    on_the_spot_allowed: tuple[str, ...]  # clauses of checkpoints


@dataclass(frozen=True, slots=True)
class GrantPlan:
    """One membership: a role on a region (code), a hospital (code) or a department (name)."""

    role: str
    region: str = ""
    hospital: str = ""
    department: str = ""


@dataclass(frozen=True, slots=True)
class AccountPlan:
    username: str
    display_name: str
    hospital: str  # empty above the hospital
    employee_no: str  # empty above the hospital
    grants: tuple[GrantPlan, ...]
    purpose: str  # what the README says of it; empty for the accounts it does not name


@dataclass(frozen=True, slots=True)
class PhasePlan:
    kind: PhaseKind
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class CausePlan:
    category: str
    text: str


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    text: str
    strength: str
    answers: tuple[int, ...]  # positions of causes, from 1
    department: str
    person: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class FilePlan:
    name: str
    proves: tuple[int, ...]  # positions of measures, from 1


@dataclass(frozen=True, slots=True)
class ActPlan:
    """One thing done to a finding.

    Transitions have the names of the lifecycle table. The others: enter (a draft), register (by the office, at
    analysing), import_<state>, plan (all causes and measures), evidence, see_on_site, note, ask_extension,
    grant_extension, refuse_extension.
    """

    name: str
    at: datetime
    by: str  # employee number; he has an account
    words: str = ""  # reason, note, or what was seen
    files: tuple[FilePlan, ...] = ()
    to_due_on: date | None = None
    into: str = ""  # the finding it is merged into


@dataclass(frozen=True, slots=True)
class FindingPlan:
    key: str
    clause: str  # of the checkpoint
    text: str
    origin: str
    penalty_barred: bool
    found_on: date | None
    lead: str
    supporting: tuple[str, ...]
    accepting: str
    responsible_person: str
    responsible_leader: str
    ongoing: bool
    due_on: date | None  # before any extension
    on_the_spot: bool
    imported: bool
    repeats: str  # key
    causes: tuple[CausePlan, ...]
    measures: tuple[MeasurePlan, ...]
    acts: tuple[ActPlan, ...]
    state: str  # after the last act
    current_due_on: date | None  # after the last act


@dataclass(frozen=True, slots=True)
class LinePlan:
    clause: str
    department: str  # who answers
    answer: str
    note: str
    finding: str  # key, when the answer is a finding
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SheetPlan:
    department: str  # empty: the hospital's own sheet
    lines: tuple[LinePlan, ...]  # the answered ones
    complete: bool
    confirmed_by: str  # empty while open
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ParticipationPlan:
    hospital: str
    findings: tuple[FindingPlan, ...]  # in the order in which they were entered
    sheets: tuple[SheetPlan, ...]


@dataclass(frozen=True, slots=True)
class RunPlan:
    code: str
    campaign: str
    title: str
    owner_region: str
    owner_hospital: str
    opened_at: datetime
    phases: tuple[PhasePlan, ...]
    participations: tuple[ParticipationPlan, ...]


@dataclass(frozen=True, slots=True)
class DemoPlan:
    as_of: date
    password: str
    hospitals: tuple[HospitalPlan, ...]
    accounts: tuple[AccountPlan, ...]
    runs: tuple[RunPlan, ...]

    @property
    def began_at(self) -> datetime:
        """When hospitals and people were entered: two weeks before the first run."""
        return min(run.opened_at for run in self.runs) - timedelta(days=14)
