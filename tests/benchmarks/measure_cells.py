"""A block pasted into the table of the ledger and saved: 500 cells, against the same rows written in bulk by hand."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from infrastructure import audit
from organizations.models import StaffMember
from rectification.actions import FindingAction
from rectification.models import Finding
from rectification.rules.ledger_columns import Column
from rectification.services.cell_edits import CellEdit, Result, save_cells
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench
from tests.rectification.world import World

ROUNDS = 5


class Block:
    """Cells of the first rows, other words in each round."""

    def __init__(self, world: World, rows: int, columns: tuple[Column, ...]) -> None:
        self.world, self.columns, self.saved, self.written = world, columns, 0, 0
        self.ids = list(Finding.objects.order_by("pk").values_list("pk", flat=True)[:rows])
        self.people = list(StaffMember.objects.filter(name__in=["吴海", "郑洁"]).order_by("name"))

    def cells(self) -> list[CellEdit]:
        self.saved += 1
        person = self.people[self.saved % 2].name
        words = {
            Column.FINDING: f"第 {self.saved} 次改过的问题",
            Column.PERSON: person,
            Column.DEADLINE: f"2029-01-{self.saved + 1:02}",
            Column.SUPPORTING: ("质控办", "检验科")[self.saved % 2],
            Column.REMARK: f"第 {self.saved} 次",
            Column.PROGRESS: f"第 {self.saved} 次进展",
        }
        return [CellEdit(pk, column, None, words[column]) for pk in self.ids for column in self.columns]

    def save(self) -> None:
        given = {"participation": self.world.participation, "by": self.world.clerk, "now": timezone.now()}
        outcomes = save_cells(edits=self.cells(), **given)  # type: ignore[arg-type]
        assert [one for one in outcomes if one.result is not Result.SAVED] == []

    def write(self) -> None:
        """The floor: no right, no reading, no comparing; row images and the audit are there."""
        self.written += 1
        by, now = self.world.clerk, timezone.now()
        with audit.acting(by=by):
            rows = list(Finding.objects.select_for_update().filter(pk__in=self.ids))
            for row in rows:
                row.text, row.remark = f"问题，第 {self.written} 稿", f"第 {self.written} 稿"
                row.origin_label = f"{self.written}"
                row.revision += 1
            columns = ["text", "remark", "origin_label", "revision"]
            Finding.objects.bulk_update(rows, columns if len(self.columns) > 1 else ["remark", "revision"])
            given = {"action": FindingAction.EDITED, "by": by, "now": now}
            audit.record_many(
                [audit.entry(target=row, hospital_id=row.hospital_id, **given) for row in rows]  # type: ignore[arg-type]
            )


WIDE = (Column.FINDING, Column.PERSON, Column.DEADLINE, Column.SUPPORTING, Column.REMARK)


def measure_cells(live_database: str, bench: Bench) -> None:
    world = World()
    fill(world, 500, world.ward)
    for rows, columns in ((100, WIDE), (500, (Column.REMARK,)), (500, (Column.PROGRESS,))):
        block = Block(world, rows, columns)
        mine, floor = bench.medians(block.save, block.write, rounds=ROUNDS, warm_up=1)
        name = f"500 cells saved, {rows} rows of {len(columns)}"
        name += " (notes)" if columns == (Column.PROGRESS,) else ""
        bench.tell(name, mine, "s", floor=floor, aim="≤ 2 s", note=f"{_queries(block.save)} queries")


def _queries(do: Callable[[], None]) -> int:
    with CaptureQueriesContext(connection) as seen:
        do()
    return len(seen)
