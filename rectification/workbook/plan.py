"""What an import would do: findings ready to be entered, and problems named by sheet and cell."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256

from policy_texts.vocabulary import FindingOrigin
from rectification.rules.ledger_columns import Column
from rectification.workbook.progress import ImportedState
from rectification.workbook.rows import RawCell

LEFT_OUT = "left_out"  # in place of a column's meaning: its words are not brought in at all


class ProblemKind(StrEnum):
    """Stable names, so that pages can group and count."""

    NO_TABLE = "no_table"
    NO_FINDING_COLUMN = "no_finding_column"
    NO_ITEM = "no_item"
    UNKNOWN_ITEM = "unknown_item"
    ITEM_GUESSED = "item_guessed"
    UNKNOWN_CHECKPOINT = "unknown_checkpoint"
    MISSING_TEXT = "missing_text"
    TOO_LONG = "too_long"
    MISSING_LEAD = "missing_lead"
    UNKNOWN_LEAD = "unknown_lead"
    UNKNOWN_SUPPORTING = "unknown_supporting"
    UNKNOWN_PERSON = "unknown_person"
    AMBIGUOUS_PERSON = "ambiguous_person"
    IMPOSSIBLE_DATE = "impossible_date"
    UNREADABLE_DATE = "unreadable_date"
    GUESSED_DATE = "guessed_date"
    NO_DEADLINE = "no_deadline"
    ON_THE_SPOT = "on_the_spot"
    DATE_ORDER = "date_order"
    UNREADABLE_STATE = "unreadable_state"
    STATE_CONFLICT = "state_conflict"
    DUPLICATE = "duplicate"
    KNOWN = "known"
    PERSONAL_DATA = "personal_data"
    NOT_READ = "not_read"
    SETTLED_BY_DEPARTMENT = "settled_by_department"
    UNUSED_COLUMN = "unused_column"
    COLUMN_GUESSED = "column_guessed"  # told by what stands in it, not by its heading
    ERROR_VALUE = "error_value"
    HIDDEN = "hidden"
    STRUCK = "struck"
    SEVERAL_FINDINGS = "several_findings"
    EXAMPLE = "example"
    GUESSED = "guessed"
    LEFT_OVER = "left_over"
    CHANGED = "changed"
    NEARLY_KNOWN = "nearly_known"
    EVERYONE = "everyone"  # 全院, 各临床科室: no department's name


@dataclass(frozen=True, slots=True)
class CellProblem:
    sheet: str
    cell: str  # C6, as people see it
    problem: str
    kind: ProblemKind
    subject: str = ""  # the name nobody bears: what a page offers to learn as an alias


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer a question: the word that is kept, and what people read."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """A doubt that somebody must settle. `key` is the same whenever the same doubt comes up in this workbook;
    until it is answered nothing is done in silence: the row waits, or what is left out is told."""

    sheet: str
    cell: str
    question: str
    kind: ProblemKind
    key: str
    answers: tuple[Answer, ...] = ()
    subject: str = ""  # the name that is asked about: any department may be the answer


@dataclass(frozen=True, slots=True)
class UnusedColumn:
    """A filled column without a meaning of ours: its words are kept with the finding unless somebody says not to."""

    sheet: str
    cell: str  # of its heading
    heading: str
    sample: str
    count: int


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that says something else than the ledger does of the finding that this row is."""

    sheet: str
    cell: str
    finding_id: int
    number: str
    column: Column
    old: str
    new: str

    @property
    def place(self) -> str:
        return tick_of(self.sheet, self.cell)

    @property
    def key(self) -> str:
        return tick_of(self.sheet, self.cell, self.old)

    def is_in(self, taken: Container[str]) -> bool:
        """Whether it is ticked: as it was seen, or by the cell alone, whatever it is changed from."""
        return self.key in taken or self.place in taken


