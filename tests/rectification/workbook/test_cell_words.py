"""What a cell says, and when it says that there is nothing."""

from datetime import date, datetime

import pytest

from infrastructure.workbooks.grid import CellValue
from policy_texts.vocabulary import FindingOrigin
from rectification.workbook.cells import bare, cell_words, says_no_problem, says_nothing
from rectification.workbook.numerals import chinese_number
from rectification.workbook.origins import origin_of
from rectification.workbook.personal_data import personal_data


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        ("  查房\u3000缺签名\xa0 ", "查房 缺签名"),
        ("甲\r\n乙", "甲\n乙"),
        ("零宽\u200b字符\ufeff", "零宽字符"),
        (7, "7"),
        (2025.9, "2025.9"),
        (0.1 + 0.2, "0.3"),
        (12_345_678.905, "12345678.905"),
        (123_456_789_012.25, "123456789012.25"),
        (0.0000001, "0.0000001"),
        (True, "是"),
        (False, "否"),
        (date(2025, 8, 5), "2025-08-05"),
        (datetime(2025, 8, 5), "2025-08-05"),  # noqa: DTZ001 -- workbooks know no zones
        (datetime(2025, 8, 5, 9), "2025-08-05 09:00"),  # noqa: DTZ001 -- workbooks know no zones
        ('=DISPIMG("ID_0F",1)', ""),
        ("=1+1", "=1+1"),
    ],
)
def test_the_words_of_a_cell(cell: CellValue, words: str) -> None:
    assert cell_words(cell) == words


@pytest.mark.parametrize(
    "text", ["", "无", "/", "／", "—", "——", "-", "、", "暂无", "N/A", "无。", "（无）", "不涉及"]
)
def test_cells_that_only_fill_their_place(text: str) -> None:
    assert says_nothing(text)


@pytest.mark.parametrize("text", ["0", "无菌", "否", "医务科", "1", "无/有"])
def test_cells_that_say_something(text: str) -> None:
    assert not says_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "无",
        "/",
        "——",
        "无。",
        "暂无",
        "无问题",
        "暂无问题",
        "未发现",
        "未发现问题",
        "未发现相关问题",
        "经自查未发现问题",
        "经自查，未发现问题。",
        "经自查，本科室未发现存在问题",
        "自查无问题",
        "没有问题",
        "不存在问题",
        "不存在此类问题",
        "未发现明显问题",
        "无异常",
        "未见异常",
        "不涉及",
        "本科室不涉及此项业务",
        "无此项业务",
        "符合要求",
        "经全面排查未发现违规问题",
        "未发现安全隐患",
        "本项自查未发现不规范情况",
    ],
)
def test_looked_and_found_nothing(text: str) -> None:
    assert says_no_problem(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "部门不存在",
        "无年度更新要求",
        "无菌操作不规范",
        "没有这一项",
        "未发现不良事件上报记录",
        "未按要求查房",
        "不存在专人负责",
        "无应急预案",
        "制度不存在",
        "重复行",
        "问题",
        "未完成整改",
        "存在问题",
        "无问题台账",
        "检查发现3个问题",
        "科室无业务学习记录",
    ],
)
def test_findings_that_only_begin_like_a_denial(text: str) -> None:
    assert not says_no_problem(text)


def test_bare_words_are_the_same_in_every_typing() -> None:
    assert bare("ＩＣＵ 手卫生（依从率）：68%") == bare("icu手卫生依从率68") == "icu手卫生依从率68"


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("九十九", 99),
        ("〇", 0),
        ("二〇二五", 2025),
        ("两", 2),
    ],
)
def test_chinese_numerals(numeral: str, number: int) -> None:
    assert chinese_number(numeral) == number


@pytest.mark.parametrize("text", ["", "百", "一二", "十十", "a", "1"])
def test_no_numerals(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("", FindingOrigin.SELF_INSPECTION),
        ("科室自查", FindingOrigin.SELF_INSPECTION),
        ("飞检", FindingOrigin.SUPERIOR_INSPECTION),
        ("省卫健委督查", FindingOrigin.SUPERIOR_INSPECTION),
        ("院级督查", FindingOrigin.HOSPITAL_INSPECTION),
        ("行政查房", FindingOrigin.HOSPITAL_INSPECTION),
        ("巡检排查", FindingOrigin.INSPECTION_ROUND),
        ("不良事件排查", FindingOrigin.ADVERSE_EVENT),
        ("患者投诉", FindingOrigin.COMPLAINT),
        ("问题线索", FindingOrigin.TIP),
        ("等级医院评审", FindingOrigin.ACCREDITATION),
        ("巡察反馈", FindingOrigin.AUDIT),
        ("医疗纠纷", FindingOrigin.DISPUTE),
        ("病历质控", FindingOrigin.RECORD_QUALITY),
        ("满意度调查", FindingOrigin.SATISFACTION_SURVEY),
        ("其他", FindingOrigin.SELF_INSPECTION),
    ],
)
def test_origins_as_hospitals_word_them(text: str, origin: FindingOrigin) -> None:
    assert origin_of(text) is origin


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("患者张三，男，58岁", ("张三",)),
        ("患者：李小明，住院号：20250133", ("李小明", "住院号：20250133")),
        ("病案号0012345的病历缺签名", ("病案号0012345",)),
        ("身份证36010119800101123X未核对", ("36010119800101123X",)),
        ("家属电话13807910000无人接听", ("13807910000",)),
        ("姓名：王丽 未佩戴腕带", ("王丽",)),
        ("刘芳，女，32岁，产后出血", ("刘芳",)),
    ],
)
def test_personal_data_is_found(text: str, found: tuple[str, ...]) -> None:
    assert personal_data(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "患者安全意识不强",
        "患者王某，男，58岁",
        "患者张××未签知情同意书",
        "骨科抽查10份四级手术病历",
        "2025年8月5日组织培训",
        "患者隐私保护不到位",
        "患者高血压未记录",
        "患者家属投诉",
        "住院号登记不规范",
        "报告率1.6例次，低于2.5",
        "患者于术后第2天",
    ],
)
def test_texts_without_personal_data(text: str) -> None:
    assert personal_data(text) == ()
