"""The finding's pages through the real URLs: what each person sees and can press."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from PIL import Image

from policy_texts.vocabulary import CauseCategory
from rectification.models import Evidence, Finding
from rectification.services import work
from tests.rectification.world import NOW, World, as_

pytestmark = pytest.mark.usefixtures("world")


def photo(name: str = "现场.png", colour: str = "teal") -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), colour).save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def form_of(world: World, **changes: Any) -> dict[str, Any]:
    return {
        "run": world.run.code,
        "text": "急诊首诊病历未由首诊医师书写",
        "item": "I1",
        "checkpoint": "TST.I1.a",
        "lead_department": str(world.ward.uid),
        "deadline_kind": "dated",
        "due_on": "2026-12-05",
        "origin": "self_inspection",
        "responsible_person": str(world.head.staff.uid),
        "responsible_leader": str(world.leader.staff.uid),
        **changes,
    }


def test_a_liaison_registers_a_finding_with_a_photo(world: World) -> None:
    client = as_(world.liaison)
    address = f"/h/{world.hospital.code}/findings/new/"
    assert client.get(address).status_code == 200
    response = client.post(address, form_of(world, files=[photo()]))
    finding = Finding.objects.get()
    assert response.url == f"/findings/{finding.uid}/"
    assert Evidence.objects.get().file.original_name == "现场.png"
    page = client.get(response.url).content.decode()
    assert "急诊首诊病历未由首诊医师书写" in page
    assert "提交" in page


def test_what_was_typed_comes_back_with_the_errors(world: World) -> None:
    typed = form_of(world, due_on="2026-02-30", lead_department=str(World().ward.uid))
    response = as_(world.liaison).post(f"/h/{world.hospital.code}/findings/new/", typed)
    page = response.content.decode()
    assert response.status_code == 400
    assert "请从名单中选择本院的科室" in page
    assert "2026-02-30" in page
    assert "急诊首诊病历未由首诊医师书写" in page
    assert not Finding.objects.exists()


def test_another_hospitals_finding_is_not_there(world: World) -> None:
    foreign = World().draft()
    for path in ("", "edit/", "do/submit/", "print/notice/", "causes/add/", "evidence/add/"):
        assert as_(world.clerk).get(f"/findings/{foreign.uid}/{path}").status_code == 404


def test_the_button_that_is_not_possible_says_why(world: World) -> None:
    finding, _, _ = world.planned()
    page = as_(world.head).get(f"/findings/{finding.uid}/").content.decode()
    assert "第 1 条措施还没有佐证材料。" in page
    assert "还缺佐证" in page


def test_pressed_twice_the_second_is_a_conflict(world: World) -> None:
    finding = world.draft()
    client = as_(world.liaison)
    assert client.post(f"/findings/{finding.uid}/do/submit/").status_code == 302
    second = client.post(f"/findings/{finding.uid}/do/submit/")
    assert second.status_code == 409
    assert "待受理" in second.content.decode()


def test_the_author_of_the_measure_sees_why_he_may_not_accept(world: World) -> None:
    finding = world.awaiting()
    page = as_(world.accepter).get(f"/findings/{finding.uid}/").content.decode()
    assert "验收通过" in page
    finding.measures.get()
    assert as_(world.accepter).post(f"/findings/{finding.uid}/do/accept/").status_code == 302


def test_the_second_editor_sees_both_versions(world: World) -> None:
    finding = world.draft()
    address = f"/findings/{finding.uid}/edit/"
    first = form_of(world, text="第一个人的写法", revision=1)
    assert as_(world.head).post(address, first).status_code == 302
    response = as_(world.liaison).post(address, form_of(world, text="第二个人的写法", revision=1))
    page = response.content.decode()
    assert response.status_code == 409
    assert "第一个人的写法" in page
    assert "第二个人的写法" in page


def test_a_paper_is_recorded_with_its_scan(world: World) -> None:
    finding = world.awaiting()
    typed = {"signatory": str(world.accepter.staff.uid), "scan": photo("验收单.png"), "reason": ""}
    response = as_(world.clerk).post(f"/findings/{finding.uid}/paper/accept/", typed)
    assert response.status_code == 302, response.content.decode()[-3000:]
    finding.refresh_from_db()
    assert finding.state == "accepted"
    accepted = finding.rounds.get()
    assert accepted.accepted_by == world.accepter.staff
    assert accepted.accepted_recorded_by == world.clerk
    assert accepted.accepted_scan.original_name == "验收单.png"


@pytest.mark.parametrize("path", ["print/notice/", "print/feedback/"])
def test_prints(world: World, path: str) -> None:
    finding = world.accepted()
    page = as_(world.clerk).get(f"/findings/{finding.uid}/{path}").content.decode()
    assert finding.text in page


def test_list_and_exports_hold_what_the_address_filters(world: World) -> None:
    world.planned(text="=SUM(1,1) 像公式的问题")
    world.draft(text="另一条草稿")
    client = as_(world.clerk)
    base = f"/h/{world.hospital.code}/ledger/"
    page = client.get(base, {"state": "rectifying"}).content.decode()
    assert "像公式的问题" in page
    assert "另一条草稿" not in page
    book = client.get(f"{base}export/", {"state": "rectifying"})
    sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value]
    assert [c.data_type for c in cells if c.value == "=SUM(1,1) 像公式的问题"] == ["s"]
    assert not any(cell.value == "另一条草稿" for cell in cells)
    csv = b"".join(client.get(f"{base}csv/", {"state": "rectifying"}).streaming_content).decode()
    assert "'=SUM(1,1) 像公式的问题" in csv
    assert "像公式的问题" in client.get(f"{base}print/").content.decode()


def test_a_liaison_sees_only_what_the_ward_leads_or_supports(world: World) -> None:
    world.draft(text="骨科的问题")
    client = as_(world.member("liaison", world.other_ward, name="检验联络员"))
    base = f"/h/{world.hospital.code}/ledger/"
    assert "骨科的问题" not in client.get(base).content.decode()
    world.planned(text="检验配合的问题", supporting=[world.other_ward])
    assert "检验配合的问题" in client.get(base).content.decode()


@pytest.mark.parametrize(
    "query", ["state=rubbish", "q=%00", "item=I99", "sort=rubbish&page=-1", "person=x", "lead=y", "due=z"]
)
def test_a_wrong_filter_is_no_server_error(world: World, query: str) -> None:
    world.draft()
    status = as_(world.clerk).get(f"/h/{world.hospital.code}/ledger/?{query}").status_code
    assert status == (400 if "%00" in query else 200)


def test_the_list_costs_the_same_for_two_and_for_twenty_rows(world: World) -> None:

    client = as_(world.clerk)
    address = f"/h/{world.hospital.code}/ledger/"
    client.get(address)  # what is kept for the whole process is read once
    counts = []
    for amount in (2, 18):
        for number in range(amount):
            world.draft(text=f"第 {amount}-{number} 个问题", supporting=[world.other_ward])
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_cause_names_the_measure_that_stands_beside_another(world: World) -> None:
    finding, first, _ = world.planned()
    second = work.add_cause(
        finding=finding, category=CauseCategory.PEOPLE, text="新人没有培训", by=world.liaison, now=NOW
    )
    page = as_(world.liaison).get(f"/findings/{finding.uid}/").content.decode()
    assert "还没有对应的措施。" in page
    work.add_measure(
        finding=finding,
        values=work.MeasureInput(text="岗前逐人考核", strength="medium", causes=[first, second]),
        by=world.liaison,
        now=NOW,
    )
    page = as_(world.liaison).get(f"/findings/{finding.uid}/").content.decode()
    assert "见措施 2。" in page
    assert "还没有对应的措施。" not in page
