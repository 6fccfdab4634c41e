"""Each cell of a row read into the plan, each doubt named at its cell."""

import time
from dataclasses import replace
from datetime import date

import pytest

from infrastructure.workbooks.grid import CellValue, WorkbookGrid
from policy_texts.vocabulary import FindingOrigin
from rectification.rules.identity import finding_key
from rectification.rules.ledger_columns import READ, LedgerColumn
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import PlannedFinding
from rectification.workbook.planning import plan_import
from tests.rectification.workbook.shapes import HEADER, ITEM_1, ITEM_2, good_row, places, planned, sheet

FULL_HEADER: tuple[CellValue, ...] = (
    *("序号", "整治内容", "整治要点", "存在问题", "问题来源", "发现日期", "整改措施", "责任领导", "责任部门"),
    *("责任人", "整改时限", "整改进展", "佐证材料", "验收人", "验收日期", "备注"),
)


def full_row(**changed: CellValue) -> tuple[CellValue, ...]:
    values: dict[str, CellValue] = {
        "number": 1, "item": ITEM_1, "checkpoint": None, "text": "查房记录缺签名", "origin": None, "found": None,
        "measure": "措施", "leader": None, "department": "质控办", "person": "王敏", "due": "2025-09-30",
        "progress": None, "evidence": None, "accepter": None, "accepted": None, "remark": None,
    }  # fmt: skip
    return tuple((values | changed).values())


def only(context: ImportContext, **changed: CellValue) -> PlannedFinding:
    plan = planned(context, sheet(FULL_HEADER, full_row(**changed)))
    assert plan.errors == ()
    (finding,) = plan.findings
    return finding


def test_the_key_is_that_of_the_ledger(context: ImportContext, departments: dict[str, int]) -> None:
    finding = only(context, text="查房记录，缺签名！")
    assert finding.key == finding_key(
        place="I1", lead_department_id=departments["质控办"], text="查房记录缺签名"
    )
    checkpoint = only(context, checkpoint="a")
    assert (checkpoint.checkpoint_code, checkpoint.item_code) == ("a", "I1")
    assert checkpoint.key == finding_key(
        place="I1.a", lead_department_id=departments["质控办"], text="查房记录缺签名"
    )


def test_one_cell_may_hold_lead_and_supporting_departments(
    context: ImportContext, departments: dict[str, int]
) -> None:
    finding = only(context, department="医务处、护理部、院感科")
    assert finding.lead_department_id == departments["医务处"]
    assert finding.supporting_ids == (departments["护理部"], departments["院感科"])
    marked = only(context, department="护理部（配合）、医务处（牵头）")
    assert (marked.lead_department_id, marked.supporting_ids) == (
        departments["医务处"],
        (departments["护理部"],),
    )


def test_the_lead_department_does_not_support_itself(
    context: ImportContext, departments: dict[str, int]
) -> None:
    plan = planned(context, sheet(HEADER, good_row(lead="质控办", supporting="护理部、质控办")))
    assert plan.findings[0].supporting_ids == (departments["护理部"],)


def test_an_unknown_lead_is_an_error_with_a_suggestion(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(lead="信息处")))
    assert [problem.problem for problem in plan.errors] == ["找不到牵头部门“信息处”，是否为“信息科”？"]
    assert plan.errors[0].subject == "信息处"
    blank = planned(context, sheet(HEADER, good_row(lead=None)))
    assert places(blank.errors) == [("F2", "missing_lead")]
    everybody = planned(context, sheet(HEADER, good_row(lead="各科室")))
    assert places(everybody.errors) == [("F2", "unknown_lead")]


def test_unknown_names_are_warned_of_and_kept(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(supporting="护理部、各病区", person="赵六、王敏、李建国")))
    finding = plan.findings[0]
    told = [("G2", "unknown_supporting"), ("H2", "unknown_person"), ("H2", "left_over")]
    assert places(plan.warnings) == told
    assert [problem.subject for problem in plan.warnings] == ["", "赵六", ""]
    assert finding.person_id == 100
    assert finding.remark == "配合部门：各病区；责任人：赵六；责任人：李建国"


