"""Bringing a workbook into a ledger: upload, plan, enter – all good rows, or none when one is bad."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
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
from infrastructure.files.kinds import XLSX
from infrastructure.files.refusals import RefusalCode, UploadRefused, refuse
from infrastructure.files.services import receive_upload
from infrastructure.models import StoredFile
from infrastructure.workbooks.cell_text import CELL_MAX_LENGTH
from infrastructure.workbooks.grid import WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from infrastructure.workbooks.refusals import WorkbookRefused
from organizations.models import User
from organizations.scope import Scope, scope_of
from rectification.models import LedgerImport
from rectification.rights import FindingRight
from rectification.rules.ledger_columns import READ, Column
from rectification.selectors.import_context import import_context, import_names
from rectification.selectors.known_findings import ledger_findings, ledger_texts
from rectification.services.cell_edits import CellOutcome, Result
from rectification.services.import_changes import take_changes
from rectification.services.import_rows import enter_findings
from rectification.workbook.decisions import Decisions, is_cell, mended
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
from rectification.workbook.planning import plan_import
from rectification.workbook.progress import ImportedState

LONGEST_CELL = (
    CELL_MAX_LENGTH  # as long as a cell of a workbook can be: what stands there is sent back untouched
)
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


def _received(upload: UploadedFile[Any], hospital_id: int, by: User, now: datetime) -> StoredFile:
    """What is of no kind at all is told what is taken here, not what is taken as evidence."""
    try:
        return receive_upload(upload=upload, hospital_id=hospital_id, by=by, now=now)
    except UploadRefused as refused:
        if refused.code is not RefusalCode.WRONG_TYPE:
            raise
        words = "不是工作簿。请选择 .xlsx 工作簿；旧版 .xls 或 .et 先另存为 .xlsx"
        raise refuse(refused.code, refused.file_name, words) from refused


def upload_workbook(
    *, participation: Participation, upload: UploadedFile[Any], by: User, now: datetime
) -> LedgerImport:
    """Keep the workbook as it came and open an import of it. Raises Refusal in Chinese when it is none."""
    import_scope(participation=participation, by=by, as_of=localdate(now))
    with acting(by=by):
        stored = _received(upload, participation.hospital_id, by, now)
        if stored.content_type != XLSX.content_type:
            raise Refusal("请上传 .xlsx 工作簿。旧版 .xls 或 .et 请先另存为 .xlsx。", field="file")
        grid = read_grid(stored)  # what cannot be read is refused before it is kept
        return LedgerImport.objects.create(
            hospital_id=participation.hospital_id,
            participation=participation,
            file=stored,
            cells=sum(sheet.filled_cells for sheet in grid),
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
        return read_workbook(path)
    except WorkbookRefused as refused:
        raise Refusal(refused.reason, field="file") from refused


def lock_to_change(opened: LedgerImport) -> LedgerImport:
    """The row, for a change of what is imported. An import of it that is going on is not waited for: 409 at once."""
    rows = LedgerImport.objects.select_for_update(of=("self",), skip_locked=True)
    locked = rows.filter(pk=opened.pk).first()
    if locked is None:
        raise WrongState("这个工作簿正在导入，或正在另一个窗口里修改，稍候再试。")
    return locked


def choose_columns(
    *, opened: LedgerImport, choices: dict[str, dict[int, str | None]], by: User, now: datetime
) -> None:
    """Keep what somebody corrected in the recognition of columns. Unknown words are a refusal."""
    known = {LEFT_OUT, *(column.key.value for column in READ)}
    cleaned: dict[str, dict[str, str | None]] = {}
    for sheet, columns in choices.items():
        if any(word is not None and word not in known for word in columns.values()):
            raise Refusal("列的含义不正确，请从名单中选择。")
        cleaned[sheet] = {str(place): word for place, word in columns.items()}
    with acting(by=by):
        locked = lock_to_change(opened)
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经导入，不能再改列的含义。")
        locked.column_choices = cleaned
        locked.save(update_fields=["column_choices"])


def decide(*, opened: LedgerImport, decisions: Decisions, by: User, now: datetime) -> None:
    """Keep what is decided about a workbook, beside what was decided before: cells, answers, changes to take.

    An empty word takes a cell's or a question's decision back. Raises Refusal when it is no cell's name or too long.
    """
    if "\x00" in "".join(_all_words(decisions)):
        raise Refusal("含有不能保存的字符，没有保存。")
    for cells in decisions.cells.values():
        for name, words in cells.items():
            if not is_cell(name):
                raise Refusal(f"“{name}”不是单元格的位置。")
            if len(words) > LONGEST_CELL:
                raise Refusal(f"单元格 {name} 不超过 {LONGEST_CELL} 字（现有 {len(words)} 字）。")
    with acting(by=by):
        locked = lock_to_change(opened)
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经导入，不能再改。")
        locked.decisions = Decisions.of_json(locked.decisions).with_more(decisions).as_json()
        locked.save(update_fields=["decisions"])
    opened.decisions = locked.decisions


def _all_words(decisions: Decisions) -> Iterator[str]:
    yield from (word for pair in decisions.answers.items() for word in pair)
    yield from decisions.taken
    for sheet, cells in decisions.cells.items():
        yield sheet
        yield from cells.values()


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
    *,
    opened: LedgerImport,
    by: User,
    as_of: date,
    report: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[ImportPlan, WorkbookGrid]:
    """What importing would do now, for this user, and the cells that it follows from."""
    decisions = Decisions.of_json(opened.decisions)
    grid = mended(read_grid(opened.file), decisions)
    plan = plan_grid(
        grid=grid,
        participation=opened.participation,
        by=by,
        as_of=as_of,
        overrides=_overrides(opened),
        names=opened.department_names,
        answers=decisions.answers,
        file_name=opened.file.original_name,
        report=report,
    )
    return plan, grid


def plan_of(*, opened: LedgerImport, by: User, as_of: date) -> ImportPlan:
    """What importing would do now, for this user."""
    return read_of(opened=opened, by=by, as_of=as_of)[0]


def plan_grid(
    *,
    grid: WorkbookGrid,
    participation: Participation,
    by: User,
    as_of: date,
    overrides: dict[str, ColumnChoice] | None = None,
    names: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None,
    file_name: str = "",
    report: Callable[[int, int], None] = lambda done, total: None,
) -> ImportPlan:
    """The plan of a grid, compared with the ledger. `answers`: question's key → the word of the answer."""
    scope = import_scope(participation=participation, by=by, as_of=as_of)
    known = import_context(participation, as_of=as_of, names=names)
    context = replace(known, answers={**known.answers, **(answers or {})}, file_name=file_name)
    if not scope.hospitals and len(scope.departments) == 1:
        context = replace(context, default_lead_id=next(iter(scope.departments)))
    plan = plan_import(grid, context, column_overrides=overrides, report=report)
    return _compared(_within(scope, plan), participation, scope, answers or {})


