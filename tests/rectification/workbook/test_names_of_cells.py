"""Departments and people as cells name them: what each word is, and nothing of a cell passed over."""

import random

import pytest

from rectification.workbook.cells import bare
from rectification.workbook.names import DepartmentNames, Means, Mention

KNOWN = {"预防、保健科": 40, "科教和外事科": 41}
PEOPLE = ("王敏", "李建国", "周强", "韩梅", "张伟", "和平")


@pytest.fixture(scope="module")
def names(departments: dict[str, int]) -> DepartmentNames:
    return DepartmentNames(departments | KNOWN, PEOPLE)


def shape(mentions: tuple[Mention, ...]) -> str:
    """医务处! leads, 护理部+ supports, 韩梅@ is a person, 各病区* a group, 火星科? unknown, 12张床- left over."""
    signs = {Means.PERSON: "@", Means.GROUP: "*", Means.UNKNOWN: "?", Means.LEFT_OVER: "-"}
    parts = {"lead": "!", "supporting": "+", "unsaid": ""}
    return " ".join(
        bare(one.name).upper() + signs.get(one.means, "") + parts[one.part.value] for one in mentions
    )


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        # One or several departments.
        ("质控办", "质控办"),
        (" icu ", "ICU"),
        ("ＩＣＵ", "ICU"),
        ("骨\u00a0科", "骨科"),
        ("手术\n麻醉科", "手术麻醉科"),
        ("检验科、信息科", "检验科 信息科"),
        ("医务处/护理部", "医务处 护理部"),
        ("医务处，护理部；信息科\n骨科", "医务处 护理部 信息科 骨科"),
        ("医务处|护理部", "医务处 护理部"),
        ("医务处和护理部", "医务处 护理部"),
        ("医务处及护理部、信息科以及骨科", "医务处 护理部 信息科 骨科"),
        ("医务处 护理部", "医务处 护理部"),
        ("医务处　护理部", "医务处 护理部"),
        ("①骨科②院感科", "骨科 院感科"),
        ("1.骨科 2、心内科", "骨科 心内科"),
        ("（一）骨科（二）心内科", "骨科 心内科"),
        ("药学部、药剂科", "药学部"),
        ("预防、保健科", "预防保健科"),
        ("骨科、预防、保健科", "骨科 预防保健科"),
        ("科教和外事科", "科教和外事科"),
        ("科教和外事科和骨科", "科教和外事科 骨科"),
        ("/", ""),
        ("无", ""),
        ("——", ""),
        # Who leads and who supports.
        ("医务处牵头，护理部配合", "医务处! 护理部+"),
        ("医务处牵头，护理部、院感科配合", "医务处! 护理部+ 院感科+"),
        ("医务处牵头护理部配合", "医务处! 护理部+"),
        ("由医务处牵头、护理部协助", "医务处! 护理部+"),
        ("医务处主办；护理部、信息科协办", "医务处! 护理部+ 信息科+"),
        ("医务处负责，护理部参与", "医务处! 护理部+"),
        ("牵头：医务处；配合：护理部、院感科", "医务处! 护理部+ 院感科+"),
        ("牵头部门：医务处\n配合部门：护理部", "医务处! 护理部+"),
        ("牵头医务处，配合护理部", "医务处! 护理部+"),
        ("医务处（牵头）、护理部（配合）", "医务处! 护理部+"),
        ("护理部【配合】、医务处【牵头】", "护理部+ 医务处!"),
        ("（牵头）医务处", "医务处!"),
        ("（牵头）医务处（配合）护理部", "医务处! 护理部+"),
        ("医务处、护理部配合", "医务处 护理部+"),
        ("医务处会同护理部", "医务处 护理部+"),
        ("医务处联合护理部、信息科", "医务处 护理部+ 信息科+"),
        ("配合部门：护理部", "护理部+"),
        ("配合：无", ""),
        ("院感科（主）、护理部（协）", "院感科! 护理部+"),
        ("主：医务处 辅：护理部", "医务处! 护理部+"),
        ("第一责任部门：骨科；第二责任部门：护理部", "骨科! 护理部!"),
        ("骨科、护理部共同负责", "骨科! 护理部!"),
        ("医务处监管，骨科负责整改", "医务处+ 骨科!"),
        ("主管部门：医务处 责任科室：骨科", "医务处+ 骨科!"),
        ("涉及科室：骨科、心内科", "骨科 心内科"),
        ("质量监督、护理部", "质量监督? 护理部"),
        ("监督骨科", "监督骨科?"),
        ("主骨科", "主骨科?"),
        ("整改办、护理部", "整改办? 护理部"),
        ("火星科牵头，护理部配合", "火星科?! 护理部+"),
        # Departments with people.
        ("超声科/韩梅", "超声科 韩梅@"),
        ("普外科／周强", "普外科 周强@"),
        ("院感科 曹晓明", "院感科 曹晓明@"),
        ("院感科曹晓明", "院感科 曹晓明@"),
        ("骨科张伟", "骨科 张伟@"),
        ("骨科主任张伟", "骨科 张伟@"),
        ("骨科主任李四", "骨科 李四@"),
        ("医务处（张三）", "医务处 张三@"),
        ("韩梅（超声科）", "韩梅@ 超声科"),
        ("韩梅/超声科", "韩梅@ 超声科"),
        ("骨科：张伟、李四；超声科：韩梅", "骨科 张伟@ 李四? 超声科 韩梅@"),
        ("医务处牵头（周强）", "医务处! 周强@"),
        # People.
        ("王敏", "王敏@"),
        ("王 敏", "王敏@"),
        ("王　敏", "王敏@"),
        ("张 三 李 四", "张三? 李四?"),
        ("张三（主任）、李四护士长", "张三@ 李四@"),
        ("主任：王敏", "王敏@"),
        ("第一责任人：王敏，直接责任人：李建国", "王敏@ 李建国@"),
        ("王敏、王敏", "王敏@"),
        ("和平", "和平@"),
        ("王敏捷", "王敏捷?"),
        ("王敏和李建国", "王敏@ 李建国@"),
        # Groups, unknown words, and what is left over.
        ("护理部及各病区", "护理部 各病区*"),
        ("各临床科室", "各临床科室*"),
        ("全院", "全院*"),
        ("临床、医技科室", "临床医技科室*"),
        ("医务处、各科室主任", "医务处 各科室* 主任-"),
        ("医务处等部门", "医务处 等部门-"),
        ("骨科（12张床）", "骨科 12张床-"),
        ("骨科 主任", "骨科 主任-"),
        ("主任", "主任-"),
        ("王敏 13800000000", "王敏@ 13800000000-"),
        ("医务处和火星科", "医务处 火星科?"),
        ("火星科", "火星科?"),
        # A known name in a longer word is no name.
        ("骨科病区", "骨科病区?"),
        ("大骨科", "大骨科?"),
        ("骨科门诊", "骨科门诊?"),
        ("骨科关节组", "骨科关节组?"),
    ],
)
def test_what_a_cell_names(names: DepartmentNames, cell: str, expected: str) -> None:
    assert shape(names.names(cell)) == expected.replace("药剂科", "药学部")