def test_two_people_of_one_name_are_told_apart_by_department(context: ImportContext) -> None:
    assert only(context, person="张伟", department="骨科").person_id == 200
    assert only(context, person="张伟", department="医务处、ICU").person_id == 201
    plan = planned(context, sheet(FULL_HEADER, full_row(person="张伟")))
    assert places(plan.warnings) == [("J2", "ambiguous_person")]
    assert plan.findings[0].person_id is None
    assert plan.findings[0].remark == "责任人：张伟"


@pytest.mark.parametrize(
    ("cell", "leader"),
    [
        ("院长", 300),
        ("分管副院长", 301),
        ("刘院（分管副院长）", 301),
        ("张三（分管副院长）", 301),
        ("", None),
    ],
)
def test_leaders_by_name_or_title(context: ImportContext, cell: str, leader: int | None) -> None:
    assert only(context, leader=cell).leader_id == leader


@pytest.mark.parametrize(("cell", "kind"), [("副院长", "ambiguous_person"), ("李四", "unknown_person")])
def test_leaders_not_to_be_told(context: ImportContext, cell: str, kind: str) -> None:
    plan = planned(context, sheet(FULL_HEADER, full_row(leader=cell)))
    assert places(plan.warnings) == [("H2", kind)]
    assert (plan.findings[0].leader_id, plan.findings[0].remark) == (None, f"责任领导：{cell}")


def test_dates_of_a_row(context: ImportContext) -> None:
    finding = only(context, found="7月5日", due="9月底", accepted=date(2025, 9, 20))
    assert (finding.found_on, finding.due_on, finding.accepted_on) == (
        date(2025, 7, 5), date(2025, 9, 30), date(2025, 9, 20),
    )  # fmt: skip
    assert only(context, due="长期坚持").ongoing
    assert only(context, due="长期坚持").due_on is None


@pytest.mark.parametrize(
    ("changed", "cell", "kind"),
    [
        ({"due": "科主任"}, "K2", "unreadable_date"),
        ({"due": "2025-02-30"}, "K2", "impossible_date"),
        ({"found": "2025-02-30"}, "F2", "impossible_date"),
        ({"accepted": "13月1日"}, "O2", "impossible_date"),
        ({"text": "长" * 2001}, "D2", "too_long"),
        ({"measure": "长" * 1001}, "G2", "too_long"),
        ({"progress": "长" * 2001}, "L2", "too_long"),
        ({"remark": "长" * 501}, "P2", "too_long"),
    ],
)
def test_errors_of_a_row(context: ImportContext, changed: dict[str, CellValue], cell: str, kind: str) -> None:
    plan = planned(context, sheet(FULL_HEADER, full_row(**changed)))
    assert places(plan.errors) == [(cell, kind)]
    assert (plan.rows, plan.ready) == (1, 0)


def test_texts_of_the_greatest_length_fit(context: ImportContext) -> None:
    measures = "；".join(["措" * 1000] * 3)
    finding = only(context, text="长" * 2000, measure=measures, remark="备" * 500, progress="进" * 2000)
    assert [len(measure.text) for measure in finding.measures] == [1000] * 3
    assert (len(finding.text), len(finding.remark), len(finding.progress)) == (2000, 500, 2000)


@pytest.mark.parametrize(
    ("changed", "cell", "kind"),
    [
        ({"due": "立即整改"}, "K2", "on_the_spot"),
        ({"due": "尽快"}, "K2", "unreadable_date"),
        ({"due": "2025年国庆节前"}, "K2", "unreadable_date"),
        ({"due": "9月30日前，护理部督办"}, "K2", "left_over"),
        ({"accepted": "9月20日，周强复核", "progress": "已销号"}, "O2", "left_over"),
        ({"due": None}, "K2", "no_deadline"),
        ({"due": "/"}, "K2", "no_deadline"),
        ({"due": 9.3}, "K2", "guessed_date"),
        ({"due": "2025-05-01"}, "K2", "date_order"),
        ({"due": "2035-05-01"}, "K2", "date_order"),
        ({"found": "2025-10-01"}, "K2", "date_order"),
        ({"found": "2025年7月"}, "F2", "unreadable_date"),
        ({"accepted": "上半年"}, "O2", "unreadable_date"),
        ({"item": "（一）质控方面工作"}, "B2", "item_guessed"),
        ({"item": "病历文书"}, "B2", "item_guessed"),
        ({"item": "1-2"}, "B2", "item_guessed"),
        ({"checkpoint": "没有的要点"}, "C2", "unknown_checkpoint"),
        ({"text": "患者张三，男，58岁，未签字"}, "D2", "personal_data"),
        ({"progress": "已联系家属13807910000"}, "L2", "personal_data"),
    ],
)
def test_warnings_of_a_row(
    context: ImportContext, changed: dict[str, CellValue], cell: str, kind: str
) -> None:
    plan = planned(context, sheet(FULL_HEADER, full_row(**changed)))
    assert places(plan.warnings) == [(cell, kind)]
    assert (plan.errors, plan.ready) == ((), 1)


