"""The self-inspection sheets: answers, findings registered from a line, confirmations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from inspections.models import InspectionSheet, SheetLine
from inspections.services.sheet_findings import register_from_line
from inspections.services.sheets import LineAnswer, answer_lines, confirm_sheet
from rectification.services.finding_edits import edit_finding
from workshop.demo.plan import DemoPlan, FindingPlan, LinePlan, SheetPlan
from workshop.demo.rectification.acts import Ledger
from workshop.demo.stage import Act, Stage


def acts_of_inspections(plan: DemoPlan, stage: Stage) -> Iterator[Act]:
    """Each sitting over a sheet, each finding that was entered from one, and the signature under it."""
    for run in plan.runs:
        for part in run.participations:
            ledger = Ledger(stage, run.code, part.hospital)
            findings = {finding.key: finding for finding in part.findings}
            for sheet in part.sheets:
                yield from _acts_of(Sheet(ledger, sheet.department), sheet, findings)


def _acts_of(sheet: Sheet, plan: SheetPlan, findings: dict[str, FindingPlan]) -> Iterator[Act]:
    for line in plan.lines:
        if line.finding:
            yield Act(line.at, partial(sheet.register, line, findings[line.finding]))
    answered = sorted((line for line in plan.lines if not line.finding), key=_sitting)
    for (at, by), lines in groupby(answered, key=_sitting):
        yield Act(at, partial(sheet.answer, tuple(lines), by, at))
    if plan.confirmed_at is not None:
        yield Act(plan.confirmed_at, partial(sheet.confirm, plan.confirmed_by, plan.confirmed_at))


def _sitting(line: LinePlan) -> tuple[datetime, str]:
    return line.at, line.by


@dataclass(frozen=True)
class Sheet:
    """A department's sheet of one run, or the hospital's when there is no department."""

    ledger: Ledger
    department: str

    def register(self, plan: LinePlan, found: FindingPlan) -> None:
        """On the spot what was seen; then, on the finding's page, who answers for it and until when."""
        by = self.ledger.house.users[plan.by]
        line = self._lines([plan.clause])[plan.clause]
        lead = self.ledger.department(found.lead)
        finding = register_from_line(line=line, text=found.text, lead_department=lead, by=by, now=plan.at)
        fields = self.ledger.fields(found)
        self.ledger.put(
            found,
            edit_finding(finding=finding, values=fields, revision=finding.revision, by=by, now=plan.at),
        )

    def answer(self, plans: Sequence[LinePlan], by: str, at: datetime) -> None:
        lines = self._lines([plan.clause for plan in plans])
        answers = {
            lines[plan.clause].uid: LineAnswer(plan.answer, plan.note, lines[plan.clause].revision)
            for plan in plans
        }
        answer_lines(sheet=self._row(), answers=answers, by=self.ledger.house.users[by], now=at)

    def confirm(self, by: str, at: datetime) -> None:
        row = self._row()
        confirm_sheet(sheet=row, revision=row.revision, by=self.ledger.house.users[by], now=at)

    def _row(self) -> InspectionSheet:
        participation = self.ledger.run.participations[self.ledger.hospital]
        department = self.ledger.department(self.department) if self.department else None
        return InspectionSheet.objects.get(participation=participation, department=department)

    def _lines(self, clauses: Sequence[str]) -> dict[str, SheetLine]:
        rows = SheetLine.objects.filter(sheet=self._row(), checkpoint__clause__in=clauses)
        return {row.checkpoint.clause: row for row in rows.select_related("checkpoint", "sheet")}
