"""A sheet as it stands on paper: each checkpoint with its answer, and the findings by their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from inspections.models import InspectionSheet
from inspections.selectors.sheets import LineView, SheetView
from rectification.models import FindingState, LedgerEntry

SIGNATURES_OF_A_DEPARTMENT = ("填表人", "科室负责人", "确认日期")
SIGNATURES_OF_THE_HOSPITAL = ("填表人", "院领导", "确认日期")
SIGNATURES_OF_AN_OFFICE = ("填表人", "部门负责人", "填报日期")


@dataclass(frozen=True)
class PrintedFinding:
    number: int | None
    text: str
    state: str


@dataclass(frozen=True)
class PrintedLine:
    """One row; `heading` stands above the first line of each item."""

    heading: str
    number: int
    text: str
    entries: tuple[str, ...]
    department: str
    answer: str
    note: str
    findings: tuple[PrintedFinding, ...]


def printed_lines(view: SheetView) -> list[PrintedLine]:
    """The rows of the print, numbered through. One query more than the sheet itself."""
    shown = {f.pk for each in view.lines for f in each.findings if f.state != FindingState.VOID}
    entries = LedgerEntry.objects.filter(participation=view.sheet.participation_id, finding__in=shown)
    numbers = dict(entries.values_list("finding_id", "number"))
    rows: list[PrintedLine] = []
    for group in view.groups:
        for place, each in enumerate(group.lines):
            heading = f"{group.item.number}. {group.item.title}" if place == 0 else ""
            rows.append(_line(each, heading, len(rows) + 1, numbers))
    return rows


def _line(each: LineView, heading: str, number: int, numbers: dict[int, int | None]) -> PrintedLine:
    line = each.line
    return PrintedLine(
        heading=heading,
        number=number,
        text=line.checkpoint.text,
        entries=tuple(entry.words for entry in each.entries),
        department=line.department.name if line.department else "质控办",
        answer=str(line.get_answer_display()) if line.answer else "",
        note=line.note,
        findings=tuple(
            PrintedFinding(numbers.get(finding.pk), finding.text, finding.get_state_display())
            for finding in each.findings
            if finding.state != FindingState.VOID
        ),
    )


def signatures(sheet: InspectionSheet, *, whole: bool) -> tuple[str, ...]:
    """Who signs the paper: an office signs its part of the hospital's sheet, not the whole."""
    if not whole:
        return SIGNATURES_OF_AN_OFFICE
    return SIGNATURES_OF_A_DEPARTMENT if sheet.department_id else SIGNATURES_OF_THE_HOSPITAL
