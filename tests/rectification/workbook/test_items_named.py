"""Items and checkpoints as cells and names of sheets say them."""

from dataclasses import replace

import pytest

from rectification.workbook.context import ImportContext, ItemRef
from rectification.workbook.items import ItemNames
from tests.rectification.workbook.shapes import HEADER, ITEM_1, good_row, places, planned, sheet


@pytest.fixture(scope="module")
def item_names(items: tuple[ItemRef, ...]) -> ItemNames:
    return ItemNames(items)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (ITEM_1, "I1"),
        ("医疗质量管理组织体系不健全问题", "I1"),
        ("医疗质量管理组织体系不健全", "I1"),
        ("医疗质量管理组织体系", "I1"),
        ("组织", "I1"),
        ("组织方面", "I1"),
        ("1", "I1"),
        ("一", "I1"),
        ("（一）", "I1"),
        ("第一项", "I1"),
        ("一、组织", "I1"),
        ("1.医疗质量管理组织体系", "I1"),
        ("1 医疗质量管理组织体系不健全问题", "I1"),
        ("I1", "I1"),
        ("QS25.I1", "I1"),
        ("QS25.I10", "I10"),
        ("1.1", "I1"),
        ("1-2", "I1"),
        ("组织体系", "I1"),
        ("2.管理制度", "I2"),
        ("10", "I10"),
        ("（十）医德医风建设管理不到位问题", "I10"),
        ("医疗文书书写管理不规范", "I6"),
        ("医疗文书书写、管理不规范问题。重点整治医疗机构病历质量控制制度不健全，日常管理不到位", "I6"),
        ("泄露患者隐私问题", "I8"),
        ("感染管理不到位", "I7"),
        ("电子病历系统管理", "I9"),
        ("整治内容（四）", "I4"),
        # A paragraph that mentions another item further on begins with its own.
        ("医疗质量管理组织体系不健全问题，医院感染管理不到位的另列", "I1"),
        # The words decide where number and words disagree.
        ("（一）医院感染管理不到位问题", "I7"),
    ],
)
def test_items_as_cells_name_them(item_names: ItemNames, cell: str, code: str) -> None:
    place = item_names.find(cell)
    assert place is not None
    assert place.item.code == code


@pytest.mark.parametrize(
    "cell",
    [
        "第十一项问题",
        "11",
        "0",
        "（十一）",
        "其他问题",
        "问题",
        "不存在的内容",
        "管理",
        "质量",
        "",
        "2025年",
        "Sheet1",
        "问题台账",
    ],
)
def test_no_item(item_names: ItemNames, cell: str) -> None:
    assert item_names.find(cell) is None


@pytest.mark.parametrize(
    ("cell", "code"),
    [("隐私保护", "I8"), ("四风险防范", "I4"), ("病历文书", "I6"), ("管理制度", "I2"), ("三、病历", "I6")],
)
def test_a_few_words_with_a_short_title(item_names: ItemNames, cell: str, code: str) -> None:
    place = item_names.find(cell)
    assert place is not None
    assert place.item.code == code


@pytest.mark.parametrize("cell", ["科室制度", "不良事件上报制度", "信息系统与科室"])
def test_words_of_two_items_or_too_many_words_are_no_guess(item_names: ItemNames, cell: str) -> None:
    assert item_names.find(cell) is None


def test_a_number_with_other_words_is_a_guess(item_names: ItemNames) -> None:
    guessed = item_names.find("（三）质控工作方面")
    assert guessed is not None
    assert (guessed.item.code, guessed.guessed) == ("I3", True)
    assert not item_names.names("（三）质控工作方面")
    assert not item_names.names("3")
    assert item_names.names("（三）医疗质量安全工作机制落实不到位问题")


def test_a_checkpoint_names_its_item(item_names: ItemNames, items: tuple[ItemRef, ...]) -> None:
    checkpoint = items[6].checkpoints[2]
    place = item_names.find(checkpoint.text)
    assert place is not None
    assert place.code == f"I7.{checkpoint.code}"


