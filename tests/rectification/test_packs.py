"""迎检包: ledger, evidence, index and timelines within the asker's reach; nothing is left out in silence."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict

from infrastructure import audit
from infrastructure.files.services import receive_upload, settle
from infrastructure.jobs import run_job
from infrastructure.models import AuditEntry, Job, StoredFile
from infrastructure.models.access import AccessEntry, AccessKind
from infrastructure.packs.verifying import verify
from organizations.models import Hospital, Role, User
from rectification.models import Evidence, Finding
from rectification.selectors.ledger import PAPER_SORT
from rectification.services import evidence, findings, packs, transitions
from tests.access.asking import body_of
from tests.access.site import picture
from tests.rectification.ledger_forms import sheet_of
from tests.rectification.world import NOW, TODAY, World, as_
from tests.workshop.demo.conftest import storages_in

pytestmark = pytest.mark.usefixtures("world")


@pytest.fixture
def store(settings: Any, tmp_path: Path) -> Path:
    settings.STORAGES = storages_in(tmp_path / "files")
    return tmp_path


def attach(world: World, finding: Finding, name: str, colour: str) -> Evidence:
    with audit.acting(by=world.liaison):
        upload: SimpleUploadedFile = picture(name, colour)
        stored = receive_upload(upload=upload, hospital_id=world.hospital.pk, by=world.liaison, now=NOW)
        added = evidence.add_files(finding=finding, files=[stored], measures=[], by=world.liaison, now=NOW)
    return added.evidence[0]


def packed(world: World, by: User, folder: Path, query: str = "") -> zipfile.ZipFile:
    job = packs.request_pack(
        participation=world.participation, query=QueryDict(query), sort=PAPER_SORT, by=by, now=NOW
    )
    return opened(job, folder)


def opened(job: Job, folder: Path) -> zipfile.ZipFile:
    assert run_job(job_id=job.pk, clock=lambda: NOW)
    job.refresh_from_db()
    assert (job.state, job.result_file is not None) == ("done", True), job.problem
    assert job.result_file
    settle(job.result_file.storage_name)  # as its commit does
    path = folder / f"{job.uid}.zip"
    with default_storage.open(job.result_file.storage_name) as stream:
        path.write_bytes(stream.read())
    return zipfile.ZipFile(path)


def table(pack: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig"))))


def test_a_pack_holds_ledger_evidence_index_and_timeline_and_checks(world: World, store: Path) -> None:
    finding, _, _ = world.planned()
    for name, colour in (("照片.png", "red"), ("照片.png", "blue"), ("CON.png", "green")):
        attach(world, finding, name, colour)
    pack = packed(world, world.clerk, store)
    folder = "佐证/1-骨科"
    files = [f"{folder}/照片.png", f"{folder}/照片-2.png", f"{folder}/_CON.png"]
    rest = ["经过.csv", "index.csv", "目录.xlsx", "MANIFEST.json"]
    assert sorted(pack.namelist()) == sorted(["问题台账.xlsx", *files, *rest])
    assert pack.filename is not None
    assert verify(Path(pack.filename)).good
    index = table(pack, "index.csv")
    hashes = list(StoredFile.objects.order_by("id").values_list("sha256", flat=True)[:3])
    assert [row["包内文件"] for row in index] == files
    assert [row["SHA-256"] for row in index] == hashes
    assert {(row["序号"], row["上传人"], row["收录情况"]) for row in index} == {("1", "郑洁", "已收录")}
    assert len(list(sheet_of(pack.read("目录.xlsx")).iter_rows(min_row=4))) == 3
    acts = [(row["办理人"], row["事项"]) for row in table(pack, "经过.csv")]
    assert acts[:3] == [("郑洁", "登记"), ("郑洁", "提交"), ("王敏", "受理")]


def test_what_is_not_handed_over_is_told_with_its_reason(world: World, store: Path) -> None:
    finding = world.awaiting()
    world.move(finding, "refuse", world.accepter, reason="看不清")
    names = ("有效.png", "撤下.png", "旧版.png", "丢失.png", "改动.png")
    colours = ("red", "blue", "green", "black", "white")
    rows = {name: attach(world, finding, name, colour) for name, colour in zip(names, colours, strict=True)}
    evidence.void_evidence(evidence=rows["撤下.png"], reason="拍错了", by=world.liaison, now=NOW)
    with audit.acting(by=world.liaison):
        newer = receive_upload(
            upload=picture("新版.png", "pink"), hospital_id=world.hospital.pk, by=world.liaison, now=NOW
        )
        evidence.replace_file(evidence=rows["旧版.png"], stored=newer, by=world.liaison, now=NOW)
    evidence.see_on_site(
        finding=finding, measures=[], words="已补齐", seen_on=TODAY, by=world.accepter, now=NOW
    )
    lost, altered = rows["丢失.png"].file, rows["改动.png"].file
    assert lost
    assert altered
    default_storage.delete(lost.storage_name)
    with default_storage.open(altered.storage_name, "ab") as stream:
        stream.write(b"x")
    pack = packed(world, world.clerk, store)
    said = {row["佐证材料"]: (row["收录情况"], bool(row["包内文件"])) for row in table(pack, "index.csv")}
    assert said == {
        "上线截图.png": ("文件缺失：存储中找不到", False),  # the world's rows stand for no bytes
        "有效.png": ("已收录", True),
        "撤下.png": ("未收录：已撤下：拍错了", False),
        "旧版.png": ("未收录：已有新版本", False),
        "新版.png": ("已收录", True),
        "丢失.png": ("文件缺失：存储中找不到", False),
        "改动.png": ("已收录，但内容与上传时的校验值不符", True),
        "陈思远 2026-11-21 现场查看：已补齐": ("现场查看，没有文件", False),
    }


def test_proof_of_a_time_before_a_reopening_is_told_and_not_handed_over(world: World, store: Path) -> None:
    finding = world.accepted()
    transitions.move(finding=finding, name="reopen", by=world.clerk, now=NOW, reason="又发生了")
    [row] = table(packed(world, world.clerk, store), "index.csv")
    assert row["收录情况"] == "未收录：重新打开以前的材料"


@pytest.fixture
def of_two_wards(world: World, store: Path) -> World:
    attach(world, world.planned(text="骨科的问题")[0], "骨科.png", "red")
    values = world.values(text="检验科的问题", lead_department=world.other_ward, responsible_person=None)
    other = findings.create_finding(participation=world.participation, values=values, by=world.clerk, now=NOW)
    world.move(other, "submit", world.clerk)
    return world


@pytest.mark.parametrize(("who", "seen"), [("liaison", {"骨科"}), ("clerk", {"骨科", "检验科"})])
def test_a_pack_reaches_as_far_as_its_asker(
    of_two_wards: World, store: Path, who: str, seen: set[str]
) -> None:
    pack = packed(of_two_wards, getattr(of_two_wards, who), store)
    assert {row["牵头部门"] for row in table(pack, "经过.csv")} == seen
    assert json.loads(pack.read("MANIFEST.json"))["counts"] == {
        "findings": len(seen),
        "evidence": 1,
        "files": 1,
    }


def test_what_was_filtered_and_who_took_it_out_stands_in_manifest_and_index(
    of_two_wards: World, store: Path
) -> None:
    world = of_two_wards
    with audit.acting(by=None):
        Hospital.objects.filter(pk=world.hospital.pk).update(watermark=True)
    pack = packed(
        world, world.clerk, store, f"state=rectifying&lead={world.ward.uid}&item=I1&on_the_spot=false"
    )
    manifest = json.loads(pack.read("MANIFEST.json"))
    assert manifest["filter"] == {
        "状态": "整改中",
        "整治内容": "科室制度落实",
        "牵头部门": "骨科",
        "立行立改": "否",
    }
    assert manifest["counts"]["findings"] == len(table(pack, "index.csv")) == 1
    assert world.clerk.staff
    who = f"王敏 {world.clerk.staff.employee_no} "
    assert manifest["made_by"].startswith(who)
    sheet = sheet_of(pack.read("目录.xlsx"))
    notes = [str(cell) for cell in next(sheet.iter_rows(min_row=2, max_row=2, values_only=True)) if cell]
    assert notes[2] == "筛选：状态：整改中；整治内容：科室制度落实；牵头部门：骨科；立行立改：否"
    assert notes[1].startswith(f"导出：{who}")
    assert sheet.oddHeader.left.text.startswith(who)


def test_a_pack_that_left_is_written_down_with_the_hash_of_its_manifest(world: World, store: Path) -> None:
    world.planned()
    pack = packed(world, world.clerk, store)
    entry = AuditEntry.objects.get(action="ledger.pack_exported")
    assert pack.filename is not None
    assert entry.detail["manifest_sha256"] == verify(Path(pack.filename)).manifest_sha256
    left = AccessEntry.objects.get(kind=AccessKind.EXPORTED)
    assert left.detail.endswith("迎检包 1 条，佐证材料 0 份")


def test_one_press_on_the_list_asks_for_it_and_a_role_that_ended_closes_it(world: World, store: Path) -> None:
    attach(world, world.planned()[0], "照片.png", "red")
    client = as_(world.liaison)
    address = f"/h/{world.hospital.code}/ledger/"
    assert (
        f'action="{address}pack/?state=rectifying"'
        in client.get(f"{address}?state=rectifying").content.decode()
    )
    answer: Any = client.post(f"{address}pack/?state=rectifying")
    job = Job.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/jobs/{job.uid}/")
    opened(job, store)
    assert body_of(client.get(f"/jobs/{job.uid}/file/"))[:2] == b"PK"
    with audit.acting(by=None):
        world.liaison.memberships.filter(role=Role.LIAISON).update(to_on=TODAY.replace(day=1))
    assert client.get(f"/jobs/{job.uid}/file/").status_code == 404
