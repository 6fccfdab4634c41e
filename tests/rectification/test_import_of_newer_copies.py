"""Last month's ledger brought up to date by this month's copy, and cells mended before the import."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from infrastructure.audit import acting
from infrastructure.errors import Refusal, WrongState
from rectification.models import Finding, LedgerImport
from rectification.services import import_choices, ledger_import
from rectification.workbook.decisions import Decisions
from rectification.workbook.known import SAME
from tests.access.site import workbook
from tests.rectification.test_import_pages import BAD, SampleHospital
from tests.rectification.world import NOW

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]
REPORTED = Path(__file__).parents[1] / "samples" / "reported"
LAST_MONTH, THIS_MONTH = REPORTED / "r22a_上月的台账.xlsx", REPORTED / "r22b_本月的台账.xlsx"


@pytest.fixture(scope="module")
def module_world(module_transaction: None) -> SampleHospital:
    return SampleHospital()


def opened(world: SampleHospital, path: Path) -> LedgerImport:
    return ledger_import.upload_workbook(
        participation=world.ledger,
        upload=SimpleUploadedFile(path.name, path.read_bytes()),
        by=world.clerk,
        now=NOW,
    )


def enter(world: SampleHospital, upload: LedgerImport) -> ledger_import.Outcome:
    return ledger_import.run_import(opened=upload, all_or_none=False, by=world.clerk, now=NOW)


def decide(world: SampleHospital, upload: LedgerImport, **decided: Any) -> None:
    import_choices.decide(opened=upload, decisions=Decisions(**decided), by=world.clerk, now=NOW)


@pytest.fixture
def this_month(world: SampleHospital) -> LedgerImport:
    assert enter(world, opened(world, LAST_MONTH)).entered == 2
    return opened(world, THIS_MONTH)


def plan(world: SampleHospital, upload: LedgerImport) -> Any:
    return ledger_import.plan_of(opened=upload, by=world.clerk, as_of=NOW.date())


def test_a_known_row_that_differs_is_told_cell_by_cell_and_a_nearly_known_one_asked(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    seen = plan(world, this_month)
    assert [(c.cell, c.number, c.old, c.new) for c in seen.changes] == [
        ("G3", "1", "2025-10-31", "2025-11-30"),
        ("H3", "1", "正在整改", "已完成"),
        ("I3", "1", "问题上报部门：质控办", "延期一个月；问题上报部门：质控办"),
    ]
    assert [question.cell for question in seen.questions] == ["E4"]
    assert seen.ready == 0


def test_nothing_of_the_ledger_changes_without_a_tick(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    before = list(Finding.objects.order_by("id").values())
    outcome = enter(world, this_month)
    assert (outcome.entered, outcome.changes) == (0, ())
    assert list(Finding.objects.order_by("id").values()) == before


def test_ticked_changes_are_made_and_the_state_is_told_not_set(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    decide(world, this_month, taken=frozenset({"问题台账!G3", "问题台账!H3", "问题台账!I3"}))
    enter(world, this_month)
    finding = Finding.objects.order_by("id")[0]
    assert finding.remark == "延期一个月；问题上报部门：质控办"
    assert [note.text for note in finding.notes.all()] == ["已完成"]
    assert finding.state == "rectifying"
    # Never taken up here: the workbook is still what holds, so its limit is corrected and not asked for.
    assert (str(finding.due_on), finding.extensions.count()) == ("2025-11-30", 0)
    this_month.refresh_from_db()
    assert {(made["cell"], made["result"]) for made in this_month.changes_made} == {
        ("问题台账 G3", "saved"), ("问题台账 H3", "saved"), ("问题台账 I3", "saved"),
    }  # fmt: skip


def test_changes_that_were_taken_are_none_when_the_same_copy_comes_again(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    changes = plan(world, this_month).changes
    keys = frozenset(change.key for change in changes)
    assert "问题台账!H3" in {change.place for change in changes}
    decide(world, this_month, taken=keys)
    enter(world, this_month)
    assert plan(world, opened(world, THIS_MONTH)).changes == ()


def test_what_somebody_wrote_after_the_tick_is_not_written_over(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    (remark,) = [change for change in plan(world, this_month).changes if change.place == "问题台账!I3"]
    decide(world, this_month, taken=frozenset({remark.key}))
    with acting(by=None):
        Finding.objects.filter(pk=remark.finding_id).update(remark="科室刚写的")
    enter(world, this_month)
    assert Finding.objects.get(pk=remark.finding_id).remark == "科室刚写的"
    this_month.refresh_from_db()
    (made,) = this_month.changes_made
    assert (made["result"], made["words"]) == ("conflict", "您勾选之后台账里的内容变了，没有更新。")


def test_an_answer_makes_a_nearly_known_row_the_known_one(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    (question,) = plan(world, this_month).questions
    decide(world, this_month, answers={question.key: SAME})
    seen = plan(world, this_month)
    assert seen.questions == ()
    assert ("E4", "电子签名偶发失败，医生改用截图") in [(c.cell, c.old) for c in seen.changes]
    decide(world, this_month, answers={question.key: ""})
    assert [each.key for each in plan(world, this_month).questions] == [question.key]


def test_a_cell_mended_in_place_reads_as_if_the_file_said_so(world: SampleHospital) -> None:
    upload = opened(world, BAD)
    before = plan(world, upload)
    assert ("I9" in {problem.cell for problem in before.errors}, before.ready) == (True, 2)
    decide(world, upload, cells={before.errors[0].sheet: {"I9": "2025-09-01"}})
    after = plan(world, upload)
    assert ("I9" in {problem.cell for problem in after.errors}, after.ready) == (False, 3)
    assert enter(world, upload).entered == 3


@pytest.mark.parametrize(("name", "words"), [("9I", "甲"), ("A0", "甲"), ("I9", "长" * 32_768)])
def test_what_is_no_cell_or_too_long_is_refused(world: SampleHospital, name: str, words: str) -> None:
    with pytest.raises(Refusal, match="单元格"):
        decide(world, opened(world, BAD), cells={"台账": {name: words}})


def test_a_finished_import_takes_no_decision(world: SampleHospital, this_month: LedgerImport) -> None:
    enter(world, this_month)
    with pytest.raises(WrongState):
        decide(world, this_month, taken=frozenset({"问题台账!G3"}))


def test_the_page_mends_a_cell_answers_a_question_and_takes_a_ticked_change(
    world: SampleHospital, this_month: LedgerImport
) -> None:
    client = Client()
    client.force_login(world.clerk)
    address = f"/imports/{this_month.uid}/"
    seen = client.get(address)
    page = seen.content.decode()
    assert "请您回答" in page
    assert seen.context["seen"]["warnings"] == []  # under 会导入 stands nothing that does not enter
    assert 'value="问题台账!I3#' in page
    (question,) = seen.context["decisions"].questions
    answered = client.post(address, {question: SAME} | columns_as_read(seen), follow=True)
    assert not answered.context["seen"]["questions"]
    assert 'value="问题台账!E4#' in answered.content.decode()
    done = client.post(
        address + "enter/", {"bad_rows": "skip", "taken": ["问题台账!I3", "问题台账!E4"]}, follow=True
    )
    assert "已更新 2 格" in done.content.decode()
    first, second = Finding.objects.order_by("id")
    assert first.remark == "延期一个月；问题上报部门：质控办"
    assert second.text == "电子签名偶发失败，医生改用截图代替"


def test_a_bad_cell_is_mended_on_the_page_with_what_stands_in_it(world: SampleHospital) -> None:
    client = Client()
    client.force_login(world.clerk)
    upload = opened(world, BAD)
    address = f"/imports/{upload.uid}/"
    seen = client.get(address)
    (name,) = [name for name, (_, cell, _) in seen.context["decisions"].cells.items() if cell == "I9"]
    stands_there = seen.context["decisions"][name].initial
    assert stands_there == "2024-02-30"
    assert [told["value"] for told in seen.context["seen"]["errors"] if told["cell"] == "C2"] == [""]
    assert seen.context["seen"]["ready"] == 2
    mended = client.post(address, {name: "2025-09-01"} | columns_as_read(seen, but=name), follow=True)
    assert mended.context["seen"]["ready"] == 3


def columns_as_read(seen: Any, but: str = "") -> dict[str, str]:
    """The fields of the page as the browser sends them, untouched."""
    fields = [*seen.context["columns"], *seen.context["names"], *seen.context["decisions"]]
    return {field.name: field.value() or "" for field in fields if field.name != but and field.value()}


def test_what_another_department_leads_is_neither_quoted_nor_asked_about(world: SampleHospital) -> None:
    """The same words in a department's own workbook do not tell it that another has such a finding."""
    rows = [["1", "科室制度落实", "查房记录缺页", "检验科"]]
    header = ["序号", "整治内容", "存在问题", "牵头部门"]
    office = workbook(header, *rows)
    enter(
        world,
        ledger_import.upload_workbook(
            participation=world.participation, upload=office, by=world.clerk, now=NOW
        ),
    )
    own = workbook(header, ["1", "科室制度落实", "查房记录缺页", "骨科"])
    upload = ledger_import.upload_workbook(
        participation=world.participation, upload=own, by=world.liaison, now=NOW
    )
    seen = ledger_import.plan_of(opened=upload, by=world.liaison, as_of=NOW.date())
    assert (seen.ready, seen.questions, seen.changes, seen.errors) == (1, (), (), ())
    asked = ledger_import.plan_of(opened=upload, by=world.clerk, as_of=NOW.date())
    assert len(asked.questions) == 1


def test_words_typed_for_a_cell_stay_with_it_when_another_is_settled_meanwhile(world: SampleHospital) -> None:
    client = Client()
    client.force_login(world.clerk)
    upload = opened(world, BAD)
    address = f"/imports/{upload.uid}/"
    seen = client.get(address)
    (name,) = [name for name, (_, cell, _) in seen.context["decisions"].cells.items() if cell == "I9"]
    decide(world, upload, cells={"Sheet": {"B3": "二"}})
    client.post(address, {name: "2025-09-01"} | columns_as_read(client.get(address), but=name))
    upload.refresh_from_db()
    assert upload.decisions["cells"] == {"Sheet": {"B3": "二", "I9": "2025-09-01"}}
