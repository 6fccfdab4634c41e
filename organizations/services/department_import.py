"""Departments from a workbook: everything is checked first, then all good rows are written, or none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from infrastructure import audit
from infrastructure.errors import Refusal
from organizations.actions import OrganizationAction
from organizations.models import Department, DepartmentAlias, DepartmentKind, Hospital, User
from organizations.rules.import_tables import (
    ImportColumn,
    Problem,
    Table,
    TableRow,
    day_of,
    repeated,
    split_names,
    tidy_name,
    yes_or_no,
)
from organizations.services import departments
from policy_texts.vocabulary import Duty

COLUMNS = (
    ImportColumn(
        "code",
        "科室编码",
        "医院信息系统里的编码，已有的科室按它识别",
        required=True,
        also=("编码", "科室代码"),
    ),
    ImportColumn("name", "科室名称", "全称", required=True, also=("科室", "部门名称"), width=24),
    ImportColumn(
        "kind",
        "类别",
        "、".join(str(label) for label in DepartmentKind.labels),
        required=True,
        also=("科室类别",),
    ),
    ImportColumn("parent", "上级科室", "第二级科室（病区、亚专科）填写上级的名称", also=("上级",), width=20),
    ImportColumn(
        "duties", "归口职责", "职能部门填写，多个用顿号隔开：" + "、".join(d.label for d in Duty), width=24
    ),
    ImportColumn("aliases", "别名", "多个用顿号隔开，例如：药剂科、药房", also=("别称", "曾用名"), width=24),
    ImportColumn("active_from", "启用日期", "例如 2020-01-01；不填为导入当天"),
    ImportColumn(
        "operates", "开展手术", "是 或 否；手术科室、手术室等填“是”，另有手术相关的要点", also=("手术科室",)
    ),
)

_KINDS = {str(label): value for value, label in DepartmentKind.choices}
_KINDS |= {"临床": "clinical", "医技": "medical_technical", "护理": "nursing_unit", "病区": "nursing_unit"}
_KINDS |= {"职能科室": "office", "行政": "office", "职能": "office", "后勤": "logistics"}
_DUTIES = {duty.label: duty.value for duty in Duty}


@dataclass(frozen=True)
class DepartmentLine:
    """One row as it would be written."""

    row: TableRow
    code: str
    name: str
    kind: str
    parent_name: str
    duties: tuple[str, ...]
    aliases: tuple[str, ...]
    active_from: date | None
    operates: bool | None
    known: Department | None


@dataclass(frozen=True)
class DepartmentPreview:
    lines: tuple[DepartmentLine, ...]  # the good ones
    problems: tuple[Problem, ...]
    bad_rows: int

    @property
    def new(self) -> int:
        return sum(line.known is None for line in self.lines)

    @property
    def known(self) -> int:
        return len(self.lines) - self.new


@dataclass(frozen=True)
class ImportResult:
    created: int = 0
    updated: int = 0
    existing: int = 0
    left_out: int = 0


@dataclass
class _Known:
    """What the hospital has already."""

    by_code: dict[str, Department]
    by_name: dict[str, Department]
    by_alias: dict[str, Department]
    rows_by_name: dict[str, DepartmentLine] = field(default_factory=dict)


def check(*, hospital: Hospital, table: Table) -> DepartmentPreview:
    """Sort the rows into good and bad ones. Reads only."""
    known = _read_known(hospital)
    lines = [_line(row, known) for row in table.rows]
    known.rows_by_name = {line.name: line for line in lines}
    twice = {key: repeated(getattr(line, key) for line in lines) for key in ("code", "name")}
    twice["aliases"] = repeated(alias for line in lines for alias in line.aliases)
    problems = {id(line): list(_problems(line, known, twice)) for line in lines}
    bad_names = {line.name for line in lines if line.name and problems[id(line)]}
    for line in lines:
        if line.parent_name in bad_names and line.parent_name not in known.by_name:
            problems[id(line)].append(line.row.problem("parent", "上级科室所在的行有错误，请先改正那一行"))
    good = tuple(line for line in lines if not problems[id(line)])
    found = tuple(problem for line in lines for problem in problems[id(line)])
    return DepartmentPreview(good, (*table.problems, *found), len(lines) - len(good))


def import_departments(
    *,
    hospital: Hospital,
    table: Table,
    good_rows_only: bool,
    update_known: bool,
    by: User,
    now: datetime,
    as_of: date,
) -> ImportResult:
    """Write the good rows; unless `good_rows_only`, a single bad one keeps everything out."""
    with audit.acting(by=by):
        preview = check(hospital=hospital, table=table)
        if preview.problems and not good_rows_only:
            raise Refusal("有错误的行，没有导入任何内容。请改正后重新上传，或选择只导入正确的行。")
        result = ImportResult(left_out=preview.bad_rows)
        made = dict(_read_known(hospital).by_name)
        for line in sorted(preview.lines, key=lambda line: bool(line.parent_name)):
            if line.known is not None and not update_known:
                result = replace(result, existing=result.existing + 1)
                made[line.name] = line.known
                continue
            made[line.name] = _write(hospital, line, made, by=by, now=now, as_of=as_of)
            done = "created" if line.known is None else "updated"
            result = replace(result, **{done: getattr(result, done) + 1})
        audit.record(
            action=OrganizationAction.DEPARTMENTS_IMPORTED,
            target=hospital,
            by=by,
            now=now,
            hospital_id=hospital.pk,
            detail={"新增": result.created, "更新": result.updated, "已存在": result.existing},
        )
    return result


def _read_known(hospital: Hospital) -> _Known:
    rows = list(Department.objects.filter(hospital=hospital).select_related("parent"))
    aliases = DepartmentAlias.objects.filter(hospital=hospital).select_related("department")
    return _Known(
        by_code={row.code: row for row in rows},
        by_name={row.name: row for row in rows if row.active_to is None},
        by_alias={alias.name: alias.department for alias in aliases},
    )


def _line(row: TableRow, known: _Known) -> DepartmentLine:
    duties = split_names(row.text("duties"))
    return DepartmentLine(
        row=row,
        code=row.text("code"),
        name=tidy_name(row.text("name")),
        kind=_KINDS.get(row.text("kind"), ""),
        parent_name=tidy_name(row.text("parent")),
        duties=tuple(_DUTIES[duty] for duty in duties if duty in _DUTIES),
        aliases=tuple(split_names(row.text("aliases"))),
        active_from=day_of(row.text("active_from")) if row.text("active_from") else None,
        operates=yes_or_no(row.text("operates")) if row.text("operates") else None,
        known=known.by_code.get(row.text("code")),
    )


def _problems(line: DepartmentLine, known: _Known, twice: dict[str, set[str]]) -> Iterator[Problem]:
    yield from _problems_of_names(line, known, twice)
    yield from _problems_of_choices(line)
    yield from _problems_of_parent(line, known)
    for alias in line.aliases:
        owner = known.by_alias.get(alias) or known.by_name.get(alias)
        if len(alias) > 60:
            yield line.row.problem("aliases", "别名最多 60 个字")
        elif alias in twice["aliases"] or alias in known.rows_by_name:
            yield line.row.problem("aliases", f"“{alias}”在文件里指了不止一个科室")
        elif owner is not None and owner != line.known:
            yield line.row.problem("aliases", f"“{alias}”已经指“{owner}”，一个名称只能指一个科室")


def _problems_of_names(line: DepartmentLine, known: _Known, twice: dict[str, set[str]]) -> Iterator[Problem]:
    for key, label, most in (("code", "科室编码", 20), ("name", "科室名称", 60)):
        value = getattr(line, key)
        if not value:
            yield line.row.problem(key, f"请填写{label}")
        elif len(value) > most:
            yield line.row.problem(key, f"{label}最多 {most} 个字")
        elif value in twice[key]:
            yield line.row.problem(key, f"{label}“{value}”在文件里出现了不止一次")
    owner = known.by_name.get(line.name) or known.by_alias.get(line.name)
    if owner is not None and owner != line.known:
        yield line.row.problem("name", f"这个名称已经指编码为 {owner.code} 的“{owner}”")


def _problems_of_choices(line: DepartmentLine) -> Iterator[Problem]:
    row = line.row
    if not line.kind:
        yield row.problem(
            "kind", f"请填写类别，可填：{'、'.join(str(label) for label in DepartmentKind.labels)}"
        )
    for duty in split_names(row.text("duties")):
        if duty not in _DUTIES:
            yield row.problem("duties", f"没有“{duty}”这项归口职责，可填：{'、'.join(_DUTIES)}")
    if row.text("active_from") and line.active_from is None:
        yield row.problem("active_from", f"“{row.text('active_from')}”不是有效的日期，例如 2020-01-01")
    if row.text("operates") and line.operates is None:
        yield row.problem("operates", "请填写“是”或“否”")


def _problems_of_parent(line: DepartmentLine, known: _Known) -> Iterator[Problem]:
    if not line.parent_name:
        return
    in_file, there = known.rows_by_name.get(line.parent_name), known.by_name.get(line.parent_name)
    if line.parent_name == line.name:
        yield line.row.problem("parent", "上级科室不能是自己")
    elif in_file is None and there is None:
        yield line.row.problem("parent", f"没有名为“{line.parent_name}”的科室，请把它也写进表里")
    elif in_file.parent_name if in_file else there and there.parent_id:
        yield line.row.problem("parent", f"“{line.parent_name}”自己有上级科室，科室最多两级")


def _write(
    hospital: Hospital,
    line: DepartmentLine,
    made: dict[str, Department],
    *,
    by: User,
    now: datetime,
    as_of: date,
) -> Department:
    known = line.known
    # An empty cell leaves a known department as it is.
    fields = departments.DepartmentFields(
        code=line.code,
        name=line.name,
        kind=line.kind,
        duties=line.duties or tuple(known.duties if known else ()),
        parent=made[line.parent_name] if line.parent_name else (known.parent if known else None),
        active_from=line.active_from or (known.active_from if known else as_of),
        operates=bool(known and known.operates) if line.operates is None else line.operates,
    )
    try:
        if known is None:
            written = departments.create_department(hospital=hospital, fields=fields, by=by, now=now)
        else:
            written = departments.edit_department(
                department=known, fields=fields, revision=known.revision, by=by, now=now
            )
        for alias in line.aliases:
            departments.add_alias(department=written, name=alias, by=by, now=now)
    except Refusal as refusal:
        raise Refusal(f"{line.row.sheet} 第 {line.row.number} 行：{refusal.message}") from refusal
    return written
