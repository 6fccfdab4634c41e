"""Uploads of the full hospital: a workbook in its preview, and several that were sent at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from infrastructure.jobs import run_job
from rectification.services import import_batches, ledger_import
from tests.rectification.world import NOW, World

HEADINGS = ["序号", "整治内容", "存在问题", "牵头部门"]


def add_imports(world: World, rows: dict[str, Any], workbook: Callable[..., SimpleUploadedFile]) -> None:
    sheet = workbook(HEADINGS, ["1", "科室制度落实", "查房记录缺页", "骨科"])
    rows["import"] = ledger_import.upload_workbook(
        participation=world.participation, upload=sheet, by=world.clerk, now=NOW
    )
    rows["import"].lines.create(hospital=world.hospital, position=0, sheet="台账", content={"row": 2})
    several = [
        workbook(
            HEADINGS, ["1", "科室制度落实", f"交接班记录缺第 {number} 页", "骨科"], name=f"{number}.xlsx"
        )
        for number in (1, 2)
    ]
    rows["batch"] = import_batches.upload_batch(
        participation=world.participation, uploads=several, by=world.clerk, now=NOW
    )
    assert run_job(job_id=rows["batch"].pk, clock=lambda: NOW)
    rows["batch"].refresh_from_db()
