"""Self-inspection sheets: answers and confirmations, as the services write them line by line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from campaigns.models import Participation
from infrastructure import audit
from inspections.actions import SheetAction
from inspections.models import Answer, InspectionSheet, SheetLine
from inspections.rules.sheet_progress import LineFacts, progress
from inspections.selectors.sheets import origin_key
from organizations.models import User
from organizations.services.signing import Signed
from workshop.demo.loading.places import LoadedHospital
from workshop.demo.loading.rows import Rows, update_rows
from workshop.demo.loading.uids import derived_uid
from workshop.demo.plan import LinePlan, SheetPlan

_SHEET = ["uid", "revision", "confirmed_by", "confirmed_recorded_by", "confirmed_at"]
_LINE = ["uid", "answer", "note", "answered_by", "answered_at", "revision"]


def _moment(at: datetime | None) -> datetime:
    """When a sheet was confirmed, where the plan says that it was."""
    if at is None:
        raise ValueError("a confirmed sheet of the demo plan has no moment")
    return at


class Sheets:
    """The sheets of one hospital in one run, as the run's opening made them, on their way to the plan's state."""

    def __init__(
        self, place: LoadedHospital, participation: Participation, rows: Rows, *, opened_at: datetime
    ) -> None:
        self._place, self._rows = place, rows
        sheets = InspectionSheet.objects.filter(participation=participation).select_related("department")
        self._sheets = {sheet.department.name if sheet.department else "": sheet for sheet in sheets}
        self._lines: dict[str, dict[str, SheetLine]] = defaultdict(dict)
        names = {sheet.pk: name for name, sheet in self._sheets.items()}
        lines = SheetLine.objects.filter(sheet__in=names).select_related("checkpoint__item")
        for line in lines.order_by("checkpoint__item__number", "checkpoint__code"):
            self._lines[names[line.sheet_id]][line.checkpoint.clause] = line
        for name, sheet in self._sheets.items():
            sheet.uid = derived_uid(opened_at, "sheet", place.row.code, participation.run_id, name)
            for clause, line in self._lines[name].items():
                line.uid = derived_uid(opened_at, "line", sheet.uid, clause)

    def origin_keys(self, plans: Sequence[SheetPlan]) -> dict[str, str]:
        """For findings that were registered from a line: by the finding's key."""
        return {
            line.finding: origin_key(self._lines[sheet.department][line.clause].uid)
            for sheet in plans
            for line in sheet.lines
            if line.finding
        }

    def fill_in(self, plans: Sequence[SheetPlan], *, void: Mapping[str, datetime]) -> None:
        """Answers and confirmations; `void`: when findings ceased to answer for their line, by key."""
        for plan in plans:
            sheet = self._sheets[plan.department]
            for line in sorted(plan.lines, key=lambda each: each.at):
                self._answer(sheet, line)
            if plan.confirmed_at is not None:
                self._confirm(sheet, plan, void)

    def write(self) -> None:
        """Runs inside the caller's `acting`."""
        lines = [line for lines in self._lines.values() for line in lines.values()]
        update_rows(lines, _LINE)
        update_rows(list(self._sheets.values()), _SHEET)

    def _answer(self, sheet: InspectionSheet, plan: LinePlan) -> None:
        line = self._lines[sheet.department.name if sheet.department else ""][plan.clause]
        line.answer, line.note = plan.answer, plan.note.strip()
        line.answered_by, line.answered_at = self._place.users[plan.by], plan.at
        line.revision += 1
        sheet.revision += 1
        label = Answer(plan.answer).label
        words = f"{label}（{line.note}）" if line.note else label
        self._record(SheetAction.ANSWERED, sheet, line.answered_by, plan.at, detail={plan.clause: words})

    def _confirm(self, sheet: InspectionSheet, plan: SheetPlan, void: Mapping[str, datetime]) -> None:
        found = self._progress(plan, void)
        if found.refusal:
            raise ValueError(f"{plan.department or '院级'}: {found.refusal}")
        signed = Signed(self._place.staff[plan.confirmed_by], self._place.users[plan.confirmed_by])
        sheet.confirmed_by, sheet.confirmed_recorded_by = signed.signatory, signed.recorded_by
        sheet.confirmed_at = plan.confirmed_at
        sheet.revision += 1
        self._record(
            SheetAction.CONFIRMED,
            sheet,
            signed.recorded_by,
            _moment(plan.confirmed_at),
            signature=signed.for_audit(),
            detail={"answered": found.words, "findings": found.findings},
        )

    def _progress(self, plan: SheetPlan, void: Mapping[str, datetime]) -> Any:
        at = plan.confirmed_at
        registered = {
            line.clause
            for line in plan.lines
            if line.finding and not (line.finding in void and at and void[line.finding] < at)
        }
        return progress(
            [
                LineFacts(line.checkpoint.item.short_title, line.answer, clause in registered)
                for clause, line in self._lines[plan.department].items()
            ]
        )

    def _record(
        self, action: SheetAction, sheet: InspectionSheet, by: User, at: datetime, **more: Any
    ) -> None:
        entry = audit.entry(action=action, target=sheet, by=by, now=at, hospital_id=sheet.hospital_id, **more)
        self._rows.record(entry)
