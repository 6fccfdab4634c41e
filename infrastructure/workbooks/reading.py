"""Reads an uploaded workbook: first the raw package is looked through, then a limited child process reads the cells."""

import io
import json
import os
import subprocess
import sys
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

from infrastructure.workbooks.grid import CellValue, MergedRange, SheetGrid, WorkbookGrid
from infrastructure.workbooks.limits import ReadLimits
from infrastructure.workbooks.package_checks import check_package
from infrastructure.workbooks.refusals import WorkbookRefusal, refuse

_READER = Path(__file__).with_name("sheet_reader.py")
_DEFAULT_LIMITS = ReadLimits()


def read_workbook(path: Path, *, limits: ReadLimits = _DEFAULT_LIMITS) -> WorkbookGrid:
    """The cells of every sheet, or WorkbookRefused with a reason for the person who brought the file."""
    with path.open("rb") as stream:
        # One byte more than allowed is enough to see that it is too many.
        content = stream.read(limits.file_bytes + 1)
    check_package(io.BytesIO(content), limits)
    answer = _ask_reader(content, limits)
    if "refused" in answer:
        refuse(WorkbookRefusal(answer["refused"]), limit=answer["limit"])
    sheets = tuple(_sheet(sheet) for sheet in answer["sheets"])
    for sheet in sheets:
        # Merged ranges may overlap in a file made on purpose: their sum is what looking them up would cost.
        if sum(map(sheet.clipped_area, sheet.merged)) > limits.cells:
            refuse(WorkbookRefusal.TOO_MANY_CELLS, limit=limits.cells)
    return WorkbookGrid(sheets=sheets)


def _ask_reader(content: bytes, limits: ReadLimits) -> dict[str, Any]:
    """Run the reader on the very bytes that were checked. It inherits no secret from our environment."""
    environment = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    command = [sys.executable, "-I", str(_READER), json.dumps(asdict(limits))]
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
    )


def _cell(value: Any) -> CellValue:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["at"]) if "at" in value else date.fromisoformat(value["on"])
    cell: CellValue = value
    return cell
