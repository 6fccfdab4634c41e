"""One export of the ledger in a process of its own: `ours`, or the `floor` with the same rows in hand.

Reads the database that the environment names, prints the seconds of the writing and the megabytes it took more.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from openpyxl import Workbook  # noqa: E402 (models can be imported from here on)
from openpyxl.cell import Cell, WriteOnlyCell  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, Side  # noqa: E402

from campaigns.models import Participation  # noqa: E402
from organizations.models import User  # noqa: E402
from organizations.scope import scope_of  # noqa: E402
from rectification.rights import FindingRight  # noqa: E402
from rectification.rules.ledger_columns import WRITTEN  # noqa: E402
from rectification.selectors import ledger  # noqa: E402
from rectification.selectors.leaving import Leaving  # noqa: E402
from rectification.selectors.ledger_lines import export_rows  # noqa: E402
from rectification.services.exports import write_ledger  # noqa: E402
from tests.benchmarks.report import peak_megabytes  # noqa: E402
from tests.rectification.world import TODAY  # noqa: E402


def main(side: str, user: str, participation: str, path: str) -> None:
    scope = scope_of(User.objects.get(pk=user), FindingRight.EXPORT, as_of=TODAY)
    run = Participation.objects.select_related("run", "hospital").get(pk=participation)
    rows = ledger.ledger_rows(scope=scope, participation=run)
    kept = [] if side == "ours" else [_cells(line) for line in export_rows(rows, run, "number")]
    before, begun = peak_megabytes(), time.perf_counter()
    if side == "ours":
        going = Leaving(rows, asked=False)
        write_ledger(path=Path(path), going=going, participation=run, sort="number", as_of=TODAY)
    else:
        _plain_openpyxl(Path(path), kept)
    sys.stdout.write(f"{time.perf_counter() - begun} {peak_megabytes() - before}\n")


def _cells(line: Any) -> list[Any]:
    return [column.of(line) for column in WRITTEN]


def _plain_openpyxl(path: Path, rows: list[list[Any]]) -> None:
    """The floor: openpyxl write-only, the same cells; their style is made once and named by each."""
    side = Side(style="thin", color="FF808080")
    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题台账")
    styled = WriteOnlyCell(sheet)
    styled.font = Font(name="宋体", size=10)
    styled.border = Border(left=side, right=side, top=side, bottom=side)
    styled.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    style = styled._style
    for row in [[column.heading for column in WRITTEN], *rows]:
        sheet.append([Cell(sheet, row=1, column=1, value=value, style_array=style) for value in row])
    book.save(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
