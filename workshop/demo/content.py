"""The shapes of the files under data/, read as strictly as the official texts: no key is lost unnoticed."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from policy_texts.strict_reading import read_toml
from policy_texts.vocabulary import (
    AdministrativeLine,
    Audience,
    CauseCategory,
    Duty,
    FindingOrigin,
    HospitalKind,
    HospitalLevel,
    Vocabulary,
)

DATA = Path(__file__).parent / "data"
UNDATED = 10_000  # a course without a deadline


class RunKind(Vocabulary):
    OFFICIAL = "official", "文件规定的专项整治"
    REGULAR = "regular", "本院常态化自查"


class MeasureStrength(Vocabulary):
    WEAK = "weak", "弱"
    MEDIUM = "medium", "中"
    STRONG = "strong", "强"


@dataclass(frozen=True)
class HospitalText:
    code: str
    name: str
    level: HospitalLevel
    kind: HospitalKind
    line: AdministrativeLine
    affiliation: str
    located_in: str
    supervised_by: str
    active_from: date
    pattern: str
    grade: str = ""


@dataclass(frozen=True)
class HospitalsFile:
    hospitals: tuple[HospitalText, ...]


@dataclass(frozen=True)
class DepartmentText:
    name: str
    code: str
    kind: str
    leader: str
    parent: str = ""
    duties: tuple[Duty, ...] = ()
    aliases: tuple[str, ...] = ()
    operates: bool = False


@dataclass(frozen=True)
class DepartmentsFile:
    hospital: str
    on_the_spot_allowed: tuple[str, ...]
    departments: tuple[DepartmentText, ...]


@dataclass(frozen=True)
class CommonDepartment:
    name: str
    code: str
    kind: str
    posts: tuple[str, ...]
    duties: tuple[Duty, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pattern:
    name: str
    clinical: tuple[str, ...]


@dataclass(frozen=True)
class PatternsFile:
    common: tuple[CommonDepartment, ...]
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True)
class NamesFile:
    surnames: tuple[str, ...]
    given: tuple[str, ...]


@dataclass(frozen=True)
class AccountText:
    username: str
    role: str
    purpose: str
    employee_no: str = ""
    department: str = ""
    region: str = ""
    display_name: str = ""


@dataclass(frozen=True)
class AccountsFile:
    password: str
    accounts: tuple[AccountText, ...]


@dataclass(frozen=True)
class CauseText:
    category: CauseCategory
    text: str


@dataclass(frozen=True)
class MeasureText:
    strength: MeasureStrength
    answers: tuple[int, ...]
    text: str
    department: str = ""


@dataclass(frozen=True)
class FindingText:
    """A problem with its causes and measures. `course` names how it travels where the wording asks for one."""

    key: str
    clause: str
    run: RunKind
    lead: str
    origin: FindingOrigin
    text: str
    causes: tuple[CauseText, ...]
    measures: tuple[MeasureText, ...]
    supporting: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    course: str = ""
    merge_into: str = ""
    repeats: str = ""

    @property
    def own(self) -> bool:
        """Found by the department itself; everything else is registered by the quality office."""
        return self.origin is FindingOrigin.SELF_INSPECTION


@dataclass(frozen=True)
class FindingsFile:
    item: str
    findings: tuple[FindingText, ...]


@dataclass(frozen=True)
class SharedFinding:
    clause: str
    text: str
    cause: CauseText
    measure: MeasureText


@dataclass(frozen=True)
class SharedFindingsFile:
    findings: tuple[SharedFinding, ...]


@dataclass(frozen=True)
class Step:
    """One act of a course. `every` repeats it until `until` days from today."""

    act: str
    day: int
    from_today: bool = False
    to_due: int = UNDATED
    every: int = 0
    until: int = 0


@dataclass(frozen=True)
class Course:
    name: str
    run: RunKind
    steps: tuple[Step, ...]
    count: int = 0
    fits: str = ""
    own: bool = False
    due: int = UNDATED
    jitter: int = 0


@dataclass(frozen=True)
class CoursesFile:
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class DecisionWords:
    returned: tuple[str, ...]
    sent_back: tuple[str, ...]
    accepted: tuple[str, ...]
    closed: tuple[str, ...]
    reopened: tuple[str, ...]
    merged: tuple[str, ...]
    void: tuple[str, ...]
    extension_granted: tuple[str, ...]
    extension_refused: tuple[str, ...]


@dataclass(frozen=True)
class ProgressWords:
    ongoing: tuple[str, ...]


@dataclass(frozen=True)
class ImportedWords:
    rectifying: str
    awaiting: str
    closed: str


@dataclass(frozen=True)
class ItemWords:
    clause: str
    on_site: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """How a measure is carried out: by its department or by a word in it. Without either it fits every measure."""

    name: str
    departments: tuple[str, ...]
    any_of: tuple[str, ...]
    evidence: tuple[str, ...]
    notes: tuple[str, ...]
    extension: tuple[str, ...]

    def fits(self, measure: MeasureText) -> bool:
        if not self.departments and not self.any_of:
            return True
        return measure.department in self.departments or any(word in measure.text for word in self.any_of)


@dataclass(frozen=True)
class PhrasesFile:
    decisions: DecisionWords
    progress: ProgressWords
    imported: ImportedWords
    ways: tuple[Way, ...]
    items: tuple[ItemWords, ...]


@dataclass(frozen=True)
class LineWords:
    clause: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class NotApplicable:
    clause: str
    departments: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class SheetsFile:
    lines: tuple[LineWords, ...]
    not_applicable: tuple[NotApplicable, ...]


@dataclass(frozen=True)
class Content:
    """Everything under data/ except the table of staff."""

    hospitals: tuple[HospitalText, ...]
    main: DepartmentsFile
    patterns: PatternsFile
    names: NamesFile
    accounts: AccountsFile
    findings: tuple[FindingText, ...]
    shared: tuple[SharedFinding, ...]
    courses: tuple[Course, ...]
    phrases: PhrasesFile
    sheets: SheetsFile


@cache
def load_content(folder: Path = DATA) -> Content:
    """Read all files. Raises PolicyTextError naming file and key."""
    files = sorted((folder / "findings").glob("*.toml"), key=lambda path: int(path.stem[1:]))
    findings = (read_toml(path, FindingsFile).findings for path in files)
    return Content(
        hospitals=read_toml(folder / "hospitals.toml", HospitalsFile).hospitals,
        main=read_toml(folder / "departments.toml", DepartmentsFile),
        patterns=read_toml(folder / "patterns.toml", PatternsFile),
        names=read_toml(folder / "names.toml", NamesFile),
        accounts=read_toml(folder / "accounts.toml", AccountsFile),
        findings=tuple(finding for group in findings for finding in group),
        shared=read_toml(folder / "shared_findings.toml", SharedFindingsFile).findings,
        courses=read_toml(folder / "courses.toml", CoursesFile).courses,
        phrases=read_toml(folder / "phrases.toml", PhrasesFile),
        sheets=read_toml(folder / "sheets.toml", SheetsFile),
    )


def item_of(clause: str) -> str:
    """QS25.I7.b → QS25.I7."""
    return clause.rpartition(".")[0]


def audiences_of(kind: str) -> Audience | None:
    """The audience that a department's kind stands for; leaders answer no sheet."""
    return Audience(kind) if kind in set(Audience) else None
