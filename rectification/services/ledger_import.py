"""Bringing a workbook into a ledger: upload, plan, enter – all good rows, or none when one is bad."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.timezone import localdate

from campaigns.models import Participation
from infrastructure.audit import acting
from infrastructure.errors import NotAllowed, Refusal, WrongState
from infrastructure.files.configuration import upload_storage
from infrastructure.models import StoredFile
from infrastructure.workbooks.grid import WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import WorkbookRefused
from organizations.models import User
from organizations.scope import Scope, scope_of
from rectification.models import Finding, LedgerEntry, LedgerImport
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import Column
from rectification.selectors.import_context import import_context, import_names
from rectification.selectors.known_findings import ledger_findings, ledger_mark, ledger_texts
from rectification.services.cell_edits import CellOutcome, Result
from rectification.services.import_changes import take_changes
from rectification.services.import_choices import choices_mark, lock_to_import
from rectification.services.import_rows import enter_findings
from rectification.services.receiving import keep_upload
from rectification.services.templates import export_of
from rectification.workbook.decisions import Decisions, mended
from rectification.workbook.known import compare
from rectification.workbook.plan import (
    LEFT_OUT,
    CellChange,
    CellProblem,
    ColumnChoice,
    ImportPlan,
    PlannedFinding,
    ProblemKind,
)
from rectification.workbook.planning import Report, plan_import, quietly
from rectification.workbook.progress import ImportedState
from rectification.workbook.returned import has_keys

MOST_READINGS = 3  # of one whose choices are changed meanwhile
_NOT_YOURS = "您只能导入本科室牵头的问题"
_NOT_SETTLED = "表中写“已销号”；科室导入的按“待验收”入账，由归口部门验收、质控办销号。"


@dataclass(frozen=True)
class Outcome:
    """What an import did: the plan that it followed, how many rows entered, what became of the changes taken."""

    plan: ImportPlan
    entered: int
    changes: tuple[tuple[CellChange, CellOutcome], ...] = ()

    @property
    def changed(self) -> int:
        """Cells of known findings that say something else now, an extension asked for among them."""
        return sum(outcome.result in (Result.SAVED, Result.ASKED) for _, outcome in self.changes)


@dataclass(frozen=True)
class _Read:
    """What a workbook says to one person, before the ledger is asked what it has of it already."""

    grid: WorkbookGrid
    plan: ImportPlan
    participation: Participation
    scope: Scope
    answers: Mapping[str, str]

    def compared(self) -> ImportPlan:
        """With what the ledger says otherwise, and what is nearly known asked about."""
        return compare(
            self.plan,
            ledger_texts(self.participation, self.plan, self.scope),
            partial(ledger_findings, self.participation),
            import_names(self.participation.hospital_id),
            self.answers,
        )

    def compared_again(self) -> ImportPlan:
        """Where the ledger is another since: a row that came into it meanwhile is a known one."""
        known = LedgerEntry.objects.filter(participation=self.participation).known_keys()
        findings = tuple(found for found in self.plan.findings if found.key not in known)
        arrived = tuple(found for found in self.plan.findings if found.key in known)
        plan = replace(self.plan, findings=findings, known=self.plan.known + arrived)
        return replace(self, plan=plan).compared()


def upload_workbook(
    *, participation: Participation, upload: UploadedFile[Any], by: User, now: datetime
) -> LedgerImport:
    """Keep the workbook as it came and open an import of it. Raises Refusal in Chinese when it is none."""
    import_scope(participation=participation, by=by, as_of=localdate(now))
    with acting(by=by):
        stored = keep_upload(upload=upload, hospital_id=participation.hospital_id, by=by, now=now)
        return open_import(participation=participation, stored=stored, by=by, now=now)


def open_import(*, participation: Participation, stored: StoredFile, by: User, now: datetime) -> LedgerImport:
    """An import of a workbook that is kept. What cannot be read is refused."""
    grid = read_grid(stored)
    template = export_of(grid, participation)
    with acting(by=by):
        return LedgerImport.objects.create(
            hospital_id=participation.hospital_id,
            participation=participation,
            file=stored,
            template=template,
            cells=sum(sheet.filled_cells for sheet in grid),
            sheets={sheet.name: [sheet.row_count, sheet.column_count] for sheet in grid},
            created_by=by,
            created_at=now,
        )


def read_grid(stored: StoredFile) -> WorkbookGrid:
    """The cells of the uploaded workbook; a refusal is told at the field of the file."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as copy:
        with upload_storage().open(stored.storage_name) as stream:
            for chunk in stream.chunks():
                copy.write(chunk)
        copy.flush()
        return read_path(Path(copy.name))


