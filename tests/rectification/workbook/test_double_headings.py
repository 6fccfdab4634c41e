"""Two meanings over one column: which the heading says, and what its cells then mean."""

import pytest

from rectification.rules.ledger_columns import Column
from rectification.workbook.context import ImportContext
from rectification.workbook.double_headings import meanings_of
from tests.rectification.workbook.shapes import ITEM_1, places, planned, sheet

BOTH, LEAD, SUPPORTING = Column.LEAD_AND_SUPPORTING, Column.LEAD, Column.SUPPORTING
PERSON, LEADER = Column.PERSON, Column.LEADER
FINDING, MEASURE, CAUSE = Column.FINDING, Column.MEASURE, Column.CAUSE

pytestmark = pytest.mark.clause("QS25.P2")


@pytest.mark.parametrize(
    ("heading", "meanings"),
    [
        ("牵头科室/配合科室", (BOTH,)),
        ("牵头/配合科室", (BOTH,)),
        ("牵头部门、协助部门", (BOTH,)),
        ("部门/人员", (BOTH, PERSON)),
        ("整改对接部门/人员", (BOTH, PERSON)),
        ("整改责任单位／责任人", (BOTH, PERSON)),
        ("责任科室及责任人", (BOTH, PERSON)),
        ("责任部门（责任人）", (BOTH, PERSON)),
        ("责任人\n（科室）", (BOTH, PERSON)),
        ("牵头科室/负责人", (BOTH, PERSON)),
        ("配合科室/责任人", (SUPPORTING, PERSON)),
        ("责任领导/责任科室", (BOTH,)),
        ("责任领导及责任人", (LEADER, PERSON)),
        ("存在问题及原因分析", (FINDING, CAUSE)),
        ("问题描述及整改措施", (FINDING, MEASURE)),
        ("整改措施及责任人", (MEASURE,)),
        # One meaning, or nobody who answers for it.
        ("责任科室（部门）", ()),
        ("问题（隐患）", ()),
        ("整改措施（含完成时限）", ()),
        ("检查部门/人员", ()),
        ("填报科室/填报人", ()),
        ("完成情况及时间", ()),
        ("责任人", ()),
        ("", ()),
    ],
)
def test_the_meanings_of_a_heading(heading: str, meanings: tuple[Column, ...]) -> None:
    assert meanings_of(heading) == meanings


def one(context: ImportContext, **cells: str) -> tuple[str, list[str], str, list[tuple[str, str]]]:
    """Lead, supporting departments, person and warnings of a row with these headings and cells."""
    heads = [heading.replace("_", "/") for heading in cells]
    plan = planned(
        context, sheet(["序号", "整治内容", "存在问题", "整改措施", *heads], [1, ITEM_1, "甲", "补签", *cells.values()])
    )  # fmt: skip
    assert plan.errors == ()
    names = {id_: name for name, id_ in context.departments.items()}
    people = {ref.id: name for name, refs in context.staff.items() for ref in refs}
    (found,) = plan.findings
    told = [each for each in places(plan.warnings) if each[1] != "no_deadline"]
    supporting = [names[each] for each in found.supporting_ids]
    return names[found.lead_department_id], supporting, people.get(found.person_id or 0, ""), told


def test_cells_below_a_heading_of_two_meanings(context: ImportContext) -> None:
    assert one(context, 部门_人员="超声科/韩梅") == ("超声科", [], "韩梅", [])
    assert one(context, 责任科室_责任人="①骨科 王敏②心内科") == ("骨科", ["心内科"], "王敏", [])
    assert one(context, 牵头科室_配合科室="医务处/护理部、院感科") == ("医务处", ["护理部", "院感科"], "", [])
    assert one(context, 牵头科室_配合科室="护理部配合，医务处牵头") == ("医务处", ["护理部"], "", [])
    assert one(context, 责任领导_责任科室="赵院长/医务处") == ("医务处", [], "", [("E2", "unknown_person")])


def test_a_meaning_that_has_a_column_of_its_own_leaves_the_other(context: ImportContext) -> None:
    assert one(context, 责任部门="骨科", 对接部门_人员="骨科/王敏") == ("骨科", [], "王敏", [])
    assert one(context, 责任部门="骨科", 配合科室_责任人="护理部") == ("骨科", ["护理部"], "", [])
    assert one(context, 牵头部门="骨科", 对接部门_人员="护理部/王敏") == (
        "骨科", [], "王敏", [("F2", "left_over")],
    )  # fmt: skip


def test_texts_under_one_heading_stay_whole(context: ImportContext) -> None:
    header = ["整治内容", "存在问题及原因分析", "整改措施及责任人", "责任部门"]
    row = [ITEM_1, "缺签名，因培训不足", "补签，王敏", "骨科"]
    (found,) = planned(context, sheet(header, row)).findings
    assert (found.text, [measure.text for measure in found.measures]) == (
        "缺签名，因培训不足",
        ["补签，王敏"],
    )
