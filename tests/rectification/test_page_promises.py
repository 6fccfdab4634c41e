"""What the pages promise: the printed ledger, the one primary button, one file where one is kept."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict

from infrastructure.audit import acting
from inspections.forms.sheets import LineFindingForm
from organizations.models import Department, StaffMember
from policy_texts.vocabulary import CauseCategory
from rectification.extension_rules import refusal_to_ask
from rectification.forms.findings import NewFindingForm
from rectification.forms.work import ReplaceForm
from rectification.models import Extension, Finding, ProgressNote, SupportingDepartment
from rectification.rules.ledger_columns import LISTED
from rectification.selectors.finding_page import read_page
from rectification.services import extensions, work
from rectification.standing import standing_of
from tests.rectification.world import NOW, TODAY, World


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.django_db
def test_the_one_primary_button_is_the_work_that_is_missing() -> None:
    world = World()
    finding = world.draft()
    world.move(finding, "submit", world.liaison)
    world.move(finding, "take_up", world.clerk)

    def leading() -> str:
        finding.refresh_from_db()
        return read_page(finding, user=world.head, as_of=TODAY).leading

    assert leading() == "cause"
    work.add_cause(finding=finding, category=CauseCategory.PROCESS, text="没有核对", by=world.head, now=NOW)
    assert leading() == "measure"


@pytest.mark.django_db
def test_without_a_date_the_extension_says_that_the_date_is_missing() -> None:
    world = World()
    finding = world.draft(due_on=None)
    world.move(finding, "submit", world.liaison)
    finding = world.move(finding, "take_up", world.clerk)
    standing = standing_of(finding, user=world.liaison, as_of=TODAY)
    assert refusal_to_ask(finding, standing) == "还没有整改时限，请先在“修改”里填写。"


def test_a_new_version_is_one_file() -> None:
    files = [SimpleUploadedFile(name, b"x") for name in ("甲.pdf", "乙.pdf")]
    form = ReplaceForm({}, MultiValueDict({"files": files}))
    assert form.errors == {"files": ["一次只选一个文件。"]}
    assert "multiple" not in str(ReplaceForm()["files"])


@pytest.mark.django_db
def test_todo_counts_the_extensions_that_it_lists() -> None:
    world = World()
    finding, _, _ = world.planned()
    extensions.ask_extension(
        finding=finding, to_due_on=TODAY + timedelta(days=30), reason="设备未到", by=world.head, now=NOW
    )
    assert Extension.objects.filter(decision=None).count() == 1
    client = Client()
    client.force_login(world.clerk)
    answer = client.get(f"/h/{world.hospital.code}/todo/")
    assert answer.context["total"] == 1
    assert "共 1 条" in answer.content.decode()


@pytest.mark.django_db
def test_the_list_holds_the_workbooks_other_columns_until_they_are_asked_for() -> None:
    world = World()
    world.planned()
    client = Client()
    client.force_login(world.clerk)
    [line] = client.get(f"/h/{world.hospital.code}/ledger/").context["lines"]
    hidden = [column.key for column in LISTED if column.shown and column.shown.off]
    cells = {key.label: cell for key, cell in line.cells if key in hidden}
    assert cells == {
        "整治要点": "要点a",
        "原因分析": "系统没有强制",
        "整改措施": "术前讨论记录设为必填",
        "验收日期": None,
        "备注": "",
    }


@pytest.mark.django_db
def test_what_somebody_has_typed_is_no_markup_in_any_column_of_the_list() -> None:
    world = World()
    finding, cause, measure = world.planned(text="<i>finding</i>", remark="<i>remark</i>")
    with acting(by=world.clerk):
        for row in (cause, measure):
            row.text = f"<i>{type(row).__name__.lower()}</i>"
            row.save()
        Finding.objects.filter(pk=finding.pk).update(origin_label="<i>origin</i>")
        StaffMember.objects.filter(hospital=world.hospital).update(name="<i>person</i>")
        Department.objects.filter(hospital=world.hospital).update(name="<i>department</i>")
        SupportingDepartment.objects.create(
            hospital=world.hospital, finding=finding, department=world.other_ward
        )
    client = Client()
    client.force_login(world.clerk)
    page = client.get(f"/h/{world.hospital.code}/ledger/").content.decode()
    said = set(re.findall(r"&lt;i&gt;(\w+)&lt;/i&gt;", page))
    assert said >= {"finding", "remark", "cause", "measure", "origin", "person", "department"}
    assert "<i>" not in page


@pytest.mark.django_db
def test_a_workbook_counts_upwards_unless_the_address_says_otherwise() -> None:
    world = World()
    for text in ("先登记的问题", "后登记的问题"):
        world.planned(text=text)
    client = Client()
    client.force_login(world.clerk)

    def texts(query: str) -> list[str]:
        address = f"/h/{world.hospital.code}/ledger/csv/{query}"
        lines = b"".join(client.get(address).streaming_content).decode().splitlines()  # type: ignore[attr-defined]
        return [line.split(",")[3].strip('"') for line in lines[1:]]

    assert texts("") == ["先登记的问题", "后登记的问题"]
    assert texts("?sort=-number") == ["后登记的问题", "先登记的问题"]


def test_a_photo_from_the_sheet_is_refused_in_the_browser_like_any_other() -> None:
    photos = LineFindingForm()["photos"].field.widget.attrs
    assert photos == NewFindingForm.base_fields["files"].widget.attrs
    assert (photos["data-max-mb"], ".jpg" in photos["accept"]) == ("20", True)


@pytest.mark.django_db
def test_a_long_finding_has_a_short_heading_and_its_crumbs_lead_to_its_own_ledger() -> None:
    world = World()
    finding = world.draft(text="抽查" + "很长的问题" * 100)
    client = Client()
    client.force_login(world.clerk)
    page = client.get(f"/findings/{finding.uid}/").content.decode()
    heading = page.split("<h1", 1)[1].split("</h1>", 1)[0]
    assert len(heading) < 200
    assert finding.text in page
    assert f"?run={world.run.code}&amp;item=I1" in page


@pytest.mark.django_db
def test_after_the_last_phase_the_line_ends_where_the_states_add_up() -> None:
    world = World()
    world.planned()
    client = Client()
    address = f"/h/{world.hospital.code}/board/?run={world.run.code}"
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        client.force_login(world.clerk)
        seen = client.get(address).context
    assert seen["burn"].points[-1] == ((NOW + timedelta(days=400)).date(), 1)


@pytest.mark.django_db
def test_while_it_waits_for_acceptance_work_is_still_told_and_nothing_else_of_it_changes() -> None:
    """What the page offers is what the service does: the one was hidden and the other allowed."""
    world = World()
    finding = world.awaiting()
    own = f"/findings/{finding.uid}/"
    client = Client()
    client.force_login(world.liaison)
    offered = set(re.findall(rf'href="{own}([^"]*)"', client.get(own).content.decode()))
    work = {"edit/", "causes/add/", "measures/add/", "evidence/add/", "notes/add/", "extensions/ask/"}
    assert offered & work == {"notes/add/"}
    assert client.post(f"{own}notes/add/", {"text": "验收前又抽查了一周的病历"}).status_code == 302
    assert ProgressNote.objects.get(finding=finding).text == "验收前又抽查了一周的病历"
