"""The journey of a workbook that is sent out and comes back, by its pages and by the API."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from infrastructure.files.kinds import XLSX
from infrastructure.jobs import run_next_job
from rectification.models import LedgerImport
from rectification.rules.ledger_columns import Column
from rectification.services import import_jobs
from rectification.services.cell_edits import CellEdit, save_cells
from tests.access.asking import body_of
from tests.api.caller import Caller, done
from tests.rectification.returning import Sheet
from tests.rectification.world import NOW, World, as_

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]


def downloaded(world: World, client: Any, committed: Any) -> Sheet:
    """`committed`: a file is there when its transaction is over."""
    with committed(execute=True):
        begun = client.get(f"/h/{world.hospital.code}/ledger/template/")
    answer = client.get(begun.url)
    assert answer.status_code == 200
    assert "可回传" in answer["Content-Disposition"] or "%E5%8F%AF" in answer["Content-Disposition"]
    return Sheet(body_of(answer))


def sent_back(world: World, client: Any, sheet: Sheet) -> Any:
    upload = SimpleUploadedFile("台账_可回传.xlsx", sheet.content(), XLSX.content_type)
    form = {"run": world.run.code, "file": upload}
    return client.post(f"/h/{world.hospital.code}/ledger/import/", form, follow=True)


def changed_by_another(world: World, finding: Any, words: str) -> None:
    edit = CellEdit(finding.pk, Column.REMARK, None, words)
    save_cells(participation=world.participation, edits=[edit], by=world.second_clerk, now=NOW)


@pytest.mark.parametrize("large", [False, True])
def test_three_edits_and_one_conflict(
    world: World, large: bool, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    finding, _, _ = world.planned(remark="导出时")
    client = as_(world.clerk)
    assert "可回传的工作簿" in client.get(f"/h/{world.hospital.code}/ledger/").content.decode()
    sheet = downloaded(world, client, django_capture_on_commit_callbacks)
    sheet.set(1, "责任人", "郑洁")
    sheet.set(1, "措施责任部门", "检验科")
    sheet.set(1, "整改进展", "已培训")
    sheet.set(1, "备注", "表中")
    sheet.set(1, "验收人", "我")
    changed_by_another(world, finding, "台账")
    if large:
        monkeypatch.setattr(import_jobs, "MANY_RETURNED", 0)
    page = sent_back(world, client, sheet)
    if large:
        page = _after_the_job(client, page)
    assert [change["field"] for change in page.context["seen"]["changes"]] == [
        "措施责任部门", "责任人", "整改进展（补充）",
    ]  # fmt: skip
    (conflict,) = page.context["seen"]["questions"]
    text = page.content.decode()
    assert all(words in text for words in ("导出时", "台账", "表中", "“验收人”由办理过程产生"))
    finding.refresh_from_db()
    assert (finding.remark, finding.responsible_person) == ("台账", world.head.staff)
    opened = LedgerImport.objects.get()
    done = client.post(f"/imports/{opened.uid}/enter/", {conflict["key"]: "mine"}, follow=True)
    if large:
        done = _after_the_job(client, done)
    assert "回传完成" in done.content.decode()
    finding.refresh_from_db()
    assert (finding.remark, finding.responsible_person) == ("表中", world.liaison.staff)
    assert [note.text for note in finding.notes.all()] == ["已培训"]
    opened.refresh_from_db()
    assert [made["result"] for made in opened.changes_made] == ["saved"] * 4 + ["unread"]
    again = sent_back(world, client, sheet)
    if large:
        again = _after_the_job(client, again)
    assert again.context["seen"]["changes"] == again.context["seen"]["questions"] == []
    assert "没有要保存的改动。" in again.content.decode()


def _after_the_job(client: Any, page: Any) -> Any:
    assert "正在" in page.content.decode()
    assert run_next_job(clock=timezone.now)
    return client.get(page.request["PATH_INFO"])


def test_a_workbook_that_is_not_from_here_is_refused_at_the_field_of_the_file(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    other = World()
    other.planned()
    sheet = downloaded(other, as_(other.clerk), django_capture_on_commit_callbacks)
    page = sent_back(world, as_(world.clerk), sheet)
    assert page.status_code == 400
    assert "不是本院从这里导出的" in page.content.decode()
    assert not LedgerImport.objects.exists()


def test_the_same_by_the_api(world: World, django_capture_on_commit_callbacks: Any) -> None:
    finding, _, _ = world.planned(remark="导出时")
    caller, base = Caller(world.clerk), f"ledgers/{world.participation.uid}/"
    with django_capture_on_commit_callbacks(execute=True):
        job = done(caller.post(f"{base}templates/"), 201)
    assert (job["state"], job["result"]) == ("done", {"rows": 1})
    sheet = Sheet(body_of(caller.get(job["file_url"])))
    sheet.set(1, "责任人", "郑洁")
    sheet.set(1, "备注", "表中")
    changed_by_another(world, finding, "台账")
    upload = SimpleUploadedFile("台账_可回传.xlsx", sheet.content(), XLSX.content_type)
    opened = done(caller.upload(f"{base}imports/", {"file": upload}), 201)
    seen = done(caller.get(f"{opened['url']}preview/"))
    assert [(c["field"], c["old"], c["new"]) for c in seen["changes"]] == [("责任人", "吴海", "郑洁")]
    (question,) = seen["questions"]
    assert [answer["value"] for answer in question["answers"]] == ["theirs", "mine"]
    decided = {"answers": [{"key": question["key"], "value": "mine"}]}
    done(caller.put(f"{opened['url']}decisions/", decided))
    assert done(caller.post(f"{opened['url']}enter/")) == {"entered": 0, "changed": 2}
    finding.refresh_from_db()
    assert finding.remark == "表中"


def test_one_among_many_files_leads_to_its_own_preview(
    world: World, django_capture_on_commit_callbacks: Any
) -> None:
    world.planned()
    client = as_(world.clerk)
    sheet = downloaded(world, client, django_capture_on_commit_callbacks)
    content = sheet.content()
    files = [SimpleUploadedFile(f"{name}.xlsx", content, XLSX.content_type) for name in ("甲", "乙")]
    form = {"run": world.run.code, "file": files}
    batch = client.post(f"/h/{world.hospital.code}/ledger/import/", form).url
    while run_next_job(clock=lambda: NOW):
        pass
    page = client.get(batch)
    assert [each["state"] for each in page.context["files"]] == ["work", "work"]
    assert "这是导出的可回传的台账：打开它，看过改动后保存。" in page.content.decode()
    uid = page.context["files"][0]["uid"]
    assert "保存" in client.get(f"/imports/{uid}/").content.decode()
