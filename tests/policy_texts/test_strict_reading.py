from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from policy_texts.strict_reading import PolicyTextError, read_toml
from policy_texts.vocabulary import Audience


@dataclass(frozen=True)
class Rule:
    clause: str
    points: Decimal
    yearly: bool = False


@dataclass(frozen=True)
class Book:
    title: str
    version: int
    issued_on: date
    audiences: tuple[Audience, ...] = ()
    rules: tuple[Rule, ...] = ()


HEAD = 'title = "细则"\nversion = 2\nissued_on = 2023-01-01\n'


def read(tmp_path: Path, text: str) -> Book:
    path = tmp_path / "book.toml"
    path.write_text(text, encoding="utf-8")
    return read_toml(path, Book)


def test_everything_arrives_typed(tmp_path: Path) -> None:
    book = read(
        tmp_path, HEAD + 'audiences = ["clinical"]\n[[rules]]\nclause = "B1"\npoints = 0.1\nyearly = true\n'
    )
    assert book == Book(
        "细则", 2, date(2023, 1, 1), (Audience.CLINICAL,), (Rule("B1", Decimal("0.1"), yearly=True),)
    )


RULE_KEYS = "allowed: clause, points, yearly"
BOOK_KEYS = "allowed: audiences, issued_on, rules, title, version"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (HEAD + "efective = 1\n", f"efective: unknown key; {BOOK_KEYS}"),
        (HEAD.replace("version = 2\n", ""), f"version: missing key; {BOOK_KEYS}"),
        (
            HEAD + '[[rules]]\nclause = "B1"\npoints = 0.5\nyaerly = true\n',
            f"rules[B1].yaerly: unknown key; {RULE_KEYS}",
        ),
        (HEAD + "[[rules]]\npoints = 0.5\n", f"rules[1].clause: missing key; {RULE_KEYS}"),
        (HEAD.replace("2\n", '"2"\n', 1), 'version: must be a whole number, is "2"'),
        (HEAD.replace("2\n", "true\n", 1), 'version: must be a whole number, is "True"'),
        (HEAD.replace('"细则"', "[]"), "title: must be a text, is a list"),
        (HEAD.replace('"细则"', '" 细则"'), 'title: empty or with blanks around it: " 细则"'),
        (HEAD.replace('"细则"', '""'), 'title: empty or with blanks around it: ""'),
        (
            HEAD.replace("2023-01-01", "2023-01-01T00:00:00"),
            'issued_on: must be a date (2025-07-01), is "2023-01-01 00:00:00"',
        ),
        (
            HEAD + '[[rules]]\nclause = "B1"\npoints = 1\n',
            'rules[B1].points: must be a decimal number (0.5), is "1"',
        ),
        (
            HEAD + '[[rules]]\nclause = "B1"\npoints = 0.5\nyearly = 1\n',
            'rules[B1].yearly: must be true or false, is "1"',
        ),
        (
            HEAD + 'audiences = ["office", "ward"]\n',
            'audiences[2]: unknown value "ward"; allowed: '
            "hospital, office, clinical, medical_technical, nursing_unit, logistics",
        ),
        (HEAD + "audiences = [[]]\n", "audiences[1]: unknown value a list; allowed: hospital, office"),
        (HEAD + 'audiences = "office"\n', 'audiences: must be a list, is "office"'),
        (HEAD + "rules = [1]\n", 'rules[1]: must be a table, is "1"'),
        (HEAD + "[rules]\n", "rules: must be a list, is a table"),
        (HEAD + HEAD, "not valid TOML: Cannot overwrite a value"),
    ],
)
def test_each_fault_names_file_and_key(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(PolicyTextError) as raised:
        read(tmp_path, text)
    assert len(raised.value.problems) == 1
    assert raised.value.problems[0].startswith(f"book.toml: {problem}")


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PolicyTextError) as raised:
        read(tmp_path, 'title = 1\nversion = 2\n[[rules]]\nclause = "B1"\n[[rules]]\nclause = "B2"\n')
    assert [problem.split(": ")[1] for problem in raised.value.problems] == [
        "issued_on",
        "title",
        "rules[B1].points",
        "rules[B2].points",
    ]


def test_a_file_that_is_missing_or_not_utf8_is_told_as_well(tmp_path: Path) -> None:
    with pytest.raises(PolicyTextError, match=r"gone\.toml: cannot be read"):
        read_toml(tmp_path / "gone.toml", Book)
    (tmp_path / "gbk.toml").write_bytes('title = "细则"'.encode("gbk"))
    with pytest.raises(PolicyTextError, match=r"gbk\.toml: not valid TOML"):
        read_toml(tmp_path / "gbk.toml", Book)
