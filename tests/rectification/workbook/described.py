"""Workbooks described as text, with the reading that is expected of them: one file of TOML for each temper.

A line of `rows` is a row, its cells stand between `|`. A cell is text, but for its first sign: `#` a number, `@` a day,
`%` a per cent, `!` an error value. `⏎` breaks a line inside a cell.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from infrastructure.workbooks.grid import (
    CellError,
    CellValue,
    MergedRange,
    Percent,
    SheetGrid,
    WorkbookGrid,
    cell_place,
)
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import CellProblem, ImportPlan, PlannedFinding

FOLDER = Path(__file__).parent / "forty"
_MADE: dict[str, Callable[[str], CellValue]] = {
    "#": lambda text: float(text) if "." in text else int(text),
    "@": date.fromisoformat,
    "%": lambda text: Percent(text),
    "!": CellError,
}


@dataclass(frozen=True)
class Described:
    name: str
    file: str
    grid: WorkbookGrid
    expected: dict[str, Any]

    def __str__(self) -> str:
        return self.name


def all_described() -> Iterator[Described]:
    for path in sorted(FOLDER.glob("*.toml")):
        for one in tomllib.loads(path.read_text(encoding="utf-8"))["workbook"]:
            sheets = one.pop("sheet")
            grid = WorkbookGrid(tuple(_sheet(sheet) for sheet in sheets))
            yield Described(one.pop("name"), one.pop("file", ""), grid, one)


def _sheet(described: dict[str, Any]) -> SheetGrid:
    rows = tuple(tuple(_cells(line)) for line in described["rows"].strip("\n").split("\n"))
    return SheetGrid(
        name=described.get("name", "台账"),
        rows=rows,
        merged=tuple(_merged(words) for words in described.get("merged", "").split()),
        hidden=described.get("hidden", False),
        hidden_rows=frozenset(described.get("hidden_rows", ())),
        struck=frozenset(cell_place(name) for name in described.get("struck", "").split()),
    )


def _cells(line: str) -> Iterator[CellValue]:
    for cell in line.split("|"):
        text = cell.strip().replace("⏎", "\n")
        made = _MADE.get(text[:1])
        yield made(text[1:]) if made and len(text) > 1 else text or None


def _merged(words: str) -> MergedRange:
    first, last = (cell_place(name) for name in words.split(":"))
    return MergedRange(first[0], first[1], last[0], last[1])


def reading_of(plan: ImportPlan, context: ImportContext) -> dict[str, Any]:
    """What a plan says, in the words of the descriptions. `told`, `errors` and `asked` name cell and kind."""
    many = len(plan.sheets) > 1
    said = {
        "findings": [_finding(finding, context, many=many) for finding in plan.findings],
        "errors": _places(plan.errors, many=many),
        "told": _places(plan.warnings, many=many),
        "asked": sorted(f"{one.sheet} {one.cell}" if many else one.cell for one in plan.questions),
        "no_problem": plan.no_problem,
    }
    return {key: value for key, value in said.items() if value}


def _places(problems: tuple[CellProblem, ...], *, many: bool) -> list[str]:
    return sorted(
        f"{one.sheet} {one.cell} {one.kind.value}" if many else f"{one.cell} {one.kind.value}"
        for one in problems
    )


def _finding(finding: PlannedFinding, context: ImportContext, *, many: bool) -> str:
    """Row, item, lead+supporting, person, days, state | text | causes, measures, progress, remark."""
    names: dict[int, str] = {}
    for name, number in context.departments.items():
        names.setdefault(number, name)
    people = {ref.id: name for name, refs in context.staff.items() for ref in refs}
    lead = "+".join([names[finding.lead_department_id], *(names[each] for each in finding.supporting_ids)])
    due = "当场" if finding.on_the_spot else "长期" if finding.ongoing else finding.due_on
    words = [
        f"{finding.sheet}!{finding.row}" if many else str(finding.row),
        finding.item_code + (f"/{finding.checkpoint_code}" if finding.checkpoint_code else ""),
        lead,
        people.get(finding.person_id or 0, "-"),
        f"发现 {finding.found_on}" if finding.found_on else "",
        f"时限 {due}" if due else "",
        f"原定 {finding.original_due_on}" if finding.original_due_on else "",
        f"完成 {finding.done_on}" if finding.done_on else "",
        finding.state.value,
    ]
    texts = [
        finding.text.replace("\n", "⏎"),
        f"原因 {'；'.join(finding.causes)}" if finding.causes else "",
        f"措施 {'；'.join(measure.text for measure in finding.measures)}" if finding.measures else "",
        f"进展 {finding.progress}" if finding.progress else "",
        f"备注 {finding.remark}" if finding.remark else "",
    ]
    return " ".join(filter(None, words)) + " | " + " | ".join(filter(None, texts)).replace("\n", "⏎")
