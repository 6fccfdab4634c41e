"""Lead, supporting departments, person and leader of a row: what is taken, asked, told and kept."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from infrastructure.workbooks.reading import read_workbook
from rectification.workbook.context import Ended, ImportContext, StaffRef
from rectification.workbook.plan import CellProblem, ImportPlan, ProblemKind
from rectification.workbook.planning import plan_import
from rectification.workbook.several import several_problems
from tests.rectification.workbook.shapes import ITEM_1, places, planned, sheet

REPORTED = Path(__file__).parents[2] / "samples" / "reported"
HEADER = ("序号", "整治内容", "存在问题", "整改措施", "责任部门", "责任人", "整改时限", "责任领导", "备注")

pytestmark = pytest.mark.clause("QS25.P2")


@pytest.fixture(scope="module")
def context(context: ImportContext, departments: dict[str, int]) -> ImportContext:
    staff = dict(context.staff) | {
        "周强": (StaffRef(103, frozenset({departments["医务处"]})),),
        "曹晓明": (StaffRef(150, frozenset({departments["院感科"]})),),
        "林一": (
            StaffRef(160, frozenset({departments["骨科"]})),
            StaffRef(161, frozenset({departments["ICU"]})),
        ),
    }
    return replace(
        context,
        departments=dict(context.departments) | {"重症医学科": departments["ICU"]},
        staff=staff,
        ended={"骨二科": Ended(date(2024, 12, 31), "骨科"), "体检科": Ended(date(2023, 6, 30))},
        left={"高远": date(2025, 3, 1)},
        leaders=dict(context.leaders) | {"万志刚": (301,), "涂美华": (302,)},
    )


def of(
    context: ImportContext, department: str | None, person: str | None = None, leader: str | None = None
) -> ImportPlan:
    row = (1, ITEM_1, "查房记录缺签名", "补签", department, person, "2025-09-30", leader, None)
    return planned(context, sheet(HEADER, row))


def told(problems: tuple[CellProblem, ...]) -> str:
    return "\n".join(f"{one.cell} {one.problem}" for one in problems)


def reported(name: str, context: ImportContext) -> ImportPlan:
    (path,) = REPORTED.glob(f"{name}_*.xlsx")
    return plan_import(read_workbook(path), context)


def test_departments_in_words_of_a_reported_workbook(
    context: ImportContext, departments: dict[str, int]
) -> None:
    plan = reported("r16", context)
    assert [(one.lead_department_id, one.supporting_ids) for one in plan.findings] == [
        (departments["医务处"], (departments["护理部"],)),
        (departments["院感科"], ()),
        (departments["ICU"], (departments["院感科"],)),
        (departments["护理部"], ()),
    ]
    assert plan.findings[1].person_id == 150
    assert plan.findings[3].remark == "配合部门：各病区"
    assert places(plan.errors) == [("E6", "unknown_lead"), ("E7", "unknown_lead")]
    assert [(one.cell, one.kind.value, one.answers) for one in plan.questions] == [
        ("E6", "everyone", ()), ("E7", "everyone", ()),
    ]  # fmt: skip
    assert "是否为" not in told(plan.errors)


def test_departments_with_people_of_a_reported_workbook(
    context: ImportContext, departments: dict[str, int]
) -> None:
    plan = reported("r06", context)
    assert (plan.rows, plan.ready) == (4, 4)
    people = {ref.id: name for name, refs in context.staff.items() for ref in refs}
    assert [(one.lead_department_id, people[one.person_id or 0]) for one in plan.findings] == [
        (departments["超声科"], "韩梅"),
        (departments["信息科"], "秦悦"),
        (departments["手术麻醉科"], "周强"),
        (departments["普外科"], "卫东"),
    ]
    assert [(one.sheet, one.cell) for one in plan.warnings if one.kind is ProblemKind.GUESSED] == [
        ("医疗文书书写、管理不规范", "D2")
    ]


def test_numbers_in_the_names_of_reported_sheets_are_no_items(context: ImportContext) -> None:
    assert reported("r25", context).findings == ()


def test_several_problems_of_a_reported_cell_are_told(context: ImportContext) -> None:
    plan = reported("r24", context)
    assert (plan.ready, places(plan.warnings)) == (1, [("C2", "several_findings")])
    assert "3 个问题" in plan.warnings[0].problem


def rows_of(department: str, numbers: range) -> list[tuple[object, ...]]:
    return [
        (number, ITEM_1, f"第{number}个问题", "补签", department, None, "2025-09-30", None, None)
        for number in numbers
    ]


@pytest.mark.parametrize(
    ("department", "question", "near"),
    [
        ("各临床科室", "“各临床科室”的问题由哪个部门牵头？", []),
        ("火星科", "“火星科”是本院哪个部门？", []),
        ("骨科病区", "“骨科病区”是否为“骨科”？", ["骨科"]),
    ],
)
def test_a_name_is_asked_once_in_a_workbook_and_its_rows_wait(
    context: ImportContext, department: str, question: str, near: list[str]
) -> None:
    first = sheet(HEADER, *rows_of(department, range(1, 3)), name="一")
    second = sheet(HEADER, *rows_of(f"{department}、骨科", range(3, 5)), name="二")
    plan = planned(context, first, second)
    assert (plan.ready, len(plan.errors)) == (0, 4)
    (asked,) = plan.questions
    assert (asked.sheet, asked.cell, asked.question, asked.subject) == ("一", "E2", question, department)
    assert [answer.value for answer in asked.answers] == near


def test_an_answer_for_everybody_names_the_lead_and_the_words_stay(
    context: ImportContext, departments: dict[str, int]
) -> None:
    answered = replace(context, answers={"everyone:各病区": "护理部"})
    plan = planned(
        answered, sheet(HEADER, *rows_of("各病区", range(1, 2)), *rows_of("骨科及各病区", range(2, 3)))
    )
    led = [(one.lead_department_id, one.supporting_ids, one.remark) for one in plan.findings]
    assert led == [
        (departments["护理部"], (), "责任部门：各病区"),
        (departments["骨科"], (), "配合部门：各病区"),
    ]
    assert [one.key for one in plan.questions] == ["everyone:各病区"]
    assert [one.subject for one in (*plan.errors, *plan.warnings)] == [""]


def test_a_near_name_is_asked_and_its_answer_counts(
    context: ImportContext, departments: dict[str, int]
) -> None:
    plan = of(context, "骨科病区")
    assert told(plan.errors) == "E2 找不到牵头部门“骨科病区”，是否为“骨科”？"
    (question,) = plan.questions
    assert [answer.value for answer in question.answers] == ["骨科"]
    answered = of(replace(context, answers={question.key: "骨科"}), "骨科病区")
    assert [one.lead_department_id for one in answered.findings] == [departments["骨科"]]
    assert ([one.key for one in answered.questions], answered.errors) == ([question.key], ())


def test_a_near_supporting_name_is_asked_too(context: ImportContext, departments: dict[str, int]) -> None:
    plan = of(context, "医务处牵头，骨科病区配合")
    assert told(plan.warnings) == "E2 找不到配合部门“骨科病区”，是否为“骨科”？已记入备注"
    assert plan.findings[0].remark == "配合部门：骨科病区"
    answered = of(replace(context, answers={plan.questions[0].key: "骨科"}), "医务处牵头，骨科病区配合")
    assert answered.findings[0].supporting_ids == (departments["骨科"],)
    assert answered.warnings == ()


def test_a_department_that_has_ended_is_named_as_such(context: ImportContext) -> None:
    plan = of(context, "骨二科")
    assert told(plan.errors) == "E2 牵头部门“骨二科”已于 2024-12-31 停用，是否为“骨科”？"
    assert [answer.value for answer in plan.questions[0].answers] == ["骨科"]
    assert "已于 2023-06-30 停用" in told(of(context, "体检科").errors)
    beside = of(context, "骨科、体检科")
    assert told(beside.warnings) == "E2 配合部门“体检科”已于 2023-06-30 停用，已记入备注"


@pytest.mark.parametrize(
    ("department", "person", "warnings", "remark"),
    [
        ("骨科（12张床）", None, [("E2", "left_over")], "责任部门：12张床"),
        ("骨科等部门", None, [("E2", "left_over")], "责任部门：等部门"),
        ("骨科、火星科", None, [("E2", "unknown_supporting")], "配合部门：火星科"),
        ("骨科/李四", None, [("E2", "unknown_person")], "责任人：李四"),
        ("骨科", "李四（主任）", [("F2", "unknown_person")], "责任人：李四（主任）"),
        ("骨科", "王敏 13800000000", [("F2", "left_over")], "责任人：13800000000"),
        ("骨科", "王敏、李建国", [("F2", "left_over")], "责任人：李建国"),
        ("骨科", "高远", [("F2", "unknown_person")], "责任人：高远"),
        ("骨科/李建国", "王敏", [("E2", "left_over")], "责任人：李建国"),
        ("骨科", "儿科护士长", [("F2", "unknown_person")], "责任人：儿科护士长"),
        ("骨科", "护理部 王敏", [("F2", "left_over")], "责任人：护理部"),
        ("骨科", "骨科 王敏", [], ""),
        ("骨科/王敏", "王敏", [], ""),
        ("骨科牵头、医务处牵头", None, [("E2", "guessed")], ""),
        ("骨科护理部", None, [("E2", "guessed")], ""),
        ("医务处监管，骨科整改", None, [("E2", "guessed")], ""),
        ("骨科，骨科配合", None, [], ""),
    ],
)
def test_what_is_left_of_a_cell_is_kept_and_told(
    context: ImportContext, department: str, person: str | None, warnings: list[tuple[str, str]], remark: str
) -> None:
    plan = of(context, department, person)
    assert (plan.errors, places(plan.warnings)) == ((), warnings)
    assert plan.findings[0].remark == remark


def test_somebody_who_left_is_told_with_the_day(context: ImportContext) -> None:
    assert "已于 2025-03-01 离开本院" in told(of(context, "骨科", "高远").warnings)


def test_people_beside_a_department_answer(context: ImportContext, departments: dict[str, int]) -> None:
    assert of(context, "骨科/林一").findings[0].person_id == 160
    assert of(context, "ICU/林一").findings[0].person_id == 161
    assert of(context, "林一（ICU）").findings[0].person_id == 161
    alone = of(context, None, "ICU 林一")
    assert [(one.lead_department_id, one.person_id) for one in alone.findings] == [(departments["ICU"], 161)]
    two = of(context, "医务处、护理部", "林一")
    assert (two.findings[0].person_id, places(two.warnings)) == (None, [("F2", "ambiguous_person")])


def test_somebody_of_another_department_is_taken_and_told(context: ImportContext) -> None:
    plan = of(context, "手术麻醉科/周强")
    assert (plan.findings[0].person_id, places(plan.warnings)) == (103, [("E2", "guessed")])
    assert of(context, "医务处/周强").warnings == ()


@pytest.mark.parametrize(
    ("department", "words"),
    [
        ("韩梅", "只写了人员“韩梅”"),
        ("配合部门：护理部", "只写了配合部门“护理部”"),
        (None, "没有写牵头"),
        ("科主任", "只写了“科主任”"),
    ],
)
def test_a_row_without_lead_says_what_stands_there(
    context: ImportContext, department: str | None, words: str
) -> None:
    plan = of(context, department)
    assert places(plan.errors) == [("E2", "missing_lead")]
    assert words in told(plan.errors)


def test_our_own_department_is_whose_workbook_it_is(
    context: ImportContext, departments: dict[str, int]
) -> None:
    ours = replace(context, default_lead_id=departments["骨科"])
    assert [one.lead_department_id for one in of(ours, "本科室").findings] == [departments["骨科"]]
    assert places(of(context, "本科室").errors) == [("E2", "unknown_lead")]


@pytest.mark.parametrize(
    ("leader", "found", "warnings", "remark"),
    [
        ("万志刚", 301, [], ""),
        ("万志刚副院长", 301, [], ""),
        ("万志刚（副院长）", 301, [], ""),
        ("院长", 300, [], ""),
        ("万志刚院长", 301, [("H2", "guessed")], ""),
        ("张三（分管副院长）", 301, [("H2", "guessed")], ""),
        ("万志刚、涂美华", 301, [("H2", "left_over")], "责任领导：涂美华"),
        ("副院长", None, [("H2", "ambiguous_person")], "责任领导：副院长"),
        ("李四", None, [("H2", "unknown_person")], "责任领导：李四"),
        ("李四（主任）、院长", 300, [("H2", "unknown_person")], "责任领导：李四（主任）"),
        ("无", None, [], ""),
    ],
)
def test_the_leader_by_name_or_post(
    context: ImportContext, leader: str, found: int | None, warnings: list[tuple[str, str]], remark: str
) -> None:
    plan = of(context, "骨科", None, leader)
    (finding,) = plan.findings
    assert (finding.leader_id, places(plan.warnings), finding.remark) == (found, warnings, remark)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1.术前讨论缺签名二份；\n2.输血同意书缺日期一份；\n3.会诊超时三次。", 3),
        ("①手卫生依从率低②环境采样漏做两次", 2),
        ("（1）术前讨论缺签名（2）会诊超时三次", 2),
        ("一是病历书写不及时；二是缺上级医师签名", 2),
        ("经自查发现以下3个问题：1.手卫生依从率低；2.环境采样漏做；3.隔离标识缺失", 3),
        ("1.运行病历缺签名\n2.无", 1),
        ("查房记录不规范：1.缺上级医师签名；2.缺日期三份", 1),
        ("运行病历缺签名2份", 1),
        ("1.运行病历缺签名", 1),
        ("1.骨科 2.儿科 3.外科", 1),
        ("门诊1.2.3诊室均缺手消液", 1),
        ("", 1),
    ],
)
def test_how_many_problems_a_cell_holds(text: str, count: int) -> None:
    assert several_problems(text) == count
