"""The samples of real ledgers through the page: upload, preview, correction, import, again."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook
from openpyxl.drawing.image import Image
from PIL import Image as PillowImage

from campaigns.models import Campaign
from campaigns.services.campaigns import sync_campaigns
from campaigns.services.runs import open_documents_run
from infrastructure import jobs
from infrastructure.models import Job, StoredFile
from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import DepartmentAlias
from rectification.models import Finding, LedgerImport
from rectification.services import import_jobs
from tests import factories
from tests.rectification.world import NOW, World, as_

pytestmark = pytest.mark.usefixtures("world")
SAMPLES = Path(__file__).parents[1] / "samples"
MERGED, ROWS, BAD = (
    SAMPLES / name for name in ("问题台账_合并单元格.xlsx", "问题台账_一题多行.xlsx", "问题台账_坏数据.xlsx")
)
DEPARTMENTS = (
    "人事处、院办、信息科、手术麻醉科、绩效办、护理部、总务科、心内科、急诊科、病案室、普外科、重症医学科、"
    "院感科、口腔科、医学装备部、超声科、影像科、科教科、医德医风办、纪检办公室"
)
PEOPLE = "赵倩、钱勇、冯涛、褚红、卫东、蒋琳、沈冰、韩梅、杨帆、朱军、秦悦、尤佳、许峰"


class SampleHospital(World):
    """The departments and people that the samples name, in QS25's own run."""

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in DEPARTMENTS.split("、"):
            factories.make_department(self.hospital, name=name)
        intensive = self.hospital.departments.get(name="重症医学科")
        DepartmentAlias.objects.create(hospital=self.hospital, department=intensive, name="ICU")
        for name in PEOPLE.split("、"):
            factories.make_staff(self.hospital, name=name, department=self.ward)
        sync_campaigns(by=None, now=NOW)
        open_documents_run(
            campaign=Campaign.objects.get(code="QS25"), owner=factories.make_nation(), by=None, now=NOW
        )
        self.ledger = self.hospital.participations.get(run__code="QS25")


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> SampleHospital:
    return SampleHospital()


def upload(client: Client, world: World, content: bytes, name: str = "台账.xlsx") -> Any:
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    return client.post(f"/h/{world.hospital.code}/ledger/import/", {"run": "QS25", "file": file})


@pytest.mark.parametrize(("sample", "rows"), [(MERGED, 20), (ROWS, 20)], ids=["merged", "rows"])
def test_a_real_ledger_enters_once_and_keeps_its_states(
    world: SampleHospital, sample: Path, rows: int
) -> None:
    client = as_(world.clerk)
    opened = upload(client, world, sample.read_bytes(), sample.name)
    page = client.get(opened.url).content.decode()
    assert f"导入 {rows} 条" in page
    done = client.post(opened.url + "enter/", {"bad_rows": "skip"}, follow=True)
    assert f"已导入 {rows} 条" in done.content.decode()
    assert Finding.objects.filter(state_origin="imported").count() == rows
    assert set(Finding.objects.values_list("state", flat=True)) <= {
        "closed",
        "awaiting",
        "rectifying",
        "analysing",
    }
    assert Finding.objects.filter(state="closed").exists()
    numbers = sorted(world.ledger.entries.values_list("number", flat=True))
    assert numbers == list(range(1, rows + 1))
    again = upload(client, world, sample.read_bytes(), sample.name)
    seen = client.get(again.url)
    assert "没有可以导入的行" in seen.content.decode()
    assert seen.context["seen"]["known"] == len(seen.context["seen"]["known_cells"]) == rows
    assert not any("已在台账中" in told["problem"] for told in seen.context["seen"]["warnings"])


