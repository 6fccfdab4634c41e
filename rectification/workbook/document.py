"""The plan of an import as one JSON document: what the command prints and the API answers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from rectification.workbook.plan import CellProblem, ImportPlan, PlannedFinding


@dataclass(frozen=True)
class Names:
    """What departments and people are called, by id."""

    departments: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[int, str] = field(default_factory=dict)


def as_document(plan: ImportPlan) -> dict[str, Any]:
    """Counts and everything that is to be told. Keys are added in time, none is taken away."""
    return {
        "rows": plan.rows,
        "ready": plan.ready,
        "no_problem": plan.no_problem,
        "errors": _told(plan.errors),
        "warnings": _told(plan.warnings),
        "changes": [
            {
                "sheet": change.sheet,
                "cell": change.cell,
                "number": change.number,
                "field": change.column.label,
                "old": change.old,
                "new": change.new,
            }
            for change in plan.changes
        ],
        "unused": [
            {
                "sheet": column.sheet,
                "cell": column.cell,
                "heading": column.heading,
                "sample": column.sample,
                "count": column.count,
            }
            for column in plan.unused
        ],
        "questions": [
            {
                "sheet": question.sheet,
                "cell": question.cell,
                "question": question.question,
                "key": question.key,
                "answers": [{"value": answer.value, "label": answer.label} for answer in question.answers],
                "name": question.subject,
            }
            for question in plan.questions
        ],
    }


def rows_of(plan: ImportPlan, names: Names) -> list[dict[str, Any]]:
    """Each finding as it was read, in the order of the file."""
    return [_row(finding, names) for finding in plan.findings]


def _row(finding: PlannedFinding, names: Names) -> dict[str, Any]:
    return {
        "sheet": finding.sheet,
        "row": finding.row,
        "item": finding.item_code,
        "checkpoint": finding.checkpoint_code,
        "lead": names.departments.get(finding.lead_department_id),
        "supporting": [names.departments[each] for each in finding.supporting_ids],
        "person": names.people.get(finding.person_id) if finding.person_id else None,
        "found_on": _iso(finding.found_on),
        "due_on": _iso(finding.due_on),
        "done_on": _iso(finding.done_on),
        "on_the_spot": finding.on_the_spot,
        "state": finding.state.value,
        "text": finding.text,
    }


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _told(problems: Iterable[CellProblem]) -> list[dict[str, str]]:
    return [{"sheet": p.sheet, "cell": p.cell, "problem": p.problem} for p in problems]
