"""People from a workbook: everything is checked first, then all good rows are written, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations import selectors
from organizations.actions import OrganizationAction
from organizations.models import Department, Hospital, Posting, StaffKind, StaffMember, User
from organizations.rules.import_tables import (
    ImportColumn,
    Problem,
    Table,
    TableRow,
    day_of,
    repeated,
    tidy_name,
    yes_or_no,
)
from organizations.services import people, person_accounts
from organizations.services.account_resets import Half

# Each log-in is a dozen statements: more would outlast a request.
MOST_ACCOUNTS = 500

COLUMNS = (
    ImportColumn(
        "employee_no", "工号", "已有的人员按它识别", required=True, also=("员工号", "职工号", "工号/编号")
    ),
    ImportColumn("name", "姓名", "", required=True),
    ImportColumn(
        "kind",
        "人员类别",
        "、".join(str(label) for label in StaffKind.labels),
        required=True,
        also=("类别", "岗位类别"),
    ),
    ImportColumn(
        "department", "科室", "名称或别名，须已建立", also=("科室名称", "部门", "所在科室"), width=22
    ),
    ImportColumn("appraisal_unit", "考评单元", "医德考评时与谁一起评；与科室相同时不填", width=18),
    ImportColumn("post", "职务", "例如科主任、护士长", also=("岗位", "职务/岗位")),
    ImportColumn("is_leader", "院领导", "是 或 否"),
    ImportColumn(
        "employed_from", "入职日期", "例如 2020-01-01；不填为导入当天", also=("参加工作日期", "到院日期")
    ),
    ImportColumn("posted_from", "到科日期", "不填为入职日期；换科室的从导入当天起", also=("任职日期",)),
)

_KINDS = {str(label): value for value, label in StaffKind.choices}
_KINDS |= {"医生": "doctor", "护理": "nurse", "护师": "nurse", "技师": "technician", "药剂": "pharmacist"}
_KINDS |= {"行政": "administration", "管理": "administration", "工勤": "logistics", "外包": "third_party"}
_KINDS |= {"规培": "trainee", "进修": "trainee", "实习": "trainee"}
_LENGTHS = (
    ("employee_no", "工号", 30),
    ("name", "姓名", 40),
    ("post", "职务", 40),
    ("appraisal_unit", "考评单元", 60),
)


@dataclass(frozen=True)
class PersonLine:
    """One row as it would be written."""

    row: TableRow
    kind: str
    department: Department | None
    is_leader: bool | None
    employed_from: date | None
    posted_from: date | None
    known: StaffMember | None

    @property
    def employee_no(self) -> str:
        return self.row.text("employee_no")

    @property
    def name(self) -> str:
        return tidy_name(self.row.text("name"))


@dataclass(frozen=True)
class PeoplePreview:
    lines: tuple[PersonLine, ...]  # the good ones
    problems: tuple[Problem, ...]
    bad_rows: int

    @property
    def new(self) -> int:
        return sum(line.known is None for line in self.lines)

    @property
    def known(self) -> int:
        return len(self.lines) - self.new


@dataclass(frozen=True)
class PeopleImportResult:
    created: int = 0
    updated: int = 0
    existing: int = 0
    left_out: int = 0
    halves: tuple[Half, ...] = field(default=(), repr=False)


def check(*, hospital: Hospital, table: Table, as_of: date) -> PeoplePreview:
    """Sort the rows into good and bad ones. Reads only."""
    departments = selectors.departments_by_name(hospital, as_of=as_of)
    known = {person.employee_no: person for person in StaffMember.objects.filter(hospital=hospital)}
    lines = [_line(row, departments, known) for row in table.rows]
    twice = repeated(line.employee_no for line in lines)
    problems = {id(line): list(_problems(line, twice, as_of)) for line in lines}
    good = tuple(line for line in lines if not problems[id(line)])
    found = tuple(problem for line in lines for problem in problems[id(line)])
    return PeoplePreview(good, (*table.problems, *found), len(lines) - len(good))


def import_people(
    *,
    hospital: Hospital,
    table: Table,
    good_rows_only: bool,
    update_known: bool,
    open_accounts: bool,
    by: User,
    now: datetime,
    as_of: date,
) -> PeopleImportResult:
    """Write the good rows; unless `good_rows_only`, a single bad one keeps everything out."""
    with audit.acting(by=by):
        preview = check(hospital=hospital, table=table, as_of=as_of)
        if preview.problems and not good_rows_only:
            raise Refusal("有错误的行，没有导入任何内容。请改正后重新上传，或选择只导入正确的行。")
        if open_accounts and preview.new > MOST_ACCOUNTS:
            raise Refusal(f"一次最多为 {MOST_ACCOUNTS} 人开通账号，请拆分文件，或先只导入人员。")
        new = [line for line in preview.lines if line.known is None]
        old = [line for line in preview.lines if line.known is not None]
        made = _create(hospital, new, by=by, now=now, as_of=as_of)
        updated = sum(_update(line, by=by, now=now, as_of=as_of) for line in old) if update_known else 0
        halves = tuple(_open(person, by=by, now=now) for person in made) if open_accounts else ()
        audit.record(
            action=OrganizationAction.PEOPLE_IMPORTED,
            target=hospital,
            by=by,
            now=now,
            hospital_id=hospital.pk,
            detail={
                "新增": len(made),
                "更新": updated,
                "已存在": len(old) - updated,
                "开通账号": len(halves),
            },
        )
    return PeopleImportResult(len(made), updated, len(old) - updated, preview.bad_rows, halves)


def _line(row: TableRow, departments: dict[str, Department], known: dict[str, StaffMember]) -> PersonLine:
    return PersonLine(
        row=row,
        kind=_KINDS.get(row.text("kind"), ""),
        department=departments.get(row.text("department")),
        is_leader=yes_or_no(row.text("is_leader")),
        employed_from=day_of(row.text("employed_from")),
        posted_from=day_of(row.text("posted_from")),
        known=known.get(row.text("employee_no")),
    )


def _problems(line: PersonLine, twice: set[str], as_of: date) -> Iterator[Problem]:
    row = line.row
    for key, label, most in _LENGTHS:
        if key in {"employee_no", "name"} and not row.text(key):
            yield row.problem(key, f"请填写{label}")
        elif len(row.text(key)) > most:
            yield row.problem(key, f"{label}最多 {most} 个字")
    if line.employee_no in twice:
        yield row.problem("employee_no", f"工号“{line.employee_no}”在文件里出现了不止一次")
    if not line.kind:
        yield row.problem(
            "kind", f"请填写人员类别，可填：{'、'.join(str(label) for label in StaffKind.labels)}"
        )
    if row.text("department") and line.department is None:
        words = f"没有名为“{row.text('department')}”的科室，请先建立科室，或为已有科室添加这个别名"
        yield row.problem("department", words)
    if line.is_leader is None:
        yield row.problem("is_leader", "请填写“是”或“否”")
    yield from _problems_of_days(line, as_of)


def _problems_of_days(line: PersonLine, as_of: date) -> Iterator[Problem]:
    row = line.row
    for key in ("employed_from", "posted_from"):
        if row.text(key) and getattr(line, key) is None:
            yield row.problem(key, f"“{row.text(key)}”不是有效的日期，例如 2020-01-01")
    begins = line.employed_from or (line.known.employed_from if line.known else as_of)
    if line.posted_from and line.posted_from < begins:
        yield row.problem("posted_from", f"到科日期不能早于入职日期 {begins}")
    if line.known and line.known.employed_to:
        yield row.problem(
            "employee_no", f"{line.known.name}已于 {line.known.employed_to} 离职，请先在人员页撤销离职"
        )
    department = line.department
    if department is not None and line.posted_from and line.posted_from < department.active_from:
        words = f"“{department}”从 {department.active_from} 起才启用，到科日期不能更早"
        yield row.problem("posted_from", words)


def _fields(line: PersonLine, as_of: date) -> people.PersonFields:
    """An empty cell leaves what is known of a person as it is."""
    known = line.known
    return people.PersonFields(
        employee_no=line.employee_no,
        name=line.name,
        kind=line.kind,
        post=line.row.text("post") or (known.post if known else ""),
        is_leader=bool(line.is_leader) if line.row.text("is_leader") or not known else known.is_leader,
        employed_from=line.employed_from or (known.employed_from if known else as_of),
    )


def _create(
    hospital: Hospital, lines: Sequence[PersonLine], *, by: User, now: datetime, as_of: date
) -> list[StaffMember]:
    """All new people in a few statements."""
    made = [people.new_person(hospital, _fields(line, as_of)) for line in lines]
    StaffMember.objects.bulk_create(made, batch_size=500)
    pairs = list(zip(lines, made, strict=True))
    units = {
        name: people.appraisal_unit(hospital.pk, name)
        for name in {line.row.text("appraisal_unit") for line in lines}
    }
    postings = [
        Posting(
            hospital=hospital,
            staff=person,
            department=line.department,
            appraisal_unit=units[line.row.text("appraisal_unit")],
            # A department is often entered later than its people were hired.
            from_on=line.posted_from or max(person.employed_from, line.department.active_from),
        )
        for line, person in pairs
        if line.department is not None
    ]
    Posting.objects.bulk_create(postings, batch_size=500)
    audit.record_many(
        [
            audit.entry(
                action=OrganizationAction.STAFF_CREATED,
                target=person,
                by=by,
                now=now,
                hospital_id=hospital.pk,
            )
            for person in made
        ]
    )
    return made


def _update(line: PersonLine, *, by: User, now: datetime, as_of: date) -> bool:
    """Whether the row brought anything new."""
    person = line.known
    assert person is not None  # only known people are updated
    fields = _fields(line, as_of)
    try:
        saved = people.edit_person(person=person, fields=fields, revision=person.revision, by=by, now=now)
        moved = _move(saved, line, by=by, now=now, as_of=as_of)
    except Refusal as refusal:
        raise Refusal(f"{line.row.sheet} 第 {line.row.number} 行：{refusal.message}") from refusal
    return moved or saved.revision != person.revision


def _move(person: StaffMember, line: PersonLine, *, by: User, now: datetime, as_of: date) -> bool:
    if line.department is None:
        return False
    since = line.posted_from or max(as_of, person.employed_from)
    present = person.postings.in_force(since).select_related("appraisal_unit").first()
    unit = line.row.text("appraisal_unit") or (
        present.appraisal_unit.name if present and present.appraisal_unit else ""
    )
    if (
        present
        and present.department_id == line.department.pk
        and ((present.appraisal_unit.name if present.appraisal_unit else "") == unit)
    ):
        return False
    people.change_posting(
        person=person,
        fields=people.PostingFields(department=line.department, from_on=since, appraisal_unit=unit),
        by=by,
        now=now,
    )
    return True


def _open(person: StaffMember, *, by: User, now: datetime) -> Half:
    try:
        return person_accounts.open_account(
            person=person, username=person_accounts.suggested_username(person), by=by, now=now
        )
    except Refusal as refusal:
        raise Refusal(f"为 {person.name}（{person.employee_no}）开通账号：{refusal.message}") from refusal
