"""What the pages promise: the printed ledger, the one primary button, one file where one is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.datastructures import MultiValueDict

from infrastructure.audit import acting
from inspections.forms.sheets import LineFindingForm
from organizations.models import Department, Role, StaffMember
from policy_texts.vocabulary import CauseCategory
from rectification.extension_rules import refusal_to_ask
from rectification.forms.findings import initial_of
from rectification.forms.registering import NewFindingForm
from rectification.forms.work import ReplaceForm
from rectification.models import Extension, Finding, ProgressNote
from rectification.rules.ledger_columns import LISTED
from rectification.selectors.finding_page import read_page
from rectification.services import extensions, work
from rectification.standing import standing_of
from tests import factories
from tests.rectification.ledger_forms import table_of
from tests.rectification.world import NOW, TODAY, World


def test_the_one_primary_button_is_the_work_that_is_missing(world: World) -> None:
    finding = world.draft()
    world.move(finding, "submit", world.liaison)
    world.move(finding, "take_up", world.clerk)

    def leading() -> str:
        finding.refresh_from_db()
        return read_page(finding, user=world.head, as_of=TODAY).leading

    assert leading() == "cause"
    work.add_cause(finding=finding, category=CauseCategory.PROCESS, text="没有核对", by=world.head, now=NOW)
    assert leading() == "measure"


def test_without_a_date_the_extension_says_that_the_date_is_missing(world: World) -> None:
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


def test_todo_counts_the_extensions_that_it_lists(world: World) -> None:
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


def test_the_list_holds_the_workbooks_other_columns_until_they_are_asked_for(world: World) -> None:
    world.planned()
    [row] = table_of(world, world.clerk, "list")
    assert {c.heading: row[c.heading] for c in LISTED if c.shown and c.shown.off} == {
        "整治要点": "要点a",
        "原因分析": "系统没有强制",
        "整改措施": "术前讨论记录设为必填",
        "实际完成时间": "—",
        "验收日期": "—",
        "备注": "",
    }


def test_what_somebody_has_typed_is_no_markup_in_any_column_of_the_list(world: World) -> None:
    finding, cause, measure = world.planned(
        text="<i>finding</i>", remark="<i>remark</i>", supporting=[world.other_ward]
    )
    with acting(by=world.clerk):
        for row in (cause, measure):
            row.text = f"<i>{type(row).__name__.lower()}</i>"
            row.save()
        Finding.objects.filter(pk=finding.pk).update(origin_label="<i>origin</i>")
        for person, name in ((world.head.staff, "head"), (world.leader.staff, "leader")):
            StaffMember.objects.filter(pk=person.pk).update(name=f"<i>{name}</i>")
        for ward, name in ((world.ward, "lead"), (world.other_ward, "supporting")):
            Department.objects.filter(pk=ward.pk).update(name=f"<i>{name}</i>")
    [row] = table_of(world, world.clerk, "list")
    said = re.findall(r"<i>(\w+)</i>", "".join(row.values()))
    assert said == ["finding", "origin", "cause", "measure", "leader", "lead", "supporting", "head", "remark"]


def test_a_workbook_counts_upwards_unless_the_address_says_otherwise(world: World) -> None:
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
    assert photos == LineFindingForm()["after"].field.widget.attrs
    assert photos == NewFindingForm.base_fields["files"].widget.attrs
    assert (photos["data-max-mb"], ".jpg" in photos["accept"]) == ("20", True)


def test_a_long_finding_has_a_short_heading_and_its_crumbs_lead_to_its_own_ledger(world: World) -> None:
    finding = world.draft(text="抽查" + "很长的问题" * 100)
    client = Client()
    client.force_login(world.clerk)
    page = client.get(f"/findings/{finding.uid}/").content.decode()
    heading = page.split("<h1", 1)[1].split("</h1>", 1)[0]
    assert len(heading) < 200
    assert finding.text in page
    assert f"?run={world.run.code}&amp;item=I1" in page


def test_after_the_last_phase_the_line_ends_where_the_states_add_up(world: World) -> None:
    world.planned()
    client = Client()
    address = f"/h/{world.hospital.code}/board/?run={world.run.code}"
    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        client.force_login(world.clerk)
        seen = client.get(address).context
    assert seen["burn"].points[-1] == ((NOW + timedelta(days=400)).date(), 1)


def test_while_it_waits_for_acceptance_work_is_still_told_and_nothing_else_of_it_changes(
    world: World,
) -> None:
    """What the page offers is what the service does: the one was hidden and the other allowed."""
    finding = world.awaiting()
    own = f"/findings/{finding.uid}/"
    client = Client()
    client.force_login(world.liaison)
    offered = set(re.findall(rf'href="{own}([^"]*)"', client.get(own).content.decode()))
    work = {"edit/", "causes/add/", "measures/add/", "evidence/add/", "notes/add/", "extensions/ask/"}
    assert offered & work == {"notes/add/"}
    assert client.post(f"{own}notes/add/", {"text": "验收前又抽查了一周的病历"}).status_code == 302
    assert ProgressNote.objects.get(finding=finding).text == "验收前又抽查了一周的病历"


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (World.awaiting, "待验收的问题不能修改。需要修改的，由验收部门退回后再改。"),
        (World.accepted, "已通过验收的问题不能修改。需要修改的，由质控办重新打开后再改。"),
    ],
)
def test_the_form_of_an_edit_that_cannot_be_saved_is_not_shown_and_the_page_says_what_leads_on(
    world: World, make: Callable[[World], Finding], words: str
) -> None:
    finding = make(world)
    client = Client()
    client.force_login(world.liaison)
    answer = client.get(f"/findings/{finding.uid}/edit/")
    assert (answer.status_code, words in answer.content.decode()) == (409, True)
    assert "<textarea" not in answer.content.decode()
    client.force_login(factories.make_member(Role.STAFF, world.ward))
    draft = world.draft()
    answer = client.get(f"/findings/{draft.uid}/edit/")
    assert (answer.status_code, "您只能修改本科室的问题" in answer.content.decode()) == (403, True)


def test_what_was_typed_while_somebody_handed_it_in_for_acceptance_is_still_there(world: World) -> None:
    finding = world.awaiting()
    client = Client()
    client.force_login(world.liaison)
    kept = {name: value for name, value in initial_of(finding).items() if value is not None}
    typed = {"responsible_person": world.head.staff.uid, "remark": "已上会"}  # type: ignore[union-attr]
    answer = client.post(f"/findings/{finding.uid}/edit/", kept | typed)
    page = answer.content.decode()
    assert (answer.status_code, "待验收的问题不能修改" in page, "已上会" in page) == (409, True, True)