def test_bad_cells_are_named_and_one_corrected_enters(world: SampleHospital) -> None:
    client = as_(world.clerk)
    opened = upload(client, world, BAD.read_bytes())
    page = client.get(opened.url).content.decode()
    for cell in ("C2", "I2", "B3", "C4", "F5", "C6", "I9"):
        assert re.search(rf">\s*\S+ {cell}\s*<|<b>{cell}</b>", page)
    refused = client.post(opened.url + "enter/", {"bad_rows": "none"})
    assert refused.status_code == 400
    assert not Finding.objects.exists()
    client.post(opened.url + "enter/", {"bad_rows": "skip"})
    before = Finding.objects.count()
    assert before == 2
    book = load_workbook(BAD)
    book.active["I9"] = "2025-09-01"
    corrected = BytesIO()
    book.save(corrected)
    opened = upload(client, world, corrected.getvalue())
    client.post(opened.url + "enter/", {"bad_rows": "skip"})
    assert Finding.objects.count() == before + 1
    assert Finding.objects.filter(text__startswith="+cmd|").count() == 1


def test_pressed_twice_imports_once(world: SampleHospital) -> None:
    client = as_(world.clerk)
    opened = upload(client, world, MERGED.read_bytes())
    client.post(opened.url + "enter/", {"bad_rows": "skip"})
    assert client.post(opened.url + "enter/", {"bad_rows": "skip"}).status_code == 409
    assert Finding.objects.count() == 20


def test_a_liaison_brings_in_only_the_wards_own(world: SampleHospital) -> None:
    client = as_(world.liaison)
    opened = upload(client, world, MERGED.read_bytes())
    page = client.get(opened.url).content.decode()
    assert "您只能导入本科室牵头的问题" in page
    client.post(opened.url + "enter/", {"bad_rows": "skip"})
    assert set(Finding.objects.values_list("lead_department__name", flat=True)) == {"骨科"}


def test_a_corrected_column_is_read_anew(world: SampleHospital) -> None:
    book = load_workbook(MERGED)
    book.active["C3"] = "事项"
    content = BytesIO()
    book.save(content)
    client = as_(world.clerk)
    opened = upload(client, world, content.getvalue())
    page = client.get(opened.url)
    form = page.context["columns"]
    typed = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    place = next(name for name, field in form.fields.items() if field.label == "事项")
    unwanted = next(name for name, field in form.fields.items() if field.label == "配合部门")
    assert "格中 20 格是本院科室" in page.content.decode()  # why 牵头部门 is taken for one
    response = client.post(opened.url, typed | {place: "finding", unwanted: "left_out"})
    assert response.status_code == 302
    read = client.get(opened.url)
    assert "导入 20 条" in read.content.decode()
    assert read.context["columns"][unwanted].value() == "left_out"
    assert not read.context["seen"]["unused"]  # what is left out is not kept in the remark


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空"),
        (b"PK\x03\x04 broken", "损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "请选择 .xlsx、.xls 或 .et 工作簿"),
        (b"just text", "请选择 .xlsx、.xls 或 .et 工作簿"),
    ],
)
def test_what_is_no_workbook_leaves_nothing_behind(world: SampleHospital, content: bytes, words: str) -> None:
    response = upload(as_(world.clerk), world, content)
    assert response.status_code in (400, 413)
    assert words in response.content.decode()
    assert "PDF" not in response.content.decode()  # what is advised for evidence would be refused here
    assert not LedgerImport.objects.exists()
    assert not StoredFile.objects.exists()


def test_somebody_elses_upload_is_not_there(world: SampleHospital) -> None:
    opened = upload(as_(world.clerk), world, MERGED.read_bytes())
    assert as_(world.second_clerk).get(opened.url).status_code == 404
    assert as_(World().clerk).get(opened.url).status_code == 404


def test_an_address_of_an_import_tells_nothing_about_whether_it_exists(world: SampleHospital) -> None:
    opened = upload(as_(world.clerk), world, MERGED.read_bytes())
    uid = opened.url.strip("/").split("/")[-1]
    for stranger in (as_(world.second_clerk), as_(World().clerk)):
        for method, pattern in (
            ("get", "/imports/{}/"),
            ("post", "/imports/{}/"),
            ("post", "/imports/{}/enter/"),
            ("get", "/api/v1/imports/{}/"),
            ("get", "/api/v1/imports/{}/preview/"),
            ("post", "/api/v1/imports/{}/enter/"),
        ):
            asked = [
                getattr(stranger, method)(pattern.format(one), headers={"Idempotency-Key": f"{method}-{one}"})
                for one in (uid, UNKNOWN)
            ]
            assert {answer.status_code for answer in asked} == {404}, pattern
            foreign, unknown = (
                _bare(answer.content.decode(), one) for answer, one in zip(asked, (uid, UNKNOWN), strict=True)
            )
            assert foreign == unknown, pattern


