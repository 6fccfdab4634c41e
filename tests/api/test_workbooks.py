"""A real workbook in by upload, the ledger out by export, long ones as jobs."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from infrastructure import jobs
from infrastructure.models import Job
from infrastructure.models.access import AccessEntry
from rectification.models import Finding
from rectification.services import exports, import_jobs
from tests.api.caller import Caller, done, problem
from tests.rectification.test_import_pages import BAD, ROWS, SampleHospital
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.slow

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def samples(db: None) -> SampleHospital:
    return SampleHospital()


def workbook(path: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes(), XLSX)


def test_a_sample_is_looked_at_and_entered_once(samples: SampleHospital) -> None:
    caller = Caller(samples.clerk)
    opened = done(caller.upload(f"ledgers/{samples.ledger.uid}/imports/", {"file": workbook(ROWS)}), 201)
    preview = done(caller.get(f"{opened['url']}preview/"))
    assert (preview["rows"], preview["ready"], preview["errors"]) == (20, 20, [])
    assert done(caller.post(f"{opened['url']}enter/")) == {"entered": 20, "changed": 0}
    assert Finding.objects.count() == 20
    problem(caller.post(f"{opened['url']}enter/"), 409)
    assert done(caller.get(opened["url"]))["imported_rows"] == 20
    assert done(caller.get(f"ledgers/{samples.ledger.uid}/imports/"))["count"] == 1
    problem(Caller(samples.second_clerk).get(opened["url"]), 404)


def test_bad_cells_are_told_and_columns_can_be_corrected(samples: SampleHospital) -> None:
    caller = Caller(samples.clerk)
    opened = done(caller.upload(f"ledgers/{samples.ledger.uid}/imports/", {"file": workbook(BAD)}), 201)
    preview = done(caller.get(f"{opened['url']}preview/"))
    assert preview["errors"]
    assert all({"sheet", "cell", "problem"} == set(one) for one in preview["errors"])
    problem(caller.post(f"{opened['url']}enter/", {"bad_rows": "none"}), 409)
    assert not Finding.objects.exists()
    found = [
        (sheet, one) for sheet in preview["sheets"] for one in sheet["columns"] if one["column"] == "finding"
    ]
    ((sheet, text),) = found
    body = {"sheets": [{"name": sheet["name"], "columns": [{"place": text["place"], "column": None}]}]}
    done(caller.put(f"{opened['url']}columns/", body))
    assert done(caller.get(f"{opened['url']}preview/"))["ready"] == 0
    columns = [{"place": n, "column": "finding"} for n in (1, 2)]
    for wrong, status in (
        ({}, 400),
        ({"sheets": "x"}, 400),
        ({"sheets": [{"name": sheet["name"], "columns": [{"place": 1, "column": "nonsense"}]}]}, 400),
        ({"sheets": [{"name": sheet["name"], "columns": [{"place": 10**9, "column": None}]}]}, 400),
        ({"sheets": [{"name": sheet["name"], "columns": columns}]}, 409),
    ):
        problem(caller.put(f"{opened['url']}columns/", wrong), status)


def test_what_is_no_workbook_is_refused(samples: SampleHospital) -> None:
    caller, path = Caller(samples.clerk), f"ledgers/{samples.ledger.uid}/imports/"
    for content in (b"", b"PK\x03\x04 no zip", b"%PDF-1.7", b"\x00" * 100):
        problem(caller.upload(path, {"file": SimpleUploadedFile("台账.xlsx", content, XLSX)}), 415)
    problem(caller.post(path, {"file": "台账.xlsx"}), 415)
    assert list(problem(caller.upload(path, {"file": "台账.xlsx"}), 400)["errors"]) == ["file"]


def test_a_large_workbook_is_a_job(
    samples: SampleHospital, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 1)
    caller = Caller(samples.clerk)
    opened = done(caller.upload(f"ledgers/{samples.ledger.uid}/imports/", {"file": workbook(ROWS)}), 201)
    asked = done(caller.get(f"{opened['url']}preview/"), 202)
    assert done(caller.get(f"{opened['url']}preview/"), 202)["uid"] == asked["uid"]
    assert Job.objects.count() == 1
    jobs.run_job(job_id=Job.objects.get().pk, clock=lambda: NOW)
    assert done(caller.get(f"{opened['url']}preview/"))["ready"] == 20
    entering = done(caller.post(f"{opened['url']}enter/"), 202)
    jobs.run_job(job_id=Job.objects.get(uid=entering["uid"]).pk, clock=lambda: NOW)
    assert done(caller.get(entering["url"]))["result"] == {"entered": 20}
    problem(Caller(samples.second_clerk).get(entering["url"]), 404)


def test_a_short_export_is_ready_with_the_answer(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    world.awaiting()
    world.draft(text="=cmd|' /C calc'!A0")
    caller, path = Caller(world.clerk), f"ledgers/{world.participation.uid}/exports/"
    with django_capture_on_commit_callbacks(execute=True):
        told = done(caller.post(f"{path}?state=draft", key="k"), 201)
    assert (told["state"], told["result"]) == ("done", {"rows": 1})
    again = done(caller.post(f"{path}?state=draft", key="k"), 201)
    assert again == told
    content = b"".join(caller.get(told["file_url"]).streaming_content)
    cells = [cell for row in load_workbook(BytesIO(content)).active.iter_rows() for cell in row]
    (typed,) = [cell for cell in cells if cell.value == "=cmd|' /C calc'!A0"]
    assert typed.data_type == "s"
    assert AccessEntry.objects.filter(kind="exported").count() == 1
    problem(Caller(world.second_clerk).get(told["file_url"]), 404)


def test_a_long_export_waits_for_the_worker(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    for number in range(2):
        world.move(world.draft(text=f"问题{number}"), "submit", world.liaison)
    caller = Caller(world.clerk)
    told = done(caller.post(f"ledgers/{world.participation.uid}/exports/"), 201)
    assert (told["state"], told["file_url"]) == ("queued", None)
    problem(caller.get(f"{told['url']}file/"), 404)
    jobs.run_job(job_id=Job.objects.get().pk, clock=lambda: NOW)
    assert done(caller.get(told["url"]))["state"] == "done"


def test_bad_filters_export_nothing(world: World) -> None:
    caller, path = Caller(world.clerk), f"ledgers/{world.participation.uid}/exports/"
    problem(caller.post(f"{path}?state=gone"), 400)
    problem(caller.post(f"{path}?sort=gone"), 400)
    problem(caller.post(f"{path}?lead=gone"), 400)
    assert not Job.objects.exists()


def test_cells_are_mended_and_questions_answered_through_the_api(samples: SampleHospital) -> None:
    caller = Caller(samples.clerk)
    opened = done(caller.upload(f"ledgers/{samples.ledger.uid}/imports/", {"file": workbook(BAD)}), 201)
    address = f"{opened['url']}decisions/"
    before = done(caller.get(f"{opened['url']}preview/"))
    (sheet,) = {error["sheet"] for error in before["errors"]}
    done(caller.put(address, {"cells": [{"sheet": sheet, "cell": "I9", "words": "2025-09-01"}]}))
    after = done(caller.get(f"{opened['url']}preview/"))
    assert after["ready"] == before["ready"] + 1
    for value, ready in (("9", 1), ("", after["ready"])):
        done(caller.put(address, {"answers": [{"key": f"sheet-header:{sheet}", "value": value}]}))
        assert done(caller.get(f"{opened['url']}preview/"))["ready"] == ready
    for wrong, status in (
        ({"cells": [{"sheet": sheet, "cell": "nowhere", "words": ""}]}, 409),
        ({"cells": [{"sheet": sheet, "cell": "I9", "words": word} for word in ("甲", "乙")]}, 409),
        ({"cells": [{"sheet": sheet, "cell": "I9"}]}, 400),
        ({"answers": "all"}, 400),
        ({"taken": [{"cell": "I9"}]}, 400),
    ):
        problem(caller.put(address, wrong), status)
    done(caller.post(f"{opened['url']}enter/"))
    problem(caller.put(address, {"answers": []}), 409)
