"""The ledger sent out as a workbook, edited, and brought back: cell by cell against then and now."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from infrastructure.errors import Refusal, WrongState
from rectification.models import Finding, TemplateExport, TemplateRow
from rectification.rules.ledger_columns import Column
from rectification.services import ledger_import, template_returns, templates, work
from rectification.services.cell_edits import CellEdit, Result, save_cells
from rectification.services.import_choices import decide
from rectification.services.template_returns import MINE
from rectification.workbook.decisions import Decisions
from tests.rectification.returning import Sheet, plan_of, read_back, saved, sent_out, told, uploaded
from tests.rectification.world import IN_TWO_WEEKS, NOW, World

pytestmark = [pytest.mark.usefixtures("world"), pytest.mark.clause("QS25.P2")]


def change_here(world: World, finding: Finding, column: Column, words: str) -> None:
    (outcome,) = save_cells(
        participation=world.participation,
        edits=[CellEdit(finding.pk, column, None, words)],
        by=world.second_clerk,
        now=NOW,
    )
    assert outcome.result is Result.SAVED
    finding.refresh_from_db()


def problems(world: World, sheet: Sheet) -> list[tuple[str, str]]:
    return [(problem.cell, problem.problem) for problem in read_back(world, sheet).problems]


def test_three_cells_changed_mean_three_fields_changed(world: World) -> None:
    finding, _, measure = world.planned(remark="旧备注")
    other, _, _ = world.planned(text="另一个问题")
    untouched = other.revision
    sheet = sent_out(world)
    line = sheet.line_of(备注="旧备注")
    sheet.set(line, "备注", "第三季度复查")
    sheet.set(line, "整改措施", "术前讨论记录设为必填并提醒")
    sheet.set(line, "措施责任人", "郑洁")
    opened = uploaded(world, sheet)
    plan = plan_of(world, opened)
    assert told(plan) == [
        ("整改措施", "术前讨论记录设为必填", "术前讨论记录设为必填并提醒"),
        ("措施责任人", "", "郑洁"),
        ("备注", "旧备注", "第三季度复查"),
    ]
    assert (plan.conflicts, plan.problems, plan.remarks, plan.rows) == ((), (), (), 2)
    assert [outcome.result for _, outcome in saved(world, opened).outcomes] == [Result.SAVED] * 3
    finding.refresh_from_db()
    measure.refresh_from_db()
    other.refresh_from_db()
    assert (finding.remark, measure.text) == ("第三季度复查", "术前讨论记录设为必填并提醒")
    assert (measure.person, measure.strength) == (world.liaison.staff, "strong")
    assert (finding.due_on, finding.responsible_person) == (IN_TWO_WEEKS, world.head.staff)
    assert other.revision == untouched


def test_a_conflict_is_only_where_both_changed_and_nothing_is_taken_in_silence(world: World) -> None:
    finding, _, _ = world.planned(remark="导出时")
    sheet = sent_out(world)
    sheet.set(1, "备注", "表中")
    sheet.set(1, "责任人", "郑洁")
    change_here(world, finding, Column.REMARK, "台账")
    change_here(world, finding, Column.SUPPORTING, "检验科")
    opened = uploaded(world, sheet)
    plan = plan_of(world, opened)
    assert told(plan) == [("责任人", "吴海", "郑洁")]
    (conflict,) = plan.conflicts
    assert (conflict.base, conflict.old, conflict.new) == ("导出时", "台账", "表中")
    saved(world, opened)
    finding.refresh_from_db()
    assert (finding.remark, finding.responsible_person) == ("台账", world.liaison.staff)
    assert [d.department.name for d in finding.supporting.all()] == ["检验科"]
    opened.refresh_from_db()
    assert [made["result"] for made in opened.changes_made] == ["saved", "kept"]


def test_a_conflict_decided_for_the_workbook_is_saved_unless_the_ledger_moved_on(world: World) -> None:
    finding, _, _ = world.planned(remark="导出时")
    sheet = sent_out(world)
    sheet.set(1, "备注", "表中")
    change_here(world, finding, Column.REMARK, "台账")
    opened = uploaded(world, sheet)
    again = uploaded(world, sheet)
    for each in (opened, again):
        (conflict,) = plan_of(world, each).conflicts
        decided = Decisions(answers={conflict.key: MINE})
        decide(opened=each, decisions=decided, by=world.clerk, now=NOW)
    change_here(world, finding, Column.REMARK, "又改")
    assert saved(world, opened).outcomes == ()
    finding.refresh_from_db()
    assert finding.remark == "又改"
    change_here(world, finding, Column.REMARK, "台账")
    assert [outcome.result for _, outcome in saved(world, again).outcomes] == [Result.SAVED]
    finding.refresh_from_db()
    assert finding.remark == "表中"


def test_both_changed_to_the_same_is_no_change(world: World) -> None:
    finding, _, _ = world.planned(remark="导出时")
    sheet = sent_out(world)
    sheet.set(1, "备注", "一样")
    change_here(world, finding, Column.REMARK, "一样")
    plan = read_back(world, sheet)
    assert (plan.changes, plan.conflicts, plan.problems) == ((), (), ())


def test_a_second_upload_and_two_uploads_at_once_save_nothing_twice(world: World) -> None:
    finding, _, _ = world.planned()
    sheet = sent_out(world)
    sheet.set(1, "备注", "第三季度复查")
    sheet.set(1, "整改进展", "已完成第一次培训\n已抽查 10 份")
    first, second = uploaded(world, sheet), uploaded(world, sheet, world.liaison)
    assert len(plan_of(world, first).changes) == len(plan_of(world, second, world.liaison).changes) == 2
    assert saved(world, first).changed == 2
    assert saved(world, second, world.liaison).outcomes == ()
    assert [note.text for note in finding.notes.all()] == ["已完成第一次培训\n已抽查 10 份"]
    with pytest.raises(WrongState, match="已经保存过"):
        saved(world, first)
    assert read_back(world, sheet).changes == ()


def test_rows_and_columns_in_any_order_and_filtered_ones_change_nothing(world: World) -> None:
    for text in ("问题一", "问题二", "问题三"):
        world.planned(text=text)
    sheet = sent_out(world)
    headings, rows = sheet.headings, sheet.rows()
    sheet.put(headings[::-1], [row[::-1] for row in (rows[2], rows[0], rows[1])])
    sheet.table.row_dimensions[5].hidden = True
    plan = read_back(world, sheet)
    assert (plan.rows, plan.changes, plan.problems, plan.remarks) == (3, (), (), ())


def test_what_an_input_method_or_a_program_puts_in_is_no_change(world: World) -> None:
    finding, _, _ = world.planned(text="抽查 10 份病历\n3 份不合格", remark="见 2026 年文件")
    sheet = sent_out(world)
    sheet.set(1, "存在问题", "抽查\u00a0１０\u3000份病历\r\n３ 份不合格 ")
    sheet.set(1, "备注", " 见 ２０２６ 年文件\u200b")
    sheet.set(1, "序号", "１")
    sheet.set(1, "整改时限", datetime.combine(IN_TWO_WEEKS, datetime.min.time()))
    sheet.set(1, "整治内容", "1")
    sheet.set(1, "校验", f" {sheet.cell(1, '校验').value.lower()}\u00a0")
    plan = read_back(world, sheet)
    assert (told(plan), plan.problems) == ([], ())
    for typed in ("2026年12月5日", "2026/12/5", "２０２６．１２．５"):
        sheet.set(1, "整改时限", typed)
        assert told(read_back(world, sheet)) == []
    sheet.set(1, "存在问题", "抽查 10 份病历，3 份不合格")
    assert told(read_back(world, sheet)) == [("存在问题", finding.text, "抽查 10 份病历，3 份不合格")]


def test_a_line_that_is_not_what_its_key_says_is_refused_by_name(world: World) -> None:
    for text in ("问题一", "问题二", "问题三", "问题四"):
        world.planned(text=text)
    sheet, older = sent_out(world), sent_out(world)
    for line in range(1, 5):
        sheet.set(line, "备注", "改了")
    key = sheet.cell(1, "校验").value
    sheet.put(sheet.headings, [*sheet.rows(), sheet.rows()[0]])
    sheet.set(2, "校验", sheet.cell(3, "校验").value)
    sheet.set(4, "校验", older.cell(4, "校验").value)
    sheet.put(sheet.headings, [*sheet.rows(), [None, "新增一行"], [9, *[None] * 25, "ABC"]])
    plan = read_back(world, sheet)
    assert plan.changes == ()
    key_column = sheet.cell(1, "校验").column_letter
    assert {(problem.cell, problem.problem) for problem in plan.problems} == {
        (f"{key_column}4", "第 4 行和第 8 行的校验码相同，都没有读取；每行保留一份再上传。"),
        (f"{key_column}8", "第 8 行和第 4 行的校验码相同，都没有读取；每行保留一份再上传。"),
        (f"{key_column}5", "这个校验码是序号 3 的，却在序号 2 的行里，整行没有读取。"),
        (f"{key_column}6", "第 6 行和第 5 行的校验码相同，都没有读取；每行保留一份再上传。"),
        (f"{key_column}7", "这一行来自另一次导出，没有读取；一次上传一次导出的表。"),
        (f"{key_column}9", "这一行没有校验码，没有读取。新增的问题复制到另一个工作簿，再从“导入”上传。"),
        (f"{key_column}10", "校验码不完整，整行没有读取。重新导出一份，把改动填在新的表里。"),
    }  # fmt: skip
    forged = "A" * 8 if not key.endswith("A" * 8) else "B" * 8
    sheet = sent_out(world)
    sheet.set(1, "校验", sheet.cell(1, "校验").value[:-8] + forged)
    assert problems(world, sheet) == [
        (f"{key_column}4", "校验码被改动过，整行没有读取。重新导出一份，把改动填在新的表里。")
    ]


def test_a_workbook_of_another_hospital_or_ledger_or_too_long_ago_is_refused_whole(world: World) -> None:
    other = World()
    other.planned()
    with pytest.raises(Refusal, match="不是本院从这里导出的"):
        uploaded(world, sent_out(other))
    world.planned()
    sheet = sent_out(world)
    assert templates.forget_old_templates(now=NOW + timedelta(days=templates.KEPT_DAYS)) == 0
    later = NOW + timedelta(days=templates.KEPT_DAYS + 1)
    assert templates.forget_old_templates(now=later) == TemplateExport.objects.count() == 2
    assert not TemplateRow.objects.exists()
    with pytest.raises(Refusal, match="2026-11-21 导出的，当时的内容只保存 180 天"):
        uploaded(world, sheet)


def test_a_cell_that_nobody_may_change_is_refused_before_it_is_saved(world: World) -> None:
    """The trial asks the very rules, and leaves nothing behind."""
    finding = world.awaiting()
    sheet = sent_out(world, world.liaison)
    sheet.set(1, "完成情况", "已完成并销号")
    sheet.set(1, "备注", "改了")
    sheet.set(1, "责任人", "刘备")
    opened = uploaded(world, sheet, world.liaison)
    plan = plan_of(world, opened, world.liaison)
    assert [problem.problem for problem in plan.problems] == ["“完成情况”由办理过程产生，不能在表格里改。"]
    tried = template_returns.try_return(plan=plan, opened=opened, by=world.liaison, now=NOW)
    assert {change.label: outcome.result for change, outcome in tried.outcomes} == {
        "备注": Result.REFUSED,
        "责任人": Result.REFUSED,
    }
    revision = finding.revision
    finding.refresh_from_db()
    assert (finding.revision, finding.remark) == (revision, "")
    seen = template_returns.document(plan, tried)
    assert (seen["change_count"], seen["error_count"]) == (0, 3)


def test_lines_out_of_sight_are_refused_and_tell_nothing(world: World) -> None:
    world.planned(remark="骨科的")
    sheet = sent_out(world)
    sheet.set(1, "备注", "检验科来改")
    by = world.member("liaison", world.other_ward, name="罗技师")  # type: ignore[arg-type]
    plan = read_back(world, sheet, by)
    assert plan.changes == ()
    (problem,) = plan.problems
    assert "不在您的范围内" in problem.problem


def test_the_lines_of_one_finding_speak_for_it_together(world: World) -> None:
    finding, _, _ = world.planned(remark="导出时")
    values = work.MeasureInput(text="每月抽查", strength="medium")
    second = work.add_measure(finding=finding, values=values, by=world.clerk, now=NOW)
    sheet = sent_out(world)
    assert [sheet.cell(line, "整改措施").value for line in (1, 2)] == ["术前讨论记录设为必填", "每月抽查"]
    assert sheet.cell(2, "备注").value == "导出时"
    sheet.set(2, "备注", "改一行就够")
    sheet.set(2, "措施时限", "2026-12-01")
    opened = uploaded(world, sheet)
    assert [change.label for change in plan_of(world, opened).changes] == ["措施时限", "备注"]
    sheet.set(1, "备注", "另一种写法")
    cells = [f"{sheet.cell(1, '备注').column_letter}{row}" for row in (4, 5)]
    words = f"同一个问题的“备注”在 {cells[0]}、{cells[1]}写得不一样，都没有读取；改成一样再上传。"
    assert problems(world, sheet) == [(cell, words) for cell in cells]
    saved(world, opened)
    second.refresh_from_db()
    assert str(second.due_on) == "2026-12-01"
    work.void_measure(measure=second, by=world.clerk, now=NOW)
    sheet.set(2, "整改措施", "每周抽查")
    assert "这条措施已经删去，这一格没有读取。" in [words for _, words in problems(world, sheet)]


def test_a_finding_without_a_measure_gets_its_first_ones_from_its_line(world: World) -> None:
    finding = world.move(world.draft(), "submit", world.liaison)
    world.move(finding, "take_up", world.clerk)
    sheet = sent_out(world)
    sheet.set(1, "整改措施", "1. 修订制度\n2. 全员培训")
    sheet.set(1, "措施责任人", "郑洁")
    opened = uploaded(world, sheet)
    assert [problem.problem for problem in plan_of(world, opened).problems] == [
        "这一行导出时还没有措施，措施的责任部门、责任人和时限在问题页填写。"
    ]
    assert saved(world, opened).changed == 1
    assert [measure.text for measure in finding.measures.valid()] == ["修订制度", "全员培训"]


def test_progress_is_only_added_to_and_is_in_nobody_s_way(world: World) -> None:
    finding, _, _ = world.planned()
    work.note_progress(finding=finding, text="已联系厂家", by=world.liaison, now=NOW)
    sheet = sent_out(world)
    work.note_progress(finding=finding, text="厂家已报价", by=world.head, now=NOW)
    sheet.set(1, "整改进展", "已联系厂家\n设备已到货")
    opened = uploaded(world, sheet)
    assert told(plan_of(world, opened)) == [("整改进展（补充）", "", "设备已到货")]
    saved(world, opened)
    assert sorted(note.text for note in finding.notes.all()) == ["厂家已报价", "已联系厂家", "设备已到货"]
    for typed in (None, "设备已到货\n已联系厂家\n再补一句"):
        sheet.set(1, "整改进展", typed)
        plan = read_back(world, sheet)
        assert (plan.changes, len(plan.problems)) == ((), 1)


def test_what_is_not_read_is_told_at_its_cell(world: World) -> None:
    world.planned()
    sheet = sent_out(world)
    rows, headings = sheet.rows(), sheet.headings
    remark = headings.index("备注")
    kept = [n for n in range(len(headings)) if n != remark]
    sheet.put(
        [*(headings[n] for n in kept), "责任人", "主管意见"],
        [[*(row[n] for n in kept), "郑洁", "同意"] for row in rows],
    )
    sheet.set(1, "存在问题", "#N/A")
    sheet.cell(1, "存在问题").data_type = "e"
    sheet.book.create_sheet("统计").append(["合计", 1])
    plan = read_back(world, sheet)
    assert plan.changes == ()
    assert [problem.problem for problem in plan.problems] == [
        "“责任人”有几列（N3、AA3），都没有读取。",
        "“#N/A”是出错的公式，没有读取。",
    ]
    assert [remark.problem for remark in plan.remarks] == [
        "“主管意见”列不是台账的列，其中 1 格没有读取。",
        "表中没有“备注”列，这一列保持不变。",
        "工作表“统计”没有“校验”列，没有读取。",
    ]


def test_a_later_limit_of_accepted_work_is_asked_for(world: World) -> None:
    finding, _, _ = world.planned()
    sheet = sent_out(world, world.liaison)
    sheet.set(1, "整改时限", "2026-12-20")
    opened = uploaded(world, sheet, world.liaison)
    plan = plan_of(world, opened, world.liaison)
    tried = template_returns.try_return(plan=plan, opened=opened, by=world.liaison, now=NOW)
    assert [each["asked"] for each in template_returns.document(plan, tried)["changes"]] == [True]
    assert not finding.extensions.exists()
    saved(world, opened, world.liaison)
    assert str(finding.extensions.get().to_due_on) == "2026-12-20"


def test_a_workbook_that_comes_back_is_never_read_as_an_import(world: World) -> None:
    world.planned()
    opened = uploaded(world, sent_out(world))
    assert opened.template is not None
    with pytest.raises(Refusal, match="可回传的表"):
        ledger_import.run_import(opened=opened, all_or_none=False, by=world.clerk, now=NOW)
