"""Departments, people and items as cells name them."""

import pytest

from rectification.workbook.context import ItemRef
from rectification.workbook.items import ItemNames
from rectification.workbook.names import DepartmentNames
joined_names = people_names = lambda text: ()
from tests.rectification.workbook.shapes import ITEM_1


@pytest.fixture(scope="module")
def names(departments: dict[str, int]) -> DepartmentNames:
    return DepartmentNames(departments | {"预防、保健科": 40, "科教和外事科": 41})


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("质控办", ["质控办"]),
        (" icu ", ["ICU"]),
        ("检验科、信息科", ["检验科", "信息科"]),
        ("医务处/护理部", ["医务处", "护理部"]),
        ("医务处，护理部；信息科\n骨科", ["医务处", "护理部", "信息科", "骨科"]),
        ("医务处和护理部", ["医务处", "护理部"]),
        ("医务处 护理部", ["医务处", "护理部"]),
        ("药学部、药剂科", ["药学部"]),
        ("预防、保健科", ["预防、保健科"]),
        ("科教和外事科", ["科教和外事科"]),
        ("医务处（张三）", ["医务处"]),
        ("医务处等部门", ["医务处"]),
        ("/", []),
        ("无", []),
    ],
)
def test_departments_of_a_cell(
    names: DepartmentNames, departments: dict[str, int], cell: str, expected: list[str]
) -> None:
    known = departments | {"预防、保健科": 40, "科教和外事科": 41}
    assert [mention.id for mention in names.read(cell)] == [known[name] for name in expected]


@pytest.mark.parametrize("cell", ["火星科", "各临床科室", "全院", "医务处和火星科"])
def test_an_unknown_department_keeps_its_name(names: DepartmentNames, cell: str) -> None:
    assert [(mention.name, mention.id) for mention in names.read(cell)] == [(cell, None)]


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("牵头：医务处；配合：护理部、院感科", ["lead", "supporting", "supporting"]),
        ("医务处（牵头）、护理部（配合）", ["lead", "supporting"]),
        ("护理部（配合）、医务处（牵头）", ["supporting", "lead"]),
        ("配合部门：护理部", ["supporting"]),
        ("医务处、护理部", ["unsaid", "unsaid"]),
    ],
)
def test_a_cell_may_say_who_leads(names: DepartmentNames, cell: str, parts: list[str]) -> None:
    mentions = names.read(cell)
    assert [mention.part.value for mention in mentions] == parts
    assert all(mention.id is not None for mention in mentions)


def test_a_near_name_is_suggested(names: DepartmentNames) -> None:
    assert names.likely("信息处") == "信息科"
    assert names.likely("火星人") is None


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("王敏", ("王敏",)),
        ("王 敏", ("王敏",)),
        ("王　敏", ("王敏",)),
        ("张三（主任）、李四", ("张三", "李四")),
        ("张三主任", ("张三",)),
        ("李四护士长、王五科长", ("李四", "王五")),
        ("张三 李四", ("张三", "李四")),
        ("王 敏 李四", ("王敏", "李四")),
        ("张三/李四\n王五", ("张三", "李四", "王五")),
        ("责任人：张三 13800000000", ("张三",)),
        ("张三、张三", ("张三",)),
        ("甲", ("甲",)),
        ("/", ()),
        ("", ()),
    ],
)
def test_people_of_a_cell(cell: str, expected: tuple[str, ...]) -> None:
    assert people_names(cell) == expected


def test_joined_people() -> None:
    assert joined_names("张三和李四") == ("张三", "李四")
    assert joined_names("和平") == ()


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
