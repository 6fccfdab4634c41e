"""A workbook that was sent out comes back: what somebody changed in it, tried before it is saved, and saved at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from infrastructure.audit import acting
from infrastructure.errors import WrongState
from organizations.models import User
from organizations.scope import scope_of
from rectification.models import LedgerImport, TemplateExport
from rectification.rights import FindingRight
from rectification.selectors.import_context import import_context
from rectification.selectors.ledger import ledger_rows
from rectification.selectors.template_lines import words_now
from rectification.services.cell_edits import CellEdit, CellOutcome, Result, save_cells
from rectification.services.import_choices import lock_to_import
from rectification.services.ledger_import import import_scope, read_grid
from rectification.services.templates import secrets
from rectification.workbook.cell_values import CellReader
from rectification.workbook.decisions import Decisions
from rectification.workbook.returned import Unread, read_returned
from rectification.workbook.round_trip import BaseLine, Meanings, ReturnedChange, compare_returned, true_rows

MINE, THEIRS = "mine", "theirs"
SAVED = (Result.SAVED, Result.ASKED)
KEPT = "台账在导出以后也改过这一格，按您的选择保留台账的内容。"


@dataclass(frozen=True)
class ReturnPlan:
    """`rows`: lines that were read. `taken`: conflicts that are decided for the workbook, by key."""

    rows: int
    changes: tuple[ReturnedChange, ...]
    conflicts: tuple[ReturnedChange, ...]
    problems: tuple[Unread, ...]
    remarks: tuple[Unread, ...]
    taken: frozenset[str]

    @property
    def wanted(self) -> list[ReturnedChange]:
        """What is to be saved."""
        return [*self.changes, *(each for each in self.conflicts if each.key in self.taken)]


@dataclass(frozen=True)
class Saved:
    """What became of each cell that was to be saved."""

    outcomes: tuple[tuple[ReturnedChange, CellOutcome], ...]

    @property
    def changed(self) -> int:
        return sum(outcome.result in SAVED for _, outcome in self.outcomes)


def plan_return(*, opened: LedgerImport, by: User, now: datetime) -> ReturnPlan:
    """What of the workbook differs from what was sent out, against the ledger of this moment in this user's sight."""
    participation, export = opened.participation, opened.template
    assert export is not None
    today = localdate(now)
    import_scope(participation=participation, by=by, as_of=today)
    returned = read_returned(read_grid(opened.file))
    bases = {
        uid: BaseLine((finding, measure), said.get("sequence", ""), said)
        for uid, finding, measure, said in export.rows.values_list("uid", "finding", "measure", "said")
    }
    rows, untrue = true_rows(returned.rows, export.uid, bases, secrets())
    scope = scope_of(by, FindingRight.VIEW, as_of=today)
    named = {bases[row.key.row].line[0] for row in rows}
    seen = ledger_rows(scope=scope, participation=participation).filter(pk__in=named)
    said = words_now(list(seen.values_list("pk", flat=True)), participation)
    meanings = Meanings(CellReader(import_context(participation, as_of=today)))
    compared = compare_returned(rows, bases, said, meanings)
    answers = Decisions.of_json(opened.decisions).answers
    return ReturnPlan(
        rows=len(rows),
        changes=compared.changes,
        conflicts=compared.conflicts,
        problems=tuple(
            sorted((*returned.problems, *untrue, *compared.problems), key=lambda unread: unread.place)
        ),
        remarks=returned.remarks,
        taken=frozenset(key for key, word in answers.items() if word == MINE),
    )


def try_return(*, plan: ReturnPlan, opened: LedgerImport, by: User, now: datetime) -> Saved:
    """What saving would do now. It is done, by the very rules, and taken back."""
    with transaction.atomic():
        saved = _save(plan, opened, by, now)
        transaction.set_rollback(True)
    return saved


def _save(plan: ReturnPlan, opened: LedgerImport, by: User, now: datetime) -> Saved:
    wanted = plan.wanted
    outcomes = save_cells(
        participation=opened.participation,
        edits=[_edit(change) for change in wanted],
        by=by,
        now=now,
        extension_reason=f"按回传的台账《{opened.file.original_name[:100]}》更新时限",
    )
    return Saved(tuple(zip(wanted, outcomes, strict=True)))