def read_path(path: Path) -> WorkbookGrid:
    """`read_workbook` with its refusal as one of ours."""
    try:
        return read_workbook(path, documents=True)
    except WorkbookRefused as refused:
        raise Refusal(refused.reason, field="file") from refused


def _overrides(opened: LedgerImport) -> dict[str, ColumnChoice]:
    return {
        sheet: ColumnChoice(
            {
                int(place): Column(word) if word and word != LEFT_OUT else None
                for place, word in columns.items()
            },
            ignored=frozenset(int(place) for place, word in columns.items() if word == LEFT_OUT),
        )
        for sheet, columns in opened.column_choices.items()
    }


def import_scope(*, participation: Participation, by: User, as_of: date) -> Scope:
    """Where this person may bring findings in. Raises NotAllowed when nowhere."""
    scope = scope_of(by, FindingRight.IMPORT, as_of=as_of).within(participation.hospital_id)
    if not scope:
        raise NotAllowed("您没有导入台账的权限。")
    return scope


def read_of(
    *, opened: LedgerImport, by: User, as_of: date, report: Report = quietly
) -> tuple[ImportPlan, WorkbookGrid]:
    """What importing would do now, for this user, and the cells that it follows from."""
    read = _read(opened, by, as_of, report)
    return read.compared(), read.grid


def plan_of(*, opened: LedgerImport, by: User, as_of: date) -> ImportPlan:
    """What importing would do now, for this user."""
    return read_of(opened=opened, by=by, as_of=as_of)[0]


def _read(opened: LedgerImport, by: User, as_of: date, report: Report = quietly) -> _Read:
    decisions = Decisions.of_json(opened.decisions)
    return _planned(
        grid=mended(read_grid(opened.file), decisions),
        participation=opened.participation,
        by=by,
        as_of=as_of,
        overrides=_overrides(opened),
        names=opened.department_names,
        answers=decisions.answers,
        file_name=opened.file.original_name,
        report=report,
    )


def plan_grid(
    *, grid: WorkbookGrid, participation: Participation, by: User, as_of: date, **said: Any
) -> ImportPlan:
    """The plan of a grid, compared with the ledger."""
    return _planned(grid=grid, participation=participation, by=by, as_of=as_of, **said).compared()


def _planned(
    *,
    grid: WorkbookGrid,
    participation: Participation,
    by: User,
    as_of: date,
    overrides: dict[str, ColumnChoice] | None = None,
    names: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    file_name: str = "",
    report: Report = quietly,
) -> _Read:
    """What the grid says. `answers`: question's key → the word of the answer."""
    if has_keys(grid):  # its lines are one a measure: read as findings they would say something else
        raise Refusal("这是一张可回传的表，在网页上从台账的“导入”上传。", field="file")
    scope = import_scope(participation=participation, by=by, as_of=as_of)
    known = import_context(participation, as_of=as_of, names=names)
    context = replace(known, answers={**known.answers, **(answers or {})}, file_name=file_name)
    if not scope.hospitals and len(scope.departments) == 1:
        context = replace(context, default_lead_id=next(iter(scope.departments)))
    plan = plan_import(grid, context, column_overrides=overrides, report=report)
    return _Read(grid, _within(scope, plan), participation, scope, answers or {})


def _within(scope: Scope, plan: ImportPlan) -> ImportPlan:
    """What of the plan this person may bring in; a row that is another department's is an error."""
    if scope.hospitals:
        return plan
    mine = tuple(f for f in plan.findings if f.lead_department_id in scope.departments)
    foreign = tuple(
        CellProblem(f.sheet, _lead_cell(f), _NOT_YOURS, ProblemKind.UNKNOWN_LEAD)
        for f in plan.findings
        if f.lead_department_id not in scope.departments
    )
    settled = tuple(
        CellProblem(f.sheet, f"A{f.row}", _NOT_SETTLED, ProblemKind.SETTLED_BY_DEPARTMENT)
        for f in mine
        if f.state is ImportedState.CLOSED
    )
    return replace(
        plan,
        findings=tuple(map(_unsettled, mine)),
        known=tuple(f for f in plan.known if f.lead_department_id in scope.departments),
        errors=plan.errors + foreign,
        warnings=plan.warnings + settled,
    )