@pytest.mark.parametrize("item", [3, "3", "（三）", "第三项", "第三项问题", "三、", "病历"])
def test_an_item_by_its_number_or_short_title_is_no_guess(context: ImportContext, item: CellValue) -> None:
    plan = planned(context, sheet(HEADER, good_row(item=item)))
    assert (plan.ready, plan.warnings) == (1, ())


def test_several_faults_of_one_row_are_all_named(context: ImportContext) -> None:
    plan = planned(
        context, sheet(HEADER, good_row(text=None, item="没有的", lead="火星科", due="2025-13-01"))
    )
    assert sorted(places(plan.errors)) == [
        ("B2", "unknown_item"), ("C2", "missing_text"), ("F2", "unknown_lead"), ("I2", "impossible_date"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({"done": "已完成", "closed": "是"}, "closed"),
        ({"done": "已完成", "closed": "√"}, "closed"),
        ({"done": "已完成", "closed": "否"}, "awaiting"),
        ({"done": "√", "closed": None}, "awaiting"),
        ({"done": "推进中", "closed": "否"}, "rectifying"),
        ({"done": "完成80%", "closed": None}, "rectifying"),
        ({"done": None, "closed": None}, "rectifying"),
        ({"done": None, "closed": None, "measure": None}, "analysing"),
        ({"done": None, "closed": None, "measure": "/", "cause": None}, "analysing"),
    ],
)
def test_states(context: ImportContext, changed: dict[str, CellValue], state: str) -> None:
    plan = planned(context, sheet(HEADER, good_row(**changed)))
    assert [finding.state.value for finding in plan.findings] == [state]
    assert plan.warnings == ()


@pytest.mark.parametrize(
    ("changed", "cell", "kind"),
    [
        ({"done": "推进中", "closed": "是"}, "K2", "state_conflict"),
        ({"done": "见附件", "closed": None}, "J2", "unreadable_state"),
        ({"done": "推进中", "closed": "王敏"}, "K2", "unreadable_state"),
    ],
)
def test_states_in_doubt(context: ImportContext, changed: dict[str, CellValue], cell: str, kind: str) -> None:
    plan = planned(context, sheet(HEADER, good_row(**changed)))
    assert places(plan.warnings) == [(cell, kind)]


@pytest.mark.parametrize(
    ("changed", "remark"),
    [
        ({"due": "一周内"}, "整改时限：一周内"),
        ({"due": "9月30日前，护理部督办"}, "整改时限：9月30日前，护理部督办"),
        ({"found": "2025年7月"}, "发现日期：2025年7月"),
        ({"due": "2025年9月30日前"}, ""),
    ],
)
def test_words_of_a_date_that_name_no_day_are_kept(
    context: ImportContext, changed: dict[str, CellValue], remark: str
) -> None:
    assert only(context, **changed).remark == remark


def test_a_story_of_progress_says_that_it_is_done(context: ImportContext) -> None:
    finding = only(context, progress="已完成。8月5日组织培训")
    assert (finding.state.value, finding.progress) == ("awaiting", "已完成。8月5日组织培训")


