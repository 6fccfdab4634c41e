"""What a column means is told by its heading and by what stands below it, all columns together."""

from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.workbooks.grid import CellValue, WorkbookGrid
from infrastructure.workbooks.reading import read_workbook
from rectification.rules.ledger_columns import Column
from rectification.workbook.assignment import best_total
from rectification.workbook.context import ImportContext
from rectification.workbook.plan import ColumnChoice, ImportPlan
from rectification.workbook.planning import plan_import
from tests.rectification.workbook.shapes import ITEM_1, ITEM_2, places, planned, sheet

SAMPLES = Path(__file__).parents[2] / "samples"

pytestmark = pytest.mark.clause("QS25.P2")

_USUAL = "sequence item finding"
_SIX = f"{_USUAL} measure lead_and_supporting deadline"
_NINE = f"{_USUAL} cause measure lead_and_supporting person deadline completion"
_R22 = "sequence - lead supporting finding measure deadline progress remark"
# Workbook: sheet: the meaning of each column from the left; - for none of ours.
EXPECTED: dict[str, dict[str, str]] = {
    "r01_小文件": {"台账1": _NINE},
    "r02_计划与实际完成时间": {
        "台账": f"{_USUAL} measure lead_and_supporting person deadline done_on completion"
    },
    "r03_多出来的列": {"台账": f"{_USUAL} - measure lead_and_supporting deadline done_on - - completion"},
    "r04_整治内容列的叫法": dict.fromkeys(["所属项目", "条目", "整治条目序号", "问题归类"], _SIX),
    "r05_从别的系统导出": {
        "科室质量安全管理": "- lead_and_supporting finding measure deadline completion - - - done_on - - -"
    },
    "r06_部门与人员一列": {
        "泄露患者隐私问题": (
            "sequence item found_on - - finding measure lead_and_supporting deadline completion"
        ),
        "医疗文书书写、管理不规范": "sequence finding measure lead_and_supporting deadline completion",
    },
    "r07_隐患整改表": {
        "医疗安全风险防范和应急处置机制": (
            "found_on finding measure deadline - lead_and_supporting person - - completion remark"
        )
    },
    "r08_检查结果列": {"检查表": "- sequence - - result finding measure lead_and_supporting deadline"},
    "r09_自定检查项目": {"院感": "sequence - finding measure lead_and_supporting deadline"},
    "r10_销号情况的写法": {"台账": f"{_SIX} closed"},
    "r11_完成情况的写法": {"台账": f"{_SIX} completion"},
    "r12_百分比": {"台账1": _NINE},
    "r13_公式错误值": {"台账1": _NINE},
    "r14_筛选后隐藏的行": {"台账1": _NINE},
    "r15_时限的写法": {"台账": _SIX},
    "r16_部门的写法": {"台账": _SIX},
    "r17_栏次行": dict.fromkeys(["台账", "台账二"], f"{_SIX} completion"),
    "r18_一张工作表两个表": {"台账": "finding item measure lead_and_supporting deadline"},
    "r19_星号与双语表头": {"台账": f"{_USUAL} cause measure lead_and_supporting person deadline"},
    "r22a_上月的台账": {"问题台账": _R22},
    "r22b_本月的台账": {"问题台账": _R22},
    "r24_一格几个问题": {"台账": _SIX},
    "r25_工作表名里的数字": dict.fromkeys(
        ["十项问题", "8-31", "1.汇总"], "sequence finding measure lead_and_supporting deadline"
    ),
    "骨科医疗质量安全问题台账": {"Sheet1": f"{_USUAL} measure person deadline"},
    "问题台账_一题多行": {
        "台账": (
            "sequence item origin finding cause measure leader lead_and_supporting person deadline progress "
            "evidence accepted_by closed"
        )
    },
    "问题台账_合并单元格": {
        "问题台账": f"{_USUAL} cause measure lead supporting person deadline completion closed remark"
    },
    "问题台账_坏数据": {"Sheet": f"{_USUAL} cause measure lead supporting person deadline completion"},
}
CARDS = {"r21_一张卡片一个问题"}


def test_the_table_has_every_sample() -> None:
    assert {path.stem for path in SAMPLES.rglob("*.xlsx")} == {*EXPECTED, *CARDS}


@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.stem)
def test_no_column_of_a_sample_is_taken_for_another(path: Path, context: ImportContext) -> None:
    plan = plan_import(read_workbook(path), context)
    confused = {
        f"{each.sheet}!{heading}": (meant, taken)
        for each in plan.sheets
        for meant, (place, heading) in zip(
            EXPECTED.get(path.stem, {}).get(each.sheet, "").split(),
            sorted(each.headings.items()),
            strict=True,
        )
        if meant != (taken := meaning.value if (meaning := each.columns[place]) else "-")
    }
    assert confused == {}