@pytest.mark.parametrize(
    "cell", ["c", "3", "（三）", "一次性医疗器械一人一用", "③一次性医疗器械一人一用，没有重复使用"]
)
def test_checkpoints_within_an_item(item_names: ItemNames, items: tuple[ItemRef, ...], cell: str) -> None:
    checkpoint = item_names.checkpoint(items[6], cell)
    assert checkpoint is not None
    assert checkpoint.code == "c"


@pytest.mark.parametrize("cell", ["z", "9", "不存在的要点", "医疗"])
def test_no_checkpoint(item_names: ItemNames, items: tuple[ItemRef, ...], cell: str) -> None:
    assert item_names.checkpoint(items[6], cell) is None


SIXTH, SEVENTH = "六、医疗文书书写、管理不规范", "七、医院感染管理不到位"


@pytest.mark.parametrize(
    "cell", ["8-31", "1.汇总", "十项问题", "1.洗手设施", "3 例病历缺签名", "2.5", "1-9", "11-1", "6月"]
)
def test_a_number_in_prose_or_a_day_is_no_item(item_names: ItemNames, cell: str) -> None:
    assert item_names.find(cell) is None
    assert item_names.find_in_name(cell) is None


@pytest.mark.parametrize(("cell", "code"), [("1-2", "I1.b"), ("7.3", "I7.c"), ("I7.3", "I7.c")])
def test_a_number_with_a_point_is_a_guess(item_names: ItemNames, cell: str, code: str) -> None:
    place = item_names.find(cell)
    assert place is not None
    assert (place.code, place.guessed) == (code, True)


@pytest.mark.parametrize(
    ("name", "code", "guessed"),
    [
        ("医院感染管理不到位问题", "I7", False),
        ("医院感染管理不到位", "I7", False),
        ("医院感染管理不到位问题自查表", "I7", False),
        ("2025年医院感染管理不到位问题检查日报", "I7", False),
        ("七、医院感染管理不到位问题", "I7", False),
        ("电子病历系统管理", "I9", False),
        ("I7", "I7", False),
        ("QS25.I10", "I10", False),
        ("第七项", "I7", False),
        ("第七项问题", "I7", False),
        ("整治内容（七）", "I7", False),
        ("院感", "I7", True),
        ("7", "I7", True),
        ("（七）", "I7", True),
        ("医院感染管理不到位问题与骨科座谈", "I7", True),
    ],
)
def test_the_name_of_a_sheet_is_read_strictly(
    item_names: ItemNames, name: str, code: str, guessed: bool
) -> None:
    place = item_names.find_in_name(name)
    assert place is not None
    assert (place.item.code, place.guessed) == (code, guessed)


@pytest.mark.parametrize(
    "name",
    [
        "十项问题",
        "8-31",
        "1.汇总",
        "Sheet1",
        "骨科",
        "病历质控周报",
        "问题台账",
        "2025年",
        "11",
        "院感科自查",
    ],
)
def test_no_item_in_the_name_of_a_sheet(item_names: ItemNames, name: str) -> None:
    assert item_names.find_in_name(name) is None