def test_nothing_written_is_lost(context: ImportContext) -> None:
    finding = only(
        context,
        remark="重点",
        evidence="见附件3",
        accepter="周强",
        checkpoint="没有的要点",
        origin="省里飞检",
    )
    assert finding.remark == "重点；整治要点：没有的要点；佐证材料：见附件3；验收人：周强"
    assert (finding.origin.value, finding.origin_label) == ("superior_inspection", "省里飞检")


@pytest.mark.parametrize("column", READ, ids=lambda column: column.heading)
def test_no_column_that_is_read_is_passed_over(context: ImportContext, column: LedgerColumn) -> None:
    """Whatever stands in its cell comes into the finding, or is named with the cell."""
    cells: dict[str, CellValue] = {"整治内容": ITEM_1, "存在问题": "查房记录缺签名", "牵头部门": "质控办"}
    filled = cells | {column.heading: "另外写的话"}
    header = tuple(filled)
    without = planned(context, sheet(header, tuple(cells.get(name) for name in header)))
    plan = planned(context, sheet(header, tuple(filled.values())))
    assert plan != without, f"“{column.heading}” is understood and then lost: see workbook/finding_planner.py"


def test_the_hospitals_own_word_for_an_origin_is_known(context: ImportContext) -> None:
    """It wins over what the words themselves tell: 检查 would be the hospital's inspection."""
    own = replace(context, origins={"院感日常检查": FindingOrigin.INSPECTION_ROUND})
    found = [only(each, origin="院感 日常检查") for each in (context, own)]
    assert [finding.origin.value for finding in found] == ["hospital_inspection", "inspection_round"]
    assert found[1].origin_label == "院感 日常检查"


def test_doubles_over_sheets_and_spellings(context: ImportContext) -> None:
    first = sheet(HEADER, good_row(1, "查房记录缺签名"), name="一")
    second = sheet(
        HEADER, good_row(1, "查房记录，缺签名。"), good_row(2, "查房记录缺签名", item=ITEM_2), name="二"
    )
    plan = planned(context, first, second)
    assert (plan.rows, plan.ready) == (3, 2)
    assert [(problem.sheet, problem.cell, problem.problem) for problem in plan.warnings] == [
        ("二", "C2", "第 2 行与“一”第 2 行重复，只导入先出现的一行")
    ]


def test_a_row_is_no_double_of_one_that_is_not_entered(context: ImportContext) -> None:
    plan = planned(context, sheet(HEADER, good_row(1, "甲", due="2025-13-01"), good_row(2, "甲")))
    assert [finding.row for finding in plan.findings] == [3]
    assert places(plan.warnings) == []


def test_known_rows_are_told_and_left(context: ImportContext) -> None:
    key = planned(context, sheet(HEADER, good_row())).findings[0].key
    plan = planned(
        replace(context, known_keys=frozenset([key])), sheet(HEADER, good_row(), good_row(2, "新的"))
    )
    assert [finding.text for finding in plan.findings] == ["新的"]
    assert [(problem.cell, problem.problem) for problem in plan.warnings] == [("C2", "已在台账中，不再导入")]


@pytest.mark.slow
def test_twenty_thousand_rows_are_planned_in_seconds(context: ImportContext) -> None:
    rows = [
        good_row(number, f"第{number}份病历缺签名", measure="1.修订；2.培训；3.检查")
        for number in range(20_000)
    ]
    grid = WorkbookGrid((sheet(HEADER, *rows),))
    before = time.process_time()
    plan = plan_import(grid, context)
    assert (plan.rows, plan.ready) == (20_000, 20_000)
    assert time.process_time() - before < 20  # 2 to 3 s on an idle machine


def test_one_text_in_two_departments_is_two_findings(context: ImportContext) -> None:
    """What two wards lack alike is repaired twice: the key holds the lead department."""
    rows = [full_row(number=n, department=name) for n, name in enumerate(("骨科", "心内科"), 1)]
    plan = planned(context, sheet(FULL_HEADER, *rows))
    assert (plan.errors, len({finding.key for finding in plan.findings})) == ((), 2)
    again = planned(replace(context, known_keys=frozenset({plan.findings[0].key})), sheet(FULL_HEADER, *rows))
    assert [finding.lead_department_id for finding in again.findings] == [context.departments["心内科"]]