def columns(plan: ImportPlan) -> list[str]:
    """The meanings of the first sheet's columns, from the left."""
    return [column.value if column else "-" for _, column in sorted(plan.sheets[0].columns.items())]


_HEAD: tuple[CellValue, ...] = ("序号", "存在问题", "整改措施", "整改时限")
_ROW: tuple[CellValue, ...] = (1, "查房记录缺签名", "补签", "2025-09-30")


@pytest.mark.parametrize(
    ("heading", "cells", "meaning"),
    [
        ("归口", ["骨科", "护理部"], "lead_and_supporting"),
        ("对接", ["王敏", "李建国"], "person"),
        ("责任人", ["骨科", "护理部"], "lead_and_supporting"),
        ("责任部门", ["王敏", "李建国"], "person"),
        ("分类", [ITEM_1, "（二）"], "item"),
        ("分类", ["文书类", "院感类"], "-"),
        ("检查项目", ["洗手设施", "器械"], "-"),
        ("检查项目", [ITEM_1, "器械"], "item"),
        ("整治内容", ["洗手设施", "器械"], "item"),
        ("填报部门", ["骨科", "护理部"], "-"),
        ("验收部门", ["质控办", "质控办"], "-"),
        ("检查人", ["王敏", "李建国"], "-"),
        ("签收日期", ["2025-08-01", "2025-08-02"], "-"),
        ("时间", ["2025-08-01", "2025-08-02"], "found_on"),
        ("落实状况", ["已完成", "推进中"], "completion"),
        ("整改费用", ["八百元", "三千元"], "-"),
        ("复查结果", ["合格", "不合格"], "-"),
        ("自查结果", ["合格", "不合格"], "result"),
        ("成因", ["无抽查", "无"], "cause"),
    ],
)
def test_a_column_beside_the_usual_ones(
    context: ImportContext, heading: str, cells: list[str], meaning: str
) -> None:
    plan = planned(context, sheet((*_HEAD, heading), *((*_ROW, cell) for cell in cells)))
    assert columns(plan)[4] == meaning


def test_an_item_column_none_of_whose_cells_is_an_item_leaves_the_item_to_the_sheet(
    context: ImportContext,
) -> None:
    rows = [(*_ROW, "骨科", "洗手设施")]
    plan = planned(context, sheet((*_HEAD, "责任科室", "整治内容"), *rows, name="（七）医院感染管理不到位"))
    assert [(f.item_code, f.remark) for f in plan.findings] == [("I7", "整治内容：洗手设施")]
    assert places(plan.warnings) == [("F1", "unused_column")]


def test_what_only_contents_say_is_told_at_the_heading_with_its_evidence(context: ImportContext) -> None:
    plan = planned(context, sheet((*_HEAD, "条目", "归口"), (*_ROW, ITEM_2, "骨科")))
    assert [(f.item_code, f.lead_department_id) for f in plan.findings] == [
        ("I2", context.departments["骨科"])
    ]
    assert [(p.cell, p.problem) for p in plan.warnings] == [
        ("E1", "按“整治内容”导入：表头“条目”，1 格中 1 格是整治内容，请核对"),
        ("F1", "按“责任部门”导入：表头“归口”，1 格中 1 格是本院科室，请核对"),
    ]
    assert plan.sheets[0].evidence[2] == "表头“存在问题”，1 格，平均 7 字"


def test_the_longest_text_is_the_finding_where_no_heading_says_one(context: ImportContext) -> None:
    header = ("序号", "整治内容", "编码", "现状", "整改措施", "责任科室", "整改时限")
    row = (1, ITEM_1, "A1", "夜班交接班本缺科主任签字七次", "补签", "骨科", "2025-09-30")
    plan = planned(context, sheet(header, row))
    assert [finding.text for finding in plan.findings] == ["夜班交接班本缺科主任签字七次"]
    assert places(plan.warnings) == [("D1", "column_guessed"), ("C1", "unused_column")]
    short = planned(context, sheet(header, (*row[:3], "良", *row[4:])))
    assert places(short.errors) == [("A1", "no_table")]


def test_a_choice_overrules_heading_and_contents(context: ImportContext) -> None:
    grid = sheet((*_HEAD, "条目", "责任科室"), (*_ROW, ITEM_2, "骨科"), name="（一）")
    choice = ColumnChoice({5: None})
    plan = plan_import(WorkbookGrid((grid,)), context, column_overrides={"（一）": choice})
    assert (columns(plan)[4], plan.findings[0].item_code) == ("-", "I1")
    assert plan.findings[0].remark == f"条目：{ITEM_2}"


