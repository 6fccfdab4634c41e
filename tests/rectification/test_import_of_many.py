"""Forty workbooks at once: each an import of its own, told by file; those without a doubt enter together."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from infrastructure import jobs
from infrastructure.job_origins import origin_of
from infrastructure.models import Job, StoredFile
from infrastructure.models.files import FileState
from rectification.models import Finding, LedgerImport
from tests.access.site import workbook
from tests.infrastructure.workbooks.documents import document, paragraph, row, table
from tests.rectification.test_import_pages import MERGED, SampleHospital
from tests.rectification.world import NOW, as_

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]
HEADINGS = ["序号", "整治内容", "存在问题", "牵头部门", "整改时限"]
ITEM = "（一）医疗质量管理组织体系不健全问题"


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> SampleHospital:
    return SampleHospital()


def good(number: int, name: str = "") -> SimpleUploadedFile:
    rows = ["1", ITEM, f"第 {number} 份会议记录缺签名", "骨科", "2026-09-30"]
    return workbook(HEADINGS, rows, name=name or f"{number}.xlsx")


def old(text: str) -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("台账")
    for place, value in enumerate(HEADINGS):
        sheet.write(0, place, value)
    for place, value in enumerate(["1", ITEM, text, "骨科", "2026-09-30"]):
        sheet.write(1, place, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def send(client: Client, world: SampleHospital, *files: SimpleUploadedFile) -> Any:
    return client.post(f"/h/{world.hospital.code}/ledger/import/", {"run": "QS25", "file": list(files)})


def work_off() -> None:
    while jobs.run_next_job(clock=lambda: NOW):
        pass


def sent_and_read(client: Client, world: SampleHospital, *files: SimpleUploadedFile) -> Any:
    sent = send(client, world, *files)
    assert sent.status_code == 302, sent.content.decode()
    assert "<progress" in client.get(sent.url).content.decode()
    work_off()
    page = client.get(sent.url)
    assert page.status_code == 200
    return page, sent.url


def states(page: Any) -> dict[str, str]:
    return {file["name"]: file["state"] for file in page.context["files"]}


def test_each_file_is_told_by_name_and_the_clear_ones_enter_together(world: SampleHospital) -> None:
    client = as_(world.clerk)
    bad = workbook(HEADINGS, ["1", ITEM, "缺签名", "不存在的科室", "2026-09-30"], name="待处理.xlsx")
    nothing = SimpleUploadedFile("说明.txt", b"just text")
    broken = SimpleUploadedFile("坏的.xlsx", b"PK\x03\x04 broken")
    page, url = sent_and_read(client, world, good(1), bad, good(2), nothing, broken)
    assert states(page) == {
        "待处理.xlsx": "work", "说明.txt": "failed", "坏的.xlsx": "failed", "1.xlsx": "clear", "2.xlsx": "clear",
    }  # fmt: skip
    words = page.content.decode()
    assert "导入没有疑问的 2 个" in words
    assert "损坏" in words
    assert LedgerImport.objects.count() == StoredFile.objects.exclude(state=FileState.DISCARDED).count() == 3
    assert client.post(f"{url}enter/").status_code == 302
    work_off()
    page = client.get(url)
    assert states(page)["1.xlsx"] == states(page)["2.xlsx"] == "done"
    assert states(page)["待处理.xlsx"] == "work"
    assert Finding.objects.count() == 2
    assert {origin_of(job).url for job in Job.objects.all()} == {url}
    again = client.post(f"{url}enter/", follow=True)
    assert "没有可以直接导入的工作簿" in again.content.decode()


def test_what_was_known_by_the_time_it_enters_is_not_entered_twice(world: SampleHospital) -> None:
    client = as_(world.clerk)
    page, url = sent_and_read(client, world, good(1, "甲.xlsx"), good(1, "乙.xlsx"))
    assert set(states(page).values()) == {"clear"}
    client.post(f"{url}enter/")
    work_off()
    assert Finding.objects.count() == 1


def test_a_zip_of_workbooks_of_every_kind_is_several_uploads(world: SampleHospital) -> None:
    lines = [HEADINGS, ["1", ITEM, "文档里的问题", "骨科", "2026-09-30"]]
    files = {
        "骨科/台账.xlsx": MERGED.read_bytes(),
        "心内科/台账.xls": old("旧版里的问题"),
        "附件.docx": document(paragraph("台账"), table(*(row(*line) for line in lines))),
        "__MACOSX/._附件.docx": b"x",
        "~$台账.xlsx": b"x",
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    client = as_(world.clerk)
    page, _ = sent_and_read(client, world, SimpleUploadedFile("各科室.zip", buffer.getvalue()))
    assert set(states(page)) == {"骨科/台账.xlsx", "心内科/台账.xls", "附件.docx"}
    assert states(page)["附件.docx"] == states(page)["心内科/台账.xls"] == "clear"
    assert set(LedgerImport.objects.values_list("file__original_name", flat=True)) == {
        "台账.xlsx", "台账.xls", "附件.docx",
    }  # fmt: skip


def test_reading_again_after_a_crash_opens_nothing_twice(world: SampleHospital) -> None:
    client = as_(world.clerk)
    sent_and_read(client, world, good(1), good(2))
    job = Job.objects.get()
    Job.objects.filter(pk=job.pk).update(state="queued", finished_at=None)
    work_off()
    assert LedgerImport.objects.count() == 2


def test_a_batch_is_its_senders_and_costs_the_same_for_many(
    world: SampleHospital, django_assert_max_num_queries: Any
) -> None:
    client = as_(world.clerk)
    _, few = sent_and_read(client, world, good(1), good(2))
    _, many = sent_and_read(client, world, *(good(number) for number in range(3, 15)))
    counts = []
    for url in (few, many):
        with django_assert_max_num_queries(40) as seen:
            client.get(url)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert as_(world.second_clerk).get(few).status_code == 404


def test_too_many_files_are_refused_with_the_number(world: SampleHospital) -> None:
    files = (SimpleUploadedFile(f"{number}.xlsx", b"x") for number in range(101))
    with_too_many = io.BytesIO()
    with zipfile.ZipFile(with_too_many, "w") as archive:
        for file in files:
            archive.writestr(file.name or "", b"x")
    sent = send(as_(world.clerk), world, SimpleUploadedFile("a.zip", with_too_many.getvalue()))
    assert sent.status_code == 400
    assert "一次最多 100 个文件（现有 101 个）" in sent.content.decode()
    assert not StoredFile.objects.exists()
