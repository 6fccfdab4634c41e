import pytest

from organizations.rules.pinyin import name_key, person_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("王敏", "wangmin wm"),
        ("单小华", "shanxiaohua sxh"),
        ("尉迟恭", "yuchigong ycg"),
        ("买买提·艾力", "maimaitiaili mmtal"),
    ],
)
def test_people_are_typed_with_the_reading_of_their_surname(name: str, key: str) -> None:
    assert person_key(name, limit=120) == key


def test_letters_and_figures_of_a_department_are_typed_as_they_stand() -> None:
    assert name_key("CT室2区", limit=200) == "ctshi2qu cts2q"


def test_a_long_name_keeps_its_initials_within_the_column() -> None:
    key = person_key("阿卜杜外力" * 8, limit=120)
    assert len(key) == 120
    assert key.endswith(" " + "abdwl" * 8)
