"""Reads an uploaded workbook: first the raw package is looked through, then a limited child process reads the cells."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from infrastructure.workbooks.grid import (
    Beside,
    BesideKind,
    CellError,
    CellValue,
    MergedRange,
    Percent,
    SheetGrid,
    WorkbookGrid,
)
from infrastructure.workbooks.limits import ReadLimits
from infrastructure.workbooks.package_checks import WorkbookKind, check_package
from infrastructure.workbooks.refusals import WorkbookRefusal, refuse

_ROOT = Path(__file__).resolve().parents[2]
# -I leaves our own place out of the path, so the reader is told where it is; it imports nothing that knows settings.
_READER = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from infrastructure.workbooks.reader.process import main; main(sys.argv[2], sys.argv[3])"
)
_DEFAULT_LIMITS = ReadLimits()


def read_workbook(
    path: Path, *, limits: ReadLimits = _DEFAULT_LIMITS, documents: bool = False
) -> WorkbookGrid:
    """The cells of every sheet, or WorkbookRefused with a reason for the person who brought the file.

    With `documents` the tables of a Word document are sheets too.
    """
    with path.open("rb") as stream:
        # One byte more than allowed is enough to see that it is too many.
        content = stream.read(limits.file_bytes + 1)
    kind = check_package(io.BytesIO(content), limits, documents=documents)
    answer = _ask_reader(content, kind, limits)
    if "refused" in answer:
        refuse(WorkbookRefusal(answer["refused"]), limit=answer["limit"])
    sheets = tuple(_sheet(sheet) for sheet in answer["sheets"])
    for sheet in sheets:
        # Merged ranges may overlap in a file made on purpose: their sum is what looking them up would cost.
        if sum(map(sheet.clipped_area, sheet.merged)) > limits.cells:
            refuse(WorkbookRefusal.TOO_MANY_CELLS, limit=limits.cells)
    return WorkbookGrid(sheets=sheets)


def _ask_reader(content: bytes, kind: WorkbookKind, limits: ReadLimits) -> dict[str, Any]:
    """Run the reader on the very bytes that were checked. It inherits no secret from our environment."""
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, "-I", "-c", _READER, str(_ROOT), json.dumps(asdict(limits)), kind.value]
    try:
        finished = subprocess.run(
            command,
            input=content,
            capture_output=True,
            timeout=limits.reader_wall_seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired:
        refuse(WorkbookRefusal.READER_STOPPED)
    if finished.returncode != 0:
        refuse(WorkbookRefusal.READER_STOPPED)
    try:
        answer: dict[str, Any] = json.loads(finished.stdout)
    except ValueError:
        refuse(WorkbookRefusal.READER_STOPPED)
    return answer


def _sheet(answer: dict[str, Any]) -> SheetGrid:
    return SheetGrid(
        name=answer["name"],
        hidden=answer["hidden"],
        rows=tuple(tuple(map(_cell, row)) for row in answer["rows"]),
        merged=tuple(MergedRange(*edges) for edges in answer["merged"]),
        hidden_rows=frozenset(answer["hidden_rows"]),
        hidden_columns=frozenset(answer["hidden_columns"]),
        struck=frozenset((row, column) for row, column in answer["struck"]),
        partly_struck=frozenset((row, column) for row, column in answer["partly_struck"]),
        beside=tuple(
            Beside(row, column, BesideKind(kind), words) for row, column, kind, words in answer["beside"]
        ),
    )


def _cell(value: Any) -> CellValue:
    if isinstance(value, dict):
        ((kind, content),) = value.items()
        return _MADE[kind](content)
    cell: CellValue = value
    return cell


_MADE: dict[str, Callable[[Any], CellValue]] = {
    "at": datetime.fromisoformat,
    "on": date.fromisoformat,
    "percent": Percent,
    "error": CellError,
}