def test_names_that_touch_are_a_guess(names: DepartmentNames) -> None:
    assert [one.guessed for one in names.names("骨科ICU")] == [False, True]
    assert [one.guessed for one in names.names("骨科、ICU")] == [False, False]


@pytest.mark.parametrize(
    ("cell", "beside"),
    [
        ("骨科/张伟、ICU/李四", ["骨科", "ICU"]),
        ("张伟（骨科）、李四（ICU）", ["骨科", "ICU"]),
        ("张伟", [None]),
        ("骨科 张伟 王敏", ["骨科", "骨科"]),
    ],
)
def test_a_person_belongs_to_the_department_beside(
    names: DepartmentNames, departments: dict[str, int], cell: str, beside: list[str | None]
) -> None:
    people = [one for one in names.names(cell) if one.means is Means.PERSON]
    assert [one.beside for one in people] == [departments[name] if name else None for name in beside]


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("信息处", ("信息科",)),
        ("骨科病区", ("骨科",)),
        ("医务部", ("医务处",)),
        ("质控", ("质控办",)),
        ("外科", ("普外科",)),
        ("麻醉科", ("手术麻醉科",)),
        ("心血管内科", ("心内科",)),
        ("病案统计室", ("病案室",)),
        ("感控办", ()),  # not 质控办
        ("口腔颌面外科", ("口腔科",)),
        ("骨外科", ()),
        ("心外科", ()),
        ("手麻科", ("手术麻醉科",)),
        ("科", ()),
        ("火星人", ()),
        ("各科", ()),
    ],
)
def test_a_near_name_is_offered(names: DepartmentNames, name: str, near: tuple[str, ...]) -> None:
    assert names.near(name) == near


def test_what_many_names_hold_is_no_proposal() -> None:
    wards = DepartmentNames(
        {f"{word}内科": number for number, word in enumerate(("心", "肾", "呼吸", "神经"), 1)}
    )
    assert wards.near("内科") == ()
    assert wards.near("肾内") == ("肾内科",)


_UNKNOWN = ("火星科", "高压氧", "欧阳春", "abc", "三号楼", "钱多多", "血透", "王敏捷", "骨科三组")
_GROUPS = ("各病区", "全院", "各临床科室", "相关科室")
_SIGNS = ("、", "，", "/", "／", "；", "\n", " ", "\u00a0", "和", "及", "（", "）", "①", "｜")


@pytest.mark.parametrize("seed", range(40))
def test_every_word_of_a_cell_is_resolved_or_told(
    names: DepartmentNames, departments: dict[str, int], seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(25):
        words = chance.choices([*departments, *PEOPLE, *_UNKNOWN, *_GROUPS], k=chance.randint(1, 5))
        cell = "".join(word + chance.choice(_SIGNS) for word in words)
        read = names.names(cell)
        told = bare("".join(one.words for one in read))
        aliases = {id_ for one in read if (id_ := one.id) is not None}
        for word in words:
            resolved = departments.get(word) in aliases
            assert resolved or bare(word) in told, (cell, shape(read))


def test_a_long_cell_is_read_in_no_time(names: DepartmentNames) -> None:
    cell = "关于进一步加强医疗质量安全管理的工作安排" * 25
    assert "".join(one.words for one in names.names(cell)) == cell
