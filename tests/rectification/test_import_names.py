"""What people call a department is asked once: at the preview of an import, for this one or for good."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from infrastructure.errors import Invalid, NotAllowed
from infrastructure.job_progress import Progress
from infrastructure.jobs import run_job
from infrastructure.models import AuditEntry, Job
from organizations.models import Department, DepartmentAlias
from organizations.services.departments import add_alias
from rectification.models import Finding, LedgerImport
from rectification.selectors.import_context import import_context
from rectification.services import import_jobs
from rectification.services.import_names import name_departments
from rectification.workbook.context import Ended
from tests import factories
from tests.rectification.test_import_pages import as_
from tests.rectification.world import NOW, World

pytestmark = pytest.mark.usefixtures("world")
HEADER = ("序号", "整治内容", "存在问题", "牵头部门", "配合部门", "备注栏")


def opened(client: Client, world: World, *leads: str, supporting: str = "") -> str:
    """Upload a ledger with one finding for each of these leads; the address of its preview."""
    rows = [
        (number, "科室制度落实", f"第{number}个问题", lead, supporting, "另记")
        for number, lead in enumerate(leads, 1)
    ]
    return uploaded(client, world, HEADER, *rows)


def uploaded(client: Client, world: World, *rows: tuple[object, ...]) -> str:
    book, content = Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(content)
    content.name = "台账.xlsx"
    content.seek(0)
    address = f"/h/{world.hospital.code}/ledger/import/"
    return str(client.post(address, {"run": world.run.code, "file": content}).url)


def typed(page: Any, **chosen: tuple[Department | None, bool]) -> dict[str, str]:
    """The form as the page shows it, with these departments for these names."""
    columns, names = page.context["columns"], page.context["names"]
    sent = {name: columns[name].value() or "" for name in columns.fields}
    for department, remember in names.rows:
        found, keep = chosen.get(department.label, (None, False))
        sent[department.html_name] = str(found.uid) if found else department.value() or ""
        if keep and remember is not None:
            sent[remember.html_name] = "on"
    return sent


def offered(page: Any) -> list[tuple[str, str]]:
    return [(row[0].label, str(row[0].help_text)) for row in page.context["names"].rows]


def test_a_name_is_learnt_and_another_used_only_here(world: World) -> None:
    client = as_(world.clerk)
    address = opened(client, world, "骨外科", "骨外科", "检验中心", supporting="感控办")
    page = client.get(address)
    assert offered(page) == [
        ("骨外科", "“骨外科”是本院哪个部门？2 处，没有它这些行不能导入"),
        ("检验中心", "“检验中心”是否为“检验科”？1 处，没有它这些行不能导入"),
    ]
    columns = page.context["columns"]
    remark = next(name for name, field in columns.fields.items() if field.label == "备注栏")
    sent = typed(page, 骨外科=(world.ward, True), 检验中心=(world.other_ward, False)) | {remark: "remark"}
    assert client.post(address, sent).status_code == 302
    again = client.get(address)
    assert again.context["seen"]["ready"] == 3
    assert offered(again) == [
        ("感控办", "“感控办”是本院哪个部门？3 处，配合部门"),
        ("检验中心", "已用于这次导入"),
    ]
    alias = DepartmentAlias.objects.get()
    assert (alias.name, alias.department, alias.learnt_at_import) == ("骨外科", world.ward, True)
    assert AuditEntry.objects.get(action="alias.added").actor_id == world.clerk.pk
    client.post(f"{address}enter/", {"bad_rows": "skip"})
    assert set(Finding.objects.values_list("lead_department__name", flat=True)) == {"骨科", "检验科"}
    assert "另记" in Finding.objects.first().remark  # type: ignore[union-attr]  # the column chosen with the names
    assert [name for name, _ in offered(client.get(opened(client, world, "骨外科", "检验中心")))] == [
        "检验中心"
    ]


def test_a_departments_own_people_name_it_for_one_import(world: World) -> None:
    client = as_(world.liaison)
    address = opened(client, world, "骨外科")
    page = client.get(address)
    assert [remember for _, remember in page.context["names"].rows] == [None]
    assert client.post(address, typed(page, 骨外科=(world.ward, True))).status_code == 302
    assert client.get(address).context["seen"]["ready"] == 1
    assert not DepartmentAlias.objects.exists()
    with pytest.raises(NotAllowed):
        name_departments(
            opened=LedgerImport.objects.get(),
            chosen={"骨外科": world.ward},
            remember=["骨外科"],
            by=world.liaison,
            now=NOW,
        )


def test_everybody_is_asked_once_and_answered_for_this_import_only(world: World) -> None:
    client = as_(world.clerk)
    address = opened(client, world, "全院", "全院", "骨科病区")
    page = client.get(address)
    assert offered(page) == [
        ("全院", "“全院”的问题由哪个部门牵头？2 处，没有它这些行不能导入"),
        ("骨科病区", "“骨科病区”是否为“骨科”？1 处，没有它这些行不能导入"),
    ]
    (everybody, box), (ward, ward_box) = page.context["names"].rows
    assert (box, ward_box is not None) == (None, True)
    first = [uid for uid, _ in ward.field.choices][:2]
    assert first == ["", str(world.ward.uid)]  # the one that is called alike
    assert page.context["decisions"].questions == {}  # not asked a second time
    assert client.post(address, typed(page, 全院=(world.medical, False))).status_code == 302
    again = client.get(address)
    assert again.context["seen"]["ready"] == 2
    assert offered(again)[-1] == ("全院", "已用于这次导入")
    client.post(f"{address}enter/", {"bad_rows": "skip"})
    led = Finding.objects.values_list("lead_department__name", "remark")
    assert list(led) == [(world.medical.name, "另记；牵头部门：全院")] * 2
    row = LedgerImport.objects.create(
        hospital=world.hospital, participation=world.participation, file=LedgerImport.objects.get().file, cells=1,
        created_by=world.clerk, created_at=NOW,
    )  # fmt: skip
    with pytest.raises(Invalid, match="全院"):
        name_departments(
            opened=row, chosen={"全院": world.medical}, remember=["全院"], by=world.clerk, now=NOW
        )


def test_a_sheet_without_departments_is_asked_about_in_a_list_of_them(world: World) -> None:
    client = as_(world.clerk)
    rows = [(number, "科室制度落实", f"第{number}个问题") for number in range(1, 4)]
    address = uploaded(client, world, HEADER[:3], *rows)
    page = client.get(address)
    (name,) = page.context["decisions"].questions
    field = page.context["decisions"][name]
    assert field.help_text == "工作表“Sheet”的问题由哪个部门牵头？"
    assert field.field.choices[0] == ("", "请选择")
    assert client.post(address, typed(page) | {name: world.ward.name}).status_code == 302
    seen = client.get(address).context["seen"]
    assert (seen["ready"], seen["error_count"]) == (3, 0)


def test_what_cannot_be_kept_is_said_at_its_name_and_nothing_is(world: World) -> None:
    client = as_(world.clerk)
    ended = factories.make_department(world.hospital, name="旧骨科", active_to=factories.LONG_AGO)
    DepartmentAlias.objects.create(hospital=world.hospital, department=ended, name="骨外科")
    address = opened(client, world, "骨外科", "检验中心")
    page = client.get(address)
    sent = typed(page, 骨外科=(world.ward, True), 检验中心=(world.other_ward, True))
    refused = client.post(address, sent)
    assert refused.status_code == 400
    first, second = (department for department, _ in refused.context["names"].rows)
    assert "已经是“旧骨科”的别名" in str(first.errors)
    assert second.value() == str(world.other_ward.uid)
    assert LedgerImport.objects.get().department_names == {}
    foreign = factories.make_department(factories.make_hospital())
    page = client.post(address, typed(page, 骨外科=(foreign, False)))
    assert page.status_code == 400
    assert "请从名单中选择本院的科室" in str(page.context["names"].errors)


def test_ten_thousand_cells_are_read_at_once_and_one_more_is_a_job() -> None:
    assert not import_jobs.is_large(LedgerImport(cells=10_000))
    assert import_jobs.is_large(LedgerImport(cells=10_001))


def test_a_large_workbook_is_read_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "MANY_CELLS", 1)
    client = as_(world.clerk)
    address = opened(client, world, "骨科病区")
    assert "正在读取" in client.get(address).content.decode()
    row = LedgerImport.objects.get()
    assert row.job
    said: list[str] = []
    monkeypatch.setattr(Progress, "report", lambda self, done, total, words="": said.append(words))
    run_job(job_id=row.job.pk, clock=lambda: NOW)
    assert said == ["正在打开工作簿", "已读取 2 / 2 行", "已读取 2 / 2 行"]
    page = client.get(address)
    assert offered(page) == [("骨科病区", "“骨科病区”是否为“骨科”？1 处，没有它这些行不能导入")]
    _as_kept_before(row)
    page = client.get(address)
    assert offered(page) == [("骨科病区", "1 处，没有它这些行不能导入")]
    assert client.post(address, typed(page, 骨科病区=(world.ward, False))).status_code == 302
    row.refresh_from_db()
    assert row.job is None


def _as_kept_before(row: LedgerImport) -> None:
    """The preview as an older release kept it: questions without a name, names without a question."""
    job = Job.objects.get(pk=row.job_id)
    assert job.result
    for question in job.result["questions"]:
        del question["name"]
    for name in job.result["unknown_departments"]:
        del name["question"], name["near"], name["everyone"]
    job.save(update_fields=["result"])


def test_a_name_that_the_hospital_knows_means_its_own_department_whatever_one_import_says(
    world: World,
) -> None:
    """Learnt, or founded, after somebody had answered for this import."""
    participation, office = world.participation, world.medical
    said = {world.ward.name: str(office.uid), "骨外科": str(office.uid)}
    found = import_context(participation, as_of=NOW.date(), names=said).departments
    assert (found[world.ward.name], found["骨外科"]) == (world.ward.pk, office.pk)
    add_alias(department=world.ward, name="骨外科", by=None, now=NOW)
    assert import_context(participation, as_of=NOW.date(), names=said).departments["骨外科"] == world.ward.pk


def test_a_department_that_has_ended_and_somebody_who_left_are_known_as_such(world: World) -> None:
    before = NOW.date() - timedelta(days=30)
    factories.make_department(world.hospital, name="骨二科", active_to=before, successor=world.ward)
    factories.make_department(world.hospital, name="体检科", active_to=NOW.date())
    factories.make_staff(world.hospital, name="高远", employed_to=before)
    context = import_context(world.participation, as_of=NOW.date())
    assert context.ended == {"骨二科": Ended(before, world.ward.name)}
    assert context.left == {"高远": before}
    assert "高远" not in context.staff