def _compared(
    plan: ImportPlan, participation: Participation, scope: Scope, answers: Mapping[str, str]
) -> ImportPlan:
    return compare(
        plan,
        ledger_texts(participation, plan, scope),
        partial(ledger_findings, participation),
        import_names(participation.hospital_id),
        answers,
    )


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
    report: Callable[[int, int], None] = lambda done, total: None,
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
            changes=[change for change in plan.changes if change.key in taken],
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
    report: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Import the workbook once: a second press finds it done."""
    with acting(by=by):
        locked = (
            LedgerImport.objects.select_for_update(of=("self",))
            .select_related("file", "participation__run", "participation__hospital")
            .get(pk=opened.pk)
        )
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经导入过了。")
        plan = plan_of(opened=locked, by=by, as_of=localdate(now))
        outcome = enter_plan(
            plan=plan,
            participation=locked.participation,
            all_or_none=all_or_none,
            by=by,
            now=now,
            taken=Decisions.of_json(locked.decisions).taken,
            file_name=locked.file.original_name,
            report=report,
        )
        locked.imported_at, locked.imported_rows = now, outcome.entered
        locked.changes_made = [_made(*each) for each in outcome.changes]
        locked.save(update_fields=["imported_at", "imported_rows", "changes_made"])
        locked.lines.all().delete()
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