@pytest.mark.parametrize(
    ("result", "text", "ready", "in_order"),
    [
        ("合格", "设施齐全", 0, 1),
        ("不合格", "缺手消液", 1, 0),
        ("√", "", 0, 1),
        ("×", "缺手消液", 1, 0),
        ("", "缺手消液", 1, 0),
        ("", "无", 0, 1),
        ("七成", "缺手消液", 1, 0),
    ],
)
def test_a_result_decides_what_is_a_problem(
    context: ImportContext, result: str, text: str, ready: int, in_order: int
) -> None:
    header = ("整治内容", "检查结果", "问题描述", "责任科室", "整改时限")
    rows = [
        (ITEM_1, "合格", "齐全", "骨科", None),
        (ITEM_1, result or None, text or None, "骨科", "2025-09-30"),
    ]
    plan = planned(context, sheet(header, *rows))
    assert (plan.ready, plan.no_problem, plan.errors) == (ready, in_order + 1, ())
    assert [finding.remark for finding in plan.findings] == (
        ["检查结果：七成"] if result == "七成" else [""] * ready
    )


@pytest.mark.parametrize("texts", [["未发现问题", "缺手消液两瓶"], ["洗手液过期三瓶", "缺手消液两瓶"]])
def test_results_in_words_are_the_findings_where_nothing_else_is(
    context: ImportContext, texts: list[str]
) -> None:
    header = ("整治内容", "自查结果", "整改措施", "责任科室", "整改时限")
    rows = [(ITEM_1, text, None, "骨科", "2025-09-30") for text in texts]
    plan = planned(context, sheet(header, *rows))
    assert [finding.text for finding in plan.findings] == [text for text in texts if text != "未发现问题"]
    assert (plan.no_problem, plan.errors) == (texts.count("未发现问题"), ())


def test_a_longer_text_beside_results_is_the_finding(context: ImportContext) -> None:
    header = ("整治内容", "检查结果", "现状", "整改措施", "责任科室", "整改时限")
    rows = [
        (ITEM_1, result, "夜班交接班本缺科主任签字七次", "补签", "骨科", None) for result in ("合格", "七成")
    ]
    plan = planned(context, sheet(header, *rows))
    assert columns(plan)[1:3] == ["result", "finding"]
    assert (plan.ready, plan.no_problem, plan.findings[0].remark) == (1, 1, "检查结果：七成")


def test_a_bad_result_without_a_word_of_what_is_wrong_is_an_error(context: ImportContext) -> None:
    header = ("整治内容", "检查结果", "问题描述", "责任科室", "整改时限")
    plan = planned(context, sheet(header, (ITEM_1, "不合格", "无", "骨科", "2025-09-30")))
    assert (plan.ready, places(plan.errors)) == (0, [("C2", "missing_text")])


def test_lines_with_one_finding_are_in_order_only_together(context: ImportContext) -> None:
    header = ("整治内容", "检查结果", "问题描述", "责任科室", "整改时限")
    rows = [(ITEM_1, "合格", "缺手消液", "骨科", "2025-09-30"), (None, "不合格", None, None, None)]
    plan = planned(context, sheet(header, *rows, merged=[(2, 3, 3, 3)]))
    assert ([finding.last_row for finding in plan.findings], plan.no_problem) == ([3], 0)


def test_a_heading_that_asks_for_trouble_is_answered_the_other_way(context: ImportContext) -> None:
    header = ("整治内容", "是否存在问题", "问题描述", "责任科室", "整改时限")
    rows = [(ITEM_1, "是", "缺手消液", "骨科", "2025-09-30"), (ITEM_1, "否", None, "骨科", None)]
    plan = planned(context, sheet(header, *rows))
    assert (plan.ready, plan.no_problem, plan.errors) == (1, 1, ())


def test_each_meaning_goes_to_one_column_so_that_the_whole_is_best() -> None:
    lead, person = Column.LEAD, Column.PERSON
    points = {1: {lead: 100.0, person: 95.0}, 2: {lead: 96.0}, 3: {person: 40.0}}
    assert best_total(points, enough=45) == {1: person, 2: lead}
    assert best_total({1: {lead: 44.0}}, enough=45) == {}
    assert best_total({}, enough=45) == {}


def test_a_hospital_without_people_and_departments_is_read_by_headings(context: ImportContext) -> None:
    unknown = replace(context, departments={}, staff={}, leaders={})
    plan = planned(unknown, sheet((*_HEAD, "责任人", "责任部门"), (*_ROW, "王敏", "骨科")))
    assert columns(plan)[4:] == ["person", "lead_and_supporting"]
