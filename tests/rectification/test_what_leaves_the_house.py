"""What exports and prints say of a finding: how it was fixed, where it came from, what proves it, and of drafts."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client

from campaigns.services.overlays import OverlayInput, set_overlay
from infrastructure import audit
from organizations.models import Role
from rectification.models import Finding, LedgerEntry
from rectification.services import evidence, transitions
from rectification.services.ledger_finals import set_final
from tests import factories
from tests.access.asking import body_of
from tests.rectification.ledger_forms import FORMS, Table, answer_of, sheet_of, table_of
from tests.rectification.test_lifecycle_table import complete
from tests.rectification.world import NOW, TODAY, World

pytestmark = pytest.mark.usefixtures("world")
IMPORTED = "历史导入，未经本系统验收"
SEEN = "陈思远 2026-11-21 现场查看：三份病历均已补齐"
UNSENT = "还没有提交的问题"


def fixed_on_the_spot(world: World) -> Finding:
    set_overlay(
        hospital=world.hospital,
        checkpoint=world.checkpoint,
        values=OverlayInput(functional_department=world.medical, on_the_spot_allowed=True),
        revision=0,
        by=world.clerk,
        now=NOW,
    )
    draft = world.draft(due_on=TODAY, text="当场改好的问题")
    return world.move(complete(world, draft), "fix_on_the_spot", world.head)


def imported(world: World) -> Finding:
    finding, _, _ = world.planned(text="去年的问题")
    with audit.acting(by=None):
        Finding.objects.filter(pk=finding.pk).update(state_origin="imported")
    finding.refresh_from_db()
    return finding


def marks(table: Table, form: str) -> list[str]:
    """On paper below 完成情况, else in a column of their own."""
    return [row["完成情况" if form == "print" else "标注"].split("\n", 1)[-1] for row in table]


@pytest.mark.parametrize("form", FORMS)
def test_fixed_on_the_spot_and_imported_are_seen_in_every_form(world: World, form: str) -> None:
    fixed_on_the_spot(world)
    imported(world)
    world.planned(text="普通的问题")
    said = marks(table_of(world, world.clerk, form), form)
    assert said == ["立行立改", IMPORTED, "推进中" if form == "print" else ""]


@pytest.mark.parametrize("paper", ["notice", "feedback"])
def test_fixed_on_the_spot_and_imported_are_seen_on_notice_and_feedback(world: World, paper: str) -> None:
    client = Client()
    client.force_login(world.clerk)
    ordinary, _, _ = world.planned(text="普通的问题")
    said = []
    for finding in (fixed_on_the_spot(world), imported(world), ordinary):
        page = client.get(f"/findings/{finding.uid}/print/{paper}/").content.decode()
        said.append((">立行立改<" in page, f">{IMPORTED}<" in page, ">标注<" in page))
    assert said == [(True, False, True), (False, True, True), (False, False, False)]


def seen(world: World) -> Finding:
    """Proved by a file, by an older version of it, and by what the accepter saw."""
    finding = world.awaiting()
    old = finding.evidence.get()
    world.move(finding, "refuse", world.accepter, reason="看不清")
    evidence.replace_file(
        evidence=old, stored=world.stored_file(world.liaison, "清楚的截图.png"), by=world.liaison, now=NOW
    )
    evidence.see_on_site(
        finding=finding,
        measures=list(finding.measures.all()),
        words="三份病历均已补齐",
        seen_on=TODAY,
        by=world.accepter,
        now=NOW,
    )
    return finding


@pytest.mark.parametrize("form", FORMS)
def test_what_was_seen_on_site_stands_under_evidence_in_every_form(world: World, form: str) -> None:
    seen(world)
    [row] = table_of(world, world.clerk, form)
    assert row["佐证材料"] == f"清楚的截图.png\n{SEEN}"


def test_what_was_seen_on_site_stands_under_evidence_on_page_and_feedback(world: World) -> None:
    finding, client = seen(world), Client()
    client.force_login(world.clerk)
    page = client.get(f"/findings/{finding.uid}/").content.decode()
    assert SEEN in page.split('data-label="佐证"', 1)[1].split("</td>", 1)[0]
    paper = client.get(f"/findings/{finding.uid}/print/feedback/").content.decode()
    cell = paper.split("佐证材料</th>", 1)[1].split("</td>", 1)[0]
    assert [words in cell for words in (f"措施 1：{SEEN}", "措施 1：清楚的截图.png")] == [True, True]
    assert "上线截图.png" not in cell


def test_evidence_that_proves_no_measure_yet_stands_on_the_feedback_too(world: World) -> None:
    finding, _, _ = world.planned()
    world.prove(finding)
    client = Client()
    client.force_login(world.clerk)
    paper = client.get(f"/findings/{finding.uid}/print/feedback/").content.decode()
    assert "<p>上线截图.png</p>" in paper


def test_after_a_reopening_neither_the_old_proof_nor_the_old_accepter_is_named(world: World) -> None:
    finding = world.accepted()
    [row] = table_of(world, world.clerk, "xlsx")
    assert (row["佐证材料"], row["验收人"]) == ("上线截图.png", "陈思远")
    transitions.move(finding=finding, name="reopen", by=world.clerk, now=NOW, reason="又发生了")
    [row] = table_of(world, world.clerk, "xlsx")
    assert (row["佐证材料"], row["验收人"], row["验收日期"]) == ("", "", "")


@pytest.fixture
def with_a_draft(world: World) -> World:
    world.planned(text="已经提交的问题")
    world.draft(text=UNSENT)
    return world


def texts(table: Table) -> list[str]:
    return [row["存在问题"] for row in table]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("query", [{}, {"state": "open"}])
def test_an_unsubmitted_draft_does_not_leave_the_house(
    with_a_draft: World, form: str, query: dict[str, str]
) -> None:
    assert texts(table_of(with_a_draft, with_a_draft.clerk, form, **query)) == ["已经提交的问题"]


@pytest.mark.parametrize("form", FORMS)
def test_who_asks_for_drafts_by_name_gets_them_marked(with_a_draft: World, form: str) -> None:
    table = table_of(with_a_draft, with_a_draft.clerk, form, state=["draft", "rectifying"])
    said = {row["存在问题"]: (row["序号"], row["完成情况"]) for row in table}
    assert said == {"已经提交的问题": ("1", "推进中"), UNSENT: ("草稿", "草稿")}


@pytest.mark.parametrize("form", FORMS)
def test_who_does_not_see_a_draft_does_not_get_it_by_asking(with_a_draft: World, form: str) -> None:
    stranger = with_a_draft.member(Role.LIAISON, with_a_draft.other_ward, name="罗技师")
    answer = body_of(answer_of(with_a_draft, stranger, form, state="draft"))
    assert UNSENT not in (answer.decode() if form != "xlsx" else str(list(sheet_of(answer).values)))


def test_a_returned_draft_keeps_its_number_and_stays_at_home(world: World) -> None:
    finding = world.move(world.draft(text="退回去补充的问题"), "submit", world.liaison)
    world.move(finding, "return", world.clerk, reason="写清楚地点")
    assert LedgerEntry.objects.get(finding=finding).number == 1
    assert table_of(world, world.clerk, "csv") == []
    [row] = table_of(world, world.clerk, "csv", state="draft")
    assert (row["序号"], row["完成情况"]) == ("1", "草稿")


@pytest.mark.parametrize(("state", "word"), [("void", "已作废"), ("merged", "已合并")])
def test_what_is_no_finding_any_more_is_not_called_in_progress(world: World, state: str, word: str) -> None:
    finding, _, _ = world.planned()
    other, _, _ = world.planned(text="合并到这里")
    if state == "void":
        world.move(finding, "void", world.clerk, reason="登记错了")
    else:
        transitions.merge(finding=finding, into=other, by=world.clerk, now=NOW, reason="重复")
    [row] = table_of(world, world.clerk, "xlsx", state=state)
    assert row["完成情况"] == word


STATES = (None, ["draft", "rectifying"])


@pytest.mark.parametrize("asked", STATES)
def test_a_workbook_is_called_a_draft_only_when_it_holds_one_and_says_what_of_drafts(
    with_a_draft: World, asked: list[str] | None
) -> None:
    query = {"state": asked} if asked else {}
    answer: Any = answer_of(with_a_draft, with_a_draft.clerk, "xlsx", **query)
    sheet = sheet_of(body_of(answer))
    notes = [cell for cell in next(sheet.iter_rows(min_row=2, max_row=2, values_only=True)) if cell]
    head = ("草稿", "含草稿 1 条", "_含草稿") if asked else (None, "不含草稿 1 条", "_不含草稿")
    assert (sheet.oddHeader.right.text, notes[2]) == head[:2]
    assert f"_20261121{head[2]}.xlsx" in unquote(answer["Content-Disposition"])


@pytest.mark.parametrize("asked", STATES)
def test_a_released_print_is_called_a_draft_only_when_it_holds_one_and_says_what_of_drafts(
    with_a_draft: World, asked: list[str] | None
) -> None:
    query = {"state": asked} if asked else {}
    set_final(participation=with_a_draft.participation, by=with_a_draft.clerk, now=NOW)
    page = answer_of(with_a_draft, with_a_draft.clerk, "print", **query).content.decode()
    assert ("hq-watermark" in page, "<span>含草稿 1 条</span>" in page) == (bool(asked), bool(asked))
    assert ("<span>不含草稿 1 条</span>" in page) is not bool(asked)


@pytest.mark.parametrize("asked", STATES)
def test_a_csv_says_in_its_name_what_of_drafts(with_a_draft: World, asked: list[str] | None) -> None:
    query = {"state": asked} if asked else {}
    answer = answer_of(with_a_draft, with_a_draft.clerk, "csv", **query)
    name = unquote(answer["Content-Disposition"])
    assert name.endswith(f"_20261121_{'含' if asked else '不含'}草稿.csv")


def test_without_drafts_nothing_is_said_of_them(world: World) -> None:
    world.planned()
    for query in ({}, {"state": "draft"}):
        sheet = sheet_of(body_of(answer_of(world, world.clerk, "xlsx", **query)))
        assert sheet.oddHeader.right.text is None
        assert not [cell for row in sheet.values for cell in row if "草稿" in str(cell)]


def test_the_list_says_how_many_leave_and_leads_to_those_that_stay(with_a_draft: World) -> None:
    world, client = with_a_draft, Client()
    client.force_login(world.clerk)
    address = f"/h/{world.hospital.code}/ledger/"
    page = client.get(address)
    menu = page.context["export"]
    assert (menu.total, menu.note) == ("1", "不含草稿 1 条")
    assert len(table_of(world, world.clerk, "xlsx")) == 1
    assert f'href="{menu.with_drafts.replace("&", "&amp;")}"' in page.content.decode()
    both = client.get(address + menu.with_drafts)
    assert (both.context["export"].total, both.context["export"].note) == ("2", "含草稿 1 条")
    assert both.context["page"].paginator.count == 2


def test_of_drafts_is_said_how_many_stay_behind_wherever_the_filter_lets_them_in(with_a_draft: World) -> None:
    world, client = with_a_draft, Client()
    client.force_login(world.clerk)
    said = {}
    for states in ((), ("open",), ("closed", "open"), ("closed",), ("closed", "draft")):
        page = client.get(f"/h/{world.hospital.code}/ledger/", {"state": states})
        said["+".join(states)] = page.context["export"].note
    behind = "不含草稿 1 条"
    assert said == {
        "": behind,
        "open": behind,
        "closed+open": behind,
        "closed": "",
        "closed+draft": "含草稿 1 条",
    }


def test_the_number_on_the_button_is_of_what_this_user_may_take_out(with_a_draft: World) -> None:
    """Staff of one ward see its list; the liaison of another takes out only what is that one's."""
    world = with_a_draft
    both = world.member(Role.STAFF, world.ward, name="两边跑")
    client = Client()
    client.force_login(both)
    address = f"/h/{world.hospital.code}/ledger/"
    assert client.get(address).context["export"] is None
    factories.grant(both, Role.LIAISON, world.other_ward)
    page = client.get(address)
    assert page.context["page"].paginator.count == 2
    assert page.context["export"].total == "0"
    assert table_of(world, both, "csv") == []