def test_a_guess_by_the_sheets_name_is_told_once(context: ImportContext) -> None:
    header = [heading for heading in HEADER if heading != "整治内容"]
    rows = [[value for place, value in enumerate(good_row(n, f"第{n}个")) if place != 1] for n in (1, 2)]
    plan = planned(context, sheet(header, *rows, name="院感"))
    assert [finding.item_code for finding in plan.findings] == ["I7", "I7"]
    assert places(plan.warnings) == [("B1", "item_guessed")]
    sure = planned(context, sheet(header, *rows, name="第七项"))
    assert ([finding.item_code for finding in sure.findings], sure.warnings) == (["I7", "I7"], ())


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        (f"{SIXTH}；{SEVENTH}", ["I6", "I7"]),
        (f"{SIXTH}\n{SEVENTH}问题", ["I6", "I7"]),
        ("病历、院感", ["I6", "I7"]),
        ("6、7", ["I6", "I7"]),
        ("I6/I7", ["I6", "I7"]),
        ("六和七", ["I6", "I7"]),
        ("六、病历", []),
        ("一、二级质控", []),
        ("医疗质量管理组织体系不健全问题，医院感染管理不到位的另列", []),
        ("7", []),
        (f"{SEVENTH}；医院感染管理不到位问题", []),
    ],
)
def test_two_items_in_one_cell(item_names: ItemNames, cell: str, codes: list[str]) -> None:
    assert [item.code for item in item_names.several(cell)] == codes


def test_two_items_are_asked_and_wait_for_the_answer(context: ImportContext) -> None:
    table = sheet(HEADER, good_row(item=f"{SIXTH}；{SEVENTH}"))
    plan = planned(context, table)
    assert (plan.ready, places(plan.errors)) == (0, [("B2", "unknown_item")])
    (question,) = plan.questions
    assert [answer.value for answer in question.answers] == ["I6", "I7"]
    answered = planned(replace(context, answers={question.key: "I7"}), table)
    assert ([finding.item_code for finding in answered.findings], answered.errors) == (["I7"], ())
    assert [one.key for one in answered.questions] == [question.key]


WITH_POINT = ("序号", "整治内容", "整治要点", "存在问题", "整改措施", "牵头部门", "整改时限")


def with_point(item: str | None, point: str) -> tuple[str | int | None, ...]:
    return (1, item, point, "查房记录缺签名", "补签", "骨科", "2025-09-30")


def test_a_checkpoint_of_another_item_is_a_conflict_that_is_told(
    context: ImportContext, items: tuple[ItemRef, ...]
) -> None:
    point = items[6].checkpoints[2].text
    plan = planned(context, sheet(WITH_POINT, with_point(SIXTH, point)))
    (finding,) = plan.findings
    assert (finding.item_code, finding.checkpoint_code) == ("I6", None)
    (warning,) = plan.warnings
    assert (warning.cell, warning.kind.value) == ("C2", "unknown_checkpoint")
    assert "医院感染管理不到位问题" in warning.problem
    assert finding.remark == f"整治要点：{point}"


@pytest.mark.parametrize(
    ("item", "point", "code"),
    [
        (SEVENTH, "c", "c"), (SEVENTH, "3", "c"), (SEVENTH, "③", "c"), (SEVENTH, "7.3", "c"), (SEVENTH, "I7c", "c"),
        (None, "一次性医疗器械一人一用，没有重复使用，用后按规定处置", "c"),
    ],
)  # fmt: skip
def test_a_checkpoint_by_letter_number_or_words(
    context: ImportContext, item: str | None, point: str, code: str
) -> None:
    plan = planned(context, sheet(WITH_POINT, with_point(item, point)))
    assert [(one.item_code, one.checkpoint_code) for one in plan.findings] == [("I7", code)]
    assert plan.warnings == ()


@pytest.mark.parametrize("point", ["6.3", "I6c"])
def test_a_number_of_another_items_point_is_told(context: ImportContext, point: str) -> None:
    plan = planned(context, sheet(WITH_POINT, with_point(SEVENTH, point)))
    assert places(plan.warnings) == [("C2", "unknown_checkpoint")]
    assert "医疗文书" in plan.warnings[0].problem


@pytest.mark.parametrize("more", ["（急诊）", "：夜间无人值守"])
def test_what_stands_behind_a_title_and_is_no_part_of_it_is_told(context: ImportContext, more: str) -> None:
    plan = planned(context, sheet(HEADER, good_row(item=ITEM_1 + more)))
    assert (plan.findings[0].item_code, places(plan.warnings)) == ("I1", [("B2", "item_guessed")])