def _edit(change: ReturnedChange) -> CellEdit:
    finding_id, measure_id = change.line
    own = measure_id if change.column.of_measure else None
    return CellEdit(finding_id, change.column.column, change.old, change.new, own)


def run_return(*, opened: LedgerImport, by: User, now: datetime) -> Saved:
    """Save what the workbook changed, once and in one transaction. Of two returns of one export at the same moment
    the later sees what the earlier has saved."""
    with acting(by=by):
        lock_to_import(opened)
        rows = LedgerImport.objects.select_related(
            "file", "template", "participation__run", "participation__hospital"
        )
        locked = rows.get(pk=opened.pk)
        if locked.imported_at is not None:
            raise WrongState("这个工作簿已经保存过了。")
        TemplateExport.objects.select_for_update().get(returns=locked)
        plan = plan_return(opened=locked, by=by, now=now)
        saved = _save(plan, locked, by, now)
        locked.imported_at, locked.imported_rows = now, 0
        locked.changes_made = list(_made(plan, saved))
        locked.save(update_fields=["imported_at", "imported_rows", "changes_made"])
    return saved


def _made(plan: ReturnPlan, saved: Saved) -> Iterable[dict[str, str]]:
    """What became of each cell, as the page of a finished return tells it."""
    for change, outcome in saved.outcomes:
        yield _told(change) | {"result": outcome.result.value, "words": outcome.words}
    for change in plan.conflicts:
        if change.key not in plan.taken:
            yield _told(change) | {"result": "kept", "words": KEPT}
    for problem in plan.problems:
        yield _unread(problem) | {"result": "unread", "words": problem.problem}


def _told(change: ReturnedChange) -> dict[str, str]:
    return {
        "cell": change.cell,
        "sheet": change.sheet,
        "number": change.number,
        "field": change.label,
        "old": change.old,
        "new": change.new,
    }


def _unread(problem: Unread) -> dict[str, str]:
    return {
        "cell": problem.cell,
        "sheet": problem.sheet,
        "number": problem.number,
        "field": problem.heading,
        "old": "",
        "new": problem.words,
    }


def preview_return(
    *, opened: LedgerImport, by: User, now: datetime, shown: int | None = None
) -> dict[str, Any]:
    """What saving the workbook would do now, as plain values; `shown` cuts long lists."""
    plan = plan_return(opened=opened, by=by, now=now)
    return document(plan, try_return(plan=plan, opened=opened, by=by, now=now), shown=shown)


def document(plan: ReturnPlan, tried: Saved, *, shown: int | None = None) -> dict[str, Any]:
    """The preview in the words of the preview of an import: conflicts are its questions. `shown` cuts long lists."""
    good = [(change, out) for change, out in tried.outcomes if out.result in SAVED]
    bad = [(change, out) for change, out in tried.outcomes if out.result in (Result.REFUSED, Result.CONFLICT)]
    errors = [_unread(each) | {"problem": each.problem} for each in plan.problems]
    errors += [_told(change) | {"problem": out.words} for change, out in bad]
    return {
        "rows": plan.rows,
        "ready": 0,
        "no_problem": 0,
        "errors": errors[:shown],
        "error_count": len(errors),
        "warnings": [_unread(each) | {"problem": each.problem} for each in plan.remarks[:shown]],
        "changes": [_told(change) | {"asked": out.result is Result.ASKED} for change, out in good[:shown]],
        "change_count": len(good),
        "unused": [],
        "questions": [_question(change, plan.taken) for change in plan.conflicts[:shown]],
        "question_count": len(plan.conflicts),
        "sheets": [],
    }


def _question(change: ReturnedChange, taken: frozenset[str]) -> dict[str, Any]:
    return _told(change) | {
        "base": change.base,
        "question": f"序号 {change.number} 的“{change.label}”导出以后台账也改过，用哪一个？",
        "key": change.key,
        "taken": change.key in taken,
        "answers": [
            {"value": THEIRS, "label": f"保留台账：{change.old or '（空）'}"},
            {"value": MINE, "label": f"用表中的：{change.new or '（空）'}"},
        ],
        "name": "",
    }