def tick_of(sheet: str, cell: str, old: str | None = None) -> str:
    """What a tick says: the cell, and what it was to be changed from. Words that somebody wrote since are another
    change. Without `old`: the cell, whatever stands in the ledger."""
    seen = "" if old is None else f"#{sha256(old.encode()).hexdigest()[:12]}"
    return f"{sheet}!{cell}{seen}"


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """A department, person and date of its own only where the workbook gives the measure a row of its own."""

    text: str
    department_id: int | None = None
    person_id: int | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedFinding:
    sheet: str
    row: int
    last_row: int
    number: str  # 序号 as it stands there
    text: str
    item_code: str
    checkpoint_code: str | None
    key: str
    state: ImportedState
    origin: FindingOrigin
    origin_label: str
    causes: tuple[str, ...]
    measures: tuple[PlannedMeasure, ...]
    lead_department_id: int
    supporting_ids: tuple[int, ...]
    person_id: int | None
    leader_id: int | None
    ongoing: bool
    due_on: date | None  # None though not ongoing: 立行立改, or the workbook gives no date
    on_the_spot: bool
    found_on: date | None
    accepted_on: date | None
    done_on: date | None
    original_due_on: date | None  # before the extensions that were granted
    progress: str
    remark: str  # with all that is no field, so that nothing written is lost
    cells: Mapping[Column, RawCell] = field(
        default_factory=dict
    )  # of its first row: where each thing was said
    remark_cell: str = ""  # where the remark stands, or the first column that is kept in it


@dataclass(frozen=True, slots=True)
class NoProblemRow:
    """An item that was looked at and in order (无, 未发现问题)."""

    sheet: str
    row: int
    item_code: str | None
    checkpoint_code: str | None
    lead_department_id: int | None


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A finding as it stands in the file, whatever becomes of it: its rows, and the cells of each column."""

    sheet: str
    row: int
    last_row: int
    cells: Mapping[Column, tuple[RawCell, ...]]
    columns: Mapping[int, Column]  # of the header above it: a second table has another
    headings: Mapping[int, str]
    others: tuple[tuple[str, str], ...] = ()  # of a card: what it is called, and what it says


@dataclass(frozen=True, slots=True)
class SheetRecognition:
    """How a sheet was read. `columns` has every headed column; None means that it has no meaning of ours.

    `left_out` says why nothing was read of it; a table without a column of findings is left out with its header."""

    sheet: str
    header_row: int | None
    last_header_row: int | None
    headings: Mapping[int, str]
    columns: Mapping[int, Column | None]
    left_out: str = ""
    ignored: frozenset[int] = frozenset()  # columns that somebody chose to leave out
    evidence: Mapping[int, str] = field(default_factory=dict)  # why each column means what it means, in words


@dataclass(frozen=True)
class ColumnChoice:
    """What somebody corrected on a sheet: the meaning of columns, and the header row where none was recognised.

    A column with None has no meaning: its words are kept in the remark. Only what is `ignored` is left out."""

    columns: Mapping[int, Column | None]
    header_row: int | None = None
    ignored: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ImportPlan:
    sheets: tuple[SheetRecognition, ...]
    findings: tuple[PlannedFinding, ...]
    errors: tuple[CellProblem, ...]
    warnings: tuple[CellProblem, ...]
    no_problem_rows: tuple[NoProblemRow, ...]
    rows: int  # findings met, whether they can be entered or not
    known: tuple[PlannedFinding, ...] = ()  # in the ledger word for word: never entered again
    questions: tuple[Question, ...] = ()
    unused: tuple[UnusedColumn, ...] = ()
    changes: tuple[CellChange, ...] = ()
    read: tuple[ReadRow, ...] = ()  # every finding met, in the order of the file

    @property
    def ready(self) -> int:
        return len(self.findings)

    @property
    def no_problem(self) -> int:
        return len(self.no_problem_rows)

    def states(self) -> dict[ImportedState, int]:
        """How many would enter in which state."""
        return {
            state: sum(1 for finding in self.findings if finding.state is state) for state in ImportedState
        }