def _lead_cell(planned: PlannedFinding) -> str:
    cell = planned.cells.get(Column.LEAD) or planned.cells.get(Column.LEAD_AND_SUPPORTING)
    return cell.name if cell else f"A{planned.row}"


def _unsettled(planned: PlannedFinding) -> PlannedFinding:
    """What a department says of its own work waits for acceptance: 销号 is the office's word (DESIGN §6)."""
    if planned.state is not ImportedState.CLOSED:
        return planned
    return replace(planned, state=ImportedState.AWAITING, accepted_on=None)


def enter_plan(
    *,
    plan: ImportPlan,
    participation: Participation,
    all_or_none: bool,
    by: User,
    now: datetime,
    taken: Collection[str] = (),
    file_name: str = "",
    report: Report = quietly,
) -> Outcome:
    """Enter the plan's findings in one transaction, and make the changes of known ones that are `taken` by key.

    With `all_or_none` one bad row keeps everything out.
    """
    if all_or_none and plan.errors:
        raise Refusal(f"还有 {len(plan.errors)} 处错误，按您的选择一条也没有导入。")
    with acting(by=by):
        entered = enter_findings(
            findings=plan.findings, participation=participation, by=by, now=now, report=report
        )
        changes = take_changes(
            participation=participation,
            changes=plan.changes,
            taken=taken,
            file_name=file_name,
            by=by,
            now=now,
        )
    return Outcome(plan, entered, tuple(changes))


def run_import(
    *,
    opened: LedgerImport,
    all_or_none: bool,
    by: User,
    now: datetime,
    reading: Report = quietly,
    report: Report = quietly,
) -> Outcome:
    """Import the workbook once: a second press finds it done, or is told at once that it is going on.

    It is read while nothing is locked; what enters is what the choices and the ledger say when it does.
    `reading` hears of the rows read, `report` of those entered.
    """
    for _ in range(MOST_READINGS):
        row = _to_import(opened)
        mark = ledger_mark(row.participation)
        read = _read(row, by, localdate(now), reading)
        plan = read.compared()
        with acting(by=by):
            locked = lock_to_import(row)
            _refuse_second(locked)
            if choices_mark(locked) != choices_mark(row):
                continue
            # In the order of every other act: findings by their keys, then the counter of their ledger.
            taken = Decisions.of_json(row.decisions).ticks
            Finding.objects.lock(*(change.finding_id for change in plan.changes if change.is_in(taken)))
            Participation.objects.select_for_update(of=("self",)).get(pk=row.participation_id)
            if ledger_mark(row.participation) != mark:
                plan = read.compared_again()
            return _enter(row, plan, all_or_none=all_or_none, by=by, now=now, report=report)
    raise WrongState("导入的设置正在另一个窗口里修改，没有导入，稍候再试。")


def _to_import(opened: LedgerImport) -> LedgerImport:
    """The row as it is now, for a reading that may come too late."""
    rows = LedgerImport.objects.select_related("file", "participation__run", "participation__hospital")
    row = rows.get(pk=opened.pk)
    _refuse_second(row)
    return row


def _refuse_second(row: LedgerImport) -> None:
    if row.imported_at is not None:
        raise WrongState("这个工作簿已经导入过了。")


def _enter(
    row: LedgerImport, plan: ImportPlan, *, all_or_none: bool, by: User, now: datetime, report: Report
) -> Outcome:
    outcome = enter_plan(
        plan=plan,
        participation=row.participation,
        all_or_none=all_or_none,
        by=by,
        now=now,
        taken=Decisions.of_json(row.decisions).ticks,
        file_name=row.file.original_name,
        report=report,
    )
    row.imported_at, row.imported_rows = now, outcome.entered
    row.changes_made = [_made(*each) for each in outcome.changes]
    row.save(update_fields=["imported_at", "imported_rows", "changes_made"])
    row.lines.all().delete()
    return outcome


def _made(change: CellChange, outcome: CellOutcome) -> dict[str, str]:
    """What became of a change, as the page of a finished import tells it."""
    return {
        "cell": f"{change.sheet} {change.cell}",
        "number": change.number,
        "field": change.column.label,
        "old": change.old,
        "new": change.new,
        "result": outcome.result.value,
        "words": outcome.words,
    }
