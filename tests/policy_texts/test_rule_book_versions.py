"""Versions by date, and the hash of what a rule book says."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from policy_texts.loading import available_rule_books, load_rule_book, rule_book_versions
from policy_texts.strict_reading import PolicyTextError
from tests.policy_texts.spoiling import book_file, problems_of, replace


def second_version(folder: Path, *, last_on: str, from_on: str, version: int = 2) -> None:
    first, second = book_file(folder), book_file(folder, version)
    shutil.copy(first, second)
    replace(second, "version = 1", f"version = {version}")
    replace(second, "from_on = 2023-01-01", f"from_on = {from_on}")
    replace(first, "from_on = 2023-01-01", f"from_on = 2023-01-01{last_on}")


def test_the_version_in_force_on_a_day(folder: Path) -> None:
    second_version(folder, last_on="\nto_on = 2023-12-31", from_on="2024-01-01")
    assert [book.version for book in rule_book_versions("ME23", folder=folder)] == [1, 2]
    for day, version in [
        (date(2023, 1, 1), 1),
        (date(2023, 12, 31), 1),
        (date(2024, 1, 1), 2),
        (date(2030, 1, 1), 2),
    ]:
        assert load_rule_book("ME23", on=day, folder=folder).version == version
    with pytest.raises(PolicyTextError) as raised:
        load_rule_book("ME23", on=date(2022, 12, 31), folder=folder)
    assert str(raised.value) == (
        "ME23 is not in force on 2022-12-31; in force: 2023-01-01 to 2023-12-31, 2024-01-01 to now"
    )


@pytest.mark.parametrize(
    ("last_on", "from_on", "version", "problem"),
    [
        (
            "\nto_on = 2023-12-30",
            "2024-01-01",
            2,
            "ME23-2.toml: from_on: gap after ME23-1.toml: must be 2023-12-31, is 2024-01-01",
        ),
        (
            "\nto_on = 2023-12-31",
            "2023-12-31",
            2,
            "ME23-2.toml: from_on: overlap with ME23-1.toml: must be 2024-01-01, is 2023-12-31",
        ),
        ("", "2024-01-01", 2, "ME23-2.toml: from_on: overlap with ME23-1.toml, which has no to_on"),
        ("\nto_on = 2023-12-31", "2024-01-01", 3, "ME23-3.toml: version: must be 2 at this date"),
    ],
)
def test_no_day_between_versions_and_none_twice(
    folder: Path, last_on: str, from_on: str, version: int, problem: str
) -> None:
    second_version(folder, last_on=last_on, from_on=from_on, version=version)
    assert problems_of(folder) == (problem,)


def test_the_name_of_the_file_says_code_and_version(folder: Path) -> None:
    book_file(folder).rename(folder / "rulebooks" / "ME24-1.toml")
    assert problems_of(folder) == ('ME24-1.toml: version: the file must be called "ME23-1.toml"',)


def test_a_book_needs_its_document(folder: Path) -> None:
    book_file(folder).rename(book_file(folder).with_name("MX23-1.toml"))
    replace(book_file(folder).with_name("MX23-1.toml"), 'code = "ME23"', 'code = "MX23"')
    assert problems_of(folder) == (
        'MX23-1.toml: code: "MX23" is not a known clause; allowed: HX18, ME23, PS23, QS25, SS23, YG06, ZL16, ZZ21',
    )


def test_the_hash_is_of_the_words_not_of_the_file(folder: Path) -> None:
    shipped = load_rule_book("ME23", on=date(2023, 6, 1))
    replace(book_file(folder), "points = 10.0 }", "points = 10.00 }  # 治安处罚")
    assert load_rule_book("ME23", on=date(2023, 6, 1), folder=folder).content_hash == shipped.content_hash


def test_any_other_word_is_another_hash(folder: Path) -> None:
    shipped = load_rule_book("ME23", on=date(2023, 6, 1))
    replace(book_file(folder), "points = 10.0 }", "points = 9.0 }")
    assert load_rule_book("ME23", on=date(2023, 6, 1), folder=folder).content_hash != shipped.content_hash


def test_a_folder_without_rule_books(folder: Path) -> None:
    shutil.rmtree(folder / "rulebooks")
    assert available_rule_books(folder=folder) == ()
    with pytest.raises(PolicyTextError, match='unknown rule book "ME23"; available: '):
        load_rule_book("ME23", on=date(2023, 6, 1), folder=folder)
