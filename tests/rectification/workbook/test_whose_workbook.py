"""Whose workbook it is, where its rows name no department: what says it plainly, what is guessed and told."""

from dataclasses import replace
from pathlib import Path

import pytest

from infrastructure.workbooks.reading import read_workbook
from rectification.workbook.context import ImportContext
from rectification.workbook.names import DepartmentNames
from rectification.workbook.planning import plan_import
from rectification.workbook.whose import WhoseWorkbook
from tests.rectification.workbook.shapes import ITEM_1, places, planned, sheet

REPORTED = Path(__file__).parents[2] / "samples" / "reported"
ITEM_HEADER = ("整治内容", "存在问题", "整改措施")
OWN = 900
PLAIN, TITLE, SHEET, FILE = "", "标题", "工作表名", "文件名"

pytestmark = pytest.mark.clause("QS25.P2")


@pytest.fixture(scope="module")
def names(departments: dict[str, int]) -> DepartmentNames:
    return DepartmentNames(departments)


@pytest.mark.parametrize(
    ("name", "above", "file", "expected"),
    [
        # Said plainly.
        ("骨科", ["台账"], "", ("骨科", PLAIN)),
        ("Sheet1", ["填报科室（盖章）：骨科"], "", ("骨科", PLAIN)),
        ("Sheet1", ["科室：骨科  填报人：张三"], "", ("骨科", PLAIN)),
        ("Sheet1", ["自查部门名称：", "骨科"], "", ("骨科", PLAIN)),
        ("Sheet1", ["心内科问题台账", "科室：骨科"], "心内科.xlsx", ("骨科", PLAIN)),
        # Guessed.
        ("Sheet1", ["检查科室：骨科"], "", ("骨科", "表头上方")),
        ("Sheet1", ["骨科医疗质量安全专项整治自查自纠问题台账"], "", ("骨科", TITLE)),
        ("Sheet1", ["市第一人民医院2025年8月骨科自查清单"], "", ("骨科", TITLE)),
        ("Sheet1", ["某骨科医院检验科台账"], "", ("检验科", TITLE)),
        ("Sheet1", ["ICU质量安全问题"], "", ("ICU", TITLE)),
        ("骨科8月", [], "", ("骨科", SHEET)),
        ("Sheet1", [], "附件2-骨科问题台账(1).xlsx", ("骨科", FILE)),
        ("Sheet1", [], "骨科 - 副本.xlsx", ("骨科", FILE)),
        # Nobody's, or a doubt.
        ("Sheet1", ["主管部门：医务处"], "", None),
        ("Sheet1", ["报：医务处"], "", None),
        ("Sheet1", ["请于每月5日前报医务处"], "", None),
        ("Sheet1", ["骨科病区问题台账"], "", None),
        ("Sheet1", ["骨科二病区问题台账"], "", None),
        ("Sheet1", ["骨科、心内科问题台账"], "", None),
        ("Sheet1", ["医务处关于骨科问题的通报"], "", None),
        ("Sheet1", ["骨科问题台账"], "心内科.xlsx", None),
        ("Sheet1", ["医院感染管理不到位问题检查日报"], "", None),
        ("Sheet1", ["单位：某市人民医院"], "问题台账.xlsx", None),
    ],
)
def test_whose_workbook_it_is(
    names: DepartmentNames, name: str, above: list[str], file: str, expected: tuple[str, str] | None
) -> None:
    found = WhoseWorkbook(names, file_name=file).of(name, above)
    if expected is None:
        assert found is None
        return
    assert found is not None
    department, guessed_by = expected
    assert found.department_id == names.find(department)
    assert found.guessed.partition("“")[0] == guessed_by


def test_who_brings_in_for_one_department_is_asked_nothing(
    names: DepartmentNames, departments: dict[str, int]
) -> None:
    def guessed(own_id: int, above: str) -> tuple[int, bool]:
        found = WhoseWorkbook(names, own_id=own_id).of("Sheet1", [above])
        assert found is not None
        return found.department_id, bool(found.guessed)

    assert guessed(OWN, "问题台账") == (OWN, False)
    assert guessed(departments["骨科"], "骨科问题台账") == (departments["骨科"], False)
    assert guessed(OWN, "骨科问题台账") == (departments["骨科"], True)


def test_a_department_in_title_and_file_name_of_a_reported_workbook(
    context: ImportContext, departments: dict[str, int]
) -> None:
    (path,) = REPORTED.glob("骨科*.xlsx")
    plan = plan_import(read_workbook(path), replace(context, file_name=path.name))
    assert (plan.rows, plan.ready, plan.errors) == (1, 1, ())
    assert [(one.lead_department_id, one.item_code) for one in plan.findings] == [(departments["骨科"], "I6")]
    assert places(plan.warnings) == [("C2", "guessed")]
    assert "按标题“骨科医疗质量安全专项整治自查自纠问题台账”作为“骨科”的问题导入" in plan.warnings[0].problem


def test_a_guess_is_told_at_every_row_that_it_speaks_for(
    context: ImportContext, departments: dict[str, int]
) -> None:
    header = ("序号", "整治内容", "存在问题", "整改措施", "责任部门", "整改时限")
    rows = [
        (number, ITEM_1, f"第{number}个问题", "补签", lead, "2025-09-30")
        for number, lead in enumerate((None, "医务处", "本科室"), 1)
    ]
    plan = planned(context, sheet(["骨科问题台账"], header, *rows))
    assert [one.lead_department_id for one in plan.findings] == [
        departments["骨科"],
        departments["医务处"],
        departments["骨科"],
    ]
    assert places(plan.warnings) == [("E3", "guessed"), ("E5", "guessed")]


def test_the_name_of_the_file_is_a_guess(context: ImportContext) -> None:
    grid = sheet(
        ["序号", "存在问题", "整改措施", "责任部门", "整改时限"], [1, "甲", "乙", "骨科", "2025-09-30"]
    )
    named = planned(replace(context, file_name="医院感染管理不到位问题台账(2).xlsx"), grid)
    assert [one.item_code for one in named.findings] == ["I7"]
    assert places(named.warnings) == [("B1", "item_guessed")]
    own = planned(
        replace(context, file_name="骨科问题台账 - 副本.xlsx"), sheet(ITEM_HEADER, [ITEM_1, "甲", "乙"])
    )
    assert "按文件名“骨科问题台账”作为“骨科”" in own.warnings[0].problem
    assert places(planned(replace(context, file_name="十项问题.xlsx"), grid).errors) == [("B1", "no_item")]
