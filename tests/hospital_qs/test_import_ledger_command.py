"""`import_ledger`: one JSON document on standard output, nothing on the other."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from rectification.models import Finding
from tests.rectification.test_import_pages import SampleHospital

pytestmark = [pytest.mark.usefixtures("on_the_day", "world"), pytest.mark.clause("QS25.P2")]
SAMPLE = Path(__file__).parents[1] / "samples" / "问题台账_合并单元格.xlsx"


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> SampleHospital:
    return SampleHospital()


def told(world: SampleHospital, *more: str) -> dict[str, Any]:
    out, err = StringIO(), StringIO()
    call_command(
        "import_ledger", str(SAMPLE), "--hospital", world.hospital.code, "--campaign", "QS25", "--json", *more,
        stdout=out, stderr=err,
    )  # fmt: skip
    assert err.getvalue() == ""
    document: dict[str, Any] = json.loads(out.getvalue())
    return document


def test_a_dry_run_tells_everything_and_writes_nothing(world: SampleHospital) -> None:
    document = told(world, "--dry-run")
    assert list(document) == [
        "rows", "ready", "no_problem", "errors", "warnings", "changes", "unused", "questions",
    ]  # fmt: skip
    assert (document["rows"], document["ready"]) == (20, 20)
    assert not Finding.objects.exists()


def test_rows_are_told_in_the_order_of_the_file_as_they_were_read(world: SampleHospital) -> None:
    rows = told(world, "--dry-run", "--rows")["findings"]
    assert len(rows) == 20
    assert rows[2] == {
        "sheet": "问题台账", "row": 6, "item": "I2", "checkpoint": None, "lead": "医务处",
        "supporting": ["检验科", "信息科"], "person": "陈思远", "found_on": None, "due_on": "2025-09-20",
        "done_on": None, "on_the_spot": False, "state": "closed", "text": "危急值报告制度未覆盖床旁检测项目",
    }  # fmt: skip


def test_what_cannot_be_read_is_one_sentence_and_no_traceback(world: SampleHospital, tmp_path: Path) -> None:
    broken = tmp_path / "台账.xlsx"
    broken.write_bytes(b"not a workbook")
    with pytest.raises(CommandError, match="这不是 Excel 工作簿"):
        call_command("import_ledger", str(broken), "--hospital", world.hospital.code, "--campaign", "QS25")
