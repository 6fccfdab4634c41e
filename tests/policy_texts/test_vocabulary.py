import re

import pytest

from policy_texts.vocabulary import CauseCategory, Duty, FindingOrigin, Vocabulary


@pytest.mark.parametrize("words", Vocabulary.__subclasses__())
def test_codes_fit_a_column_and_labels_tell_apart(words: type[Vocabulary]) -> None:
    members = list(words)
    assert len(words.__members__) == len(members)  # the same code twice would be a silent alias
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", member.value) and len(member) <= 24 for member in members)
    assert len({member.label for member in members}) == len(members)


def test_a_code_from_the_database_is_the_word_again() -> None:
    assert Duty("infection_control") is Duty.INFECTION_CONTROL
    assert f"{Duty.INFECTION_CONTROL}" == "infection_control"
    assert Duty.choices()[0] == ("quality", "质量管理")


def test_the_fixed_lists() -> None:
    assert [cause.label for cause in CauseCategory] == [
        "人员",
        "设备",
        "物料",
        "制度流程",
        "环境",
        "信息与监测",
    ]
    assert [origin.label for origin in FindingOrigin] == [
        *("科室自查", "院级督查", "上级督查/飞检", "巡检排查", "不良事件", "投诉"),
        *("线索", "等级评审", "巡察审计", "医疗纠纷", "病历质控", "满意度调查"),
    ]