UNKNOWN = "01940000-0000-7000-8000-000000000000"


def _bare(page: str, uid: str) -> str:
    """Without what differs from one request to the next."""
    return re.sub(r"[\w+/=-]{22,}", "", page.replace(uid, ""))  # nonces and tokens


KNOWN_ITEM = "科室质量安全管理制度落实不到位问题"


def _rows(count: int, *, item: str = "科室制度落实", picture: int = 0) -> bytes:
    """A ledger of so many equal rows, which pack to nearly nothing; perhaps with a large picture in it."""
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "整治内容", "存在问题", "牵头部门", "整改措施", "备注"])
    for number in range(1, count + 1):
        sheet.append([number, item, f"查房记录缺签名{number}", "骨科", "加强核对", "无"])
    if picture:
        noise = BytesIO()
        PillowImage.effect_noise((picture, picture), 90).save(noise, "PNG")
        sheet.add_image(Image(noise), "H2")
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_what_is_inside_decides_whether_an_import_is_a_job_not_its_packed_size(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    many = _rows(1_700)
    assert len(many) < 60_000
    opened = upload(clerk, world, many)
    assert LedgerImport.objects.get().cells == 6 * 1_701
    clerk.get(opened.url)
    job = LedgerImport.objects.get().job
    assert (job.kind, job.state) == (import_jobs.PREVIEW, "queued")
    few = _rows(20, picture=900)
    assert len(few) > 600_000
    assert clerk.get(upload(clerk, world, few).url).status_code == 200
    assert LedgerImport.objects.latest("id").job is None


def test_a_bad_cell_is_mended_in_its_line_and_the_row_enters(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    address = upload(clerk, world, BAD.read_bytes()).url + "?show=wrong"
    page = clerk.get(address)
    (line,) = [one for one in page.context["grid"]["lines"] if one["number"] == 9]
    (part,) = [part for cell in line["cells"] for part in cell["parts"] if part["cell"] == "I9"]
    name = part["field"].html_name
    assert f'name="{name}"' in page.content.decode()
    assert clerk.post(address, {name: "2025-09-01"}).url == address
    after = clerk.get(address)
    assert 9 not in [one["number"] for one in after.context["grid"]["lines"]]
    counts = {tab["label"]: tab["count"] for tab in after.context["grid"]["tabs"]}
    assert counts == {"全部": 9, "可导入": 3, "需处理": 5, "有变化": 0, "已在台账": 1, "无问题": 0}


def test_rows_that_did_not_pass_are_sent_back_and_enter_when_they_are_mended(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    opened = upload(clerk, world, BAD.read_bytes())
    back = clerk.get(opened.url + "failed/")
    assert unquote(back["Content-Disposition"]).endswith("台账_未通过的行.xlsx")
    book = load_workbook(BytesIO(b"".join(back.streaming_content)))
    sheet = book.active
    assert sheet.max_row == 2 + 6
    left = AccessEntry.objects.get(kind=AccessKind.EXPORTED)
    assert (left.user, left.detail) == (world.clerk, "台账.xlsx：未通过的行 6 条")
    (row,) = [row for row in sheet.iter_rows(min_row=3) if "2024-02-30" in str(row[8].value)]
    row[8].value = "2025-09-01"
    mended = BytesIO()
    book.save(mended)
    again = upload(clerk, world, mended.getvalue())
    seen = clerk.get(again.url).context["seen"]
    assert seen["ready"] == 1
    clerk.post(again.url + "enter/", {"bad_rows": "skip"})
    assert Finding.objects.get().remark.count("未导入原因") == 0
    nothing_wrong = upload(clerk, world, _rows(3, item=KNOWN_ITEM))
    assert clerk.get(nothing_wrong.url + "failed/").url == nothing_wrong.url


def test_lines_come_a_page_at_a_time_and_an_unknown_tab_or_sheet_is_the_first(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    opened = upload(clerk, world, _rows(60))
    page = clerk.get(opened.url + "?page=2&show=nonsense&sheet=nowhere")
    assert [line["number"] for line in page.context["grid"]["lines"]] == list(range(52, 62))
    assert [tab["here"] for tab in page.context["grid"]["tabs"]] == [True] + [False] * 5


def run_waiting() -> None:
    jobs.run_job(job_id=Job.objects.get(state="queued").pk, clock=lambda: NOW)


def test_the_lines_of_a_large_workbook_are_kept_until_it_is_read_again_or_imported(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 100)
    clerk = as_(world.clerk)
    small = clerk.get(upload(clerk, world, _rows(15, item=KNOWN_ITEM)).url).context["grid"]["lines"]
    opened = upload(clerk, world, _rows(60, item=KNOWN_ITEM))
    clerk.get(opened.url)
    run_waiting()
    page = clerk.get(opened.url + "?page=2")
    kept = LedgerImport.objects.latest("id")
    assert kept.lines.count() == 60
    assert [line["number"] for line in page.context["grid"]["lines"]] == list(range(52, 62))
    assert clerk.get(opened.url).context["grid"]["lines"][:15] == small
    assert clerk.post(opened.url + "enter/", {"bad_rows": "skip"}).url == opened.url
    assert "正在导入" in clerk.get(opened.url).content.decode()
    run_waiting()
    assert "已导入 <b>60</b>" in clerk.get(opened.url).content.decode()
    assert Finding.objects.count() == 60
    assert not kept.lines.exists()


def test_what_is_chosen_for_a_sheet_is_read_anew_and_can_be_taken_back(world: SampleHospital) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["序号", "存在问题", "整改措施", "责任人", "整改时限"])
    sheet.append([1, "查房记录缺签名", "加强核对", "赵倩", "2025-09-30"])
    content = BytesIO()
    book.save(content)
    clerk = as_(world.clerk)
    address = upload(clerk, world, content.getvalue()).url
    assert clerk.get(address).context["seen"]["ready"] == 0
    chosen = {"sheet-item": "I7", "sheet-lead": "骨科"}
    assert clerk.post(address, chosen).status_code == 302
    page = clerk.get(address)
    assert page.context["seen"]["ready"] == 1
    assert page.context["sheet_form"]["item"].value() == "I7"
    clerk.post(address, {"sheet-item": ""})
    assert clerk.get(address).context["seen"]["ready"] == 0
    wrong = clerk.post(address, {"sheet-header": "9", "sheet-lead": "火星科"})
    assert wrong.status_code == 400
    text = wrong.content.decode()
    assert "这张表只有 2 行。" in text
    assert "请从列出的选项中选择。" in text


def test_why_a_large_import_did_not_come_about_stands_on_its_page(
    world: SampleHospital, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 10)
    clerk = as_(world.clerk)
    opened = upload(clerk, world, BAD.read_bytes())
    clerk.get(opened.url)
    run_waiting()
    clerk.post(opened.url + "enter/", {"bad_rows": "none"})
    run_waiting()
    assert "按您的选择一条也没有导入" in clerk.get(opened.url).content.decode()
    run_waiting()
    page = clerk.get(opened.url).content.decode()
    assert "导入预览" in page
    assert "按您的选择一条也没有导入" not in page


def test_words_that_cannot_be_kept_are_refused_also_among_the_ticks(world: SampleHospital) -> None:
    clerk = as_(world.clerk)
    opened = upload(clerk, world, _rows(1, item=KNOWN_ITEM))
    page = clerk.post(opened.url + "enter/", {"bad_rows": "skip", "taken": "a\x00b!C1"}, follow=True)
    assert "含有不能保存的字符" in page.content.decode()
    assert not Finding.objects.exists()
