"""Worked examples: TOML files in which an ethics office writes facts and the score it expects.

What makes the file as a whole unusable (no TOML, no name, two of one name, too much of it, a misspelt expectation)
stops with a BadCaseFile. A wrong field inside a case refuses that case, and the others still run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from ethics_scoring.rules.case_expectations import Expected, read_expected
from ethics_scoring.rules.entry_fields import read_entry, repeated_ids
from ethics_scoring.rules.facts import Entry, PersonFacts, VetoDecision
from ethics_scoring.rules.field_reading import FieldProblem, TableReader, one_line, shown
from ethics_scoring.rules.hospital_settings import settings_in_force
from ethics_scoring.rules.refusals import DepartmentFacts
from ethics_scoring.rules.scoring import Scheme
from policy_texts.loading import DATA, available_rule_books, rule_book_versions
from policy_texts.rule_books.books import RuleBook

LARGEST_FILE = 50_000_000  # bytes
MOST_ENTRIES = 10_000  # a person has some dozens a year; more is a mistake or an attack
FIRST_YEAR, LAST_YEAR = 1900, 2999
LARGEST_HEADCOUNT = 1_000_000


class BadCaseFile(Exception):
    """File, case and field, in Chinese: the message is shown as it is."""

    def __init__(self, file: str, message: str, *, case: str = "", field: str = "") -> None:
        place = [f"文件 {file}"]
        place += [f"案例“{case}”"] if case else []
        place += [f"字段 {field}"] if field else []
        super().__init__(f"{'，'.join(place)}：{message}")


@dataclass(frozen=True)
class Case:
    """`scheme` is None exactly when there are problems: then there is nothing to score."""

    file: str
    name: str
    expected: Expected
    problems: tuple[FieldProblem, ...] = ()
    scheme: Scheme | None = None
    facts: PersonFacts = field(default_factory=lambda: PersonFacts(year=FIRST_YEAR, entries=()))
    department: DepartmentFacts = field(default_factory=DepartmentFacts)


def read_case_file(path: Path, *, data: Path = DATA) -> list[Case]:
    """Every case in the order of the file. `data` is the folder of the rule books."""
    raw = _parse(path)
    cases = raw.get("case")
    if not isinstance(cases, list) or not cases:
        raise BadCaseFile(str(path), "没有案例；每个案例以 [[case]] 开头", field="case")
    for key in raw:
        if key != "case":
            raise BadCaseFile(str(path), "不是这里的字段；只能有 [[case]]", field=one_line(key))
    names: set[str] = set()
    read = []
    for number, each in enumerate(cases, start=1):
        name = _name(path, each, number)
        if name in names:
            raise BadCaseFile(str(path), "两个案例同名", case=name, field="name")
        names.add(name)
        read.append(_case(path, name, each, data))
    return read


def _parse(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadCaseFile(str(path), f"无法读取（{error.strerror}）") from error
    if len(content) > LARGEST_FILE:
        raise BadCaseFile(str(path), f"文件过大，不超过 {LARGEST_FILE // 1_000_000} MB")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise BadCaseFile(str(path), "不是 UTF-8 编码的 TOML 文件") from error
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except (ValueError, ArithmeticError, RecursionError) as error:
        case, at = _place(text, str(error))
        fault = "日期不存在或写法有误" if "date" in str(error) else "不是有效的 TOML"
        raise BadCaseFile(str(path), f"{fault}（{error}）", case=case, field=at) from error


def _place(text: str, error: str) -> tuple[str, str]:
    """The case and field that a syntax error stands in, as far as the text before it tells: 2023-02-30 is one."""
    place = re.search(r"at line (\d+), column (\d+)", error)
    if not place:
        return "", ""
    lines = text.split("\n")[: int(place[1])]
    lines[-1] = lines[-1][: int(place[2])]
    names = re.findall(r'^\s*name\s*=\s*"([^"\n]*)"', "\n".join(lines), re.MULTILINE)
    keys = re.findall(r"([A-Za-z_]+)\s*=", lines[-1])
    return names[-1] if names else "", keys[-1] if keys else ""


def _name(path: Path, raw: object, number: int) -> str:
    if not isinstance(raw, dict):
        raise BadCaseFile(str(path), "应为一个表，以 [[case]] 开头", field=f"case[{number}]")
    reader = TableReader(raw, f"case[{number}]")
    name = reader.text("name")
    if reader.problems:
        raise BadCaseFile(str(path), reader.problems[0].message, field=reader.problems[0].field)
    return name


def _case(path: Path, name: str, raw: dict[str, Any], data: Path) -> Case:
    entries = raw.get("entries")
    if isinstance(entries, list) and len(entries) > MOST_ENTRIES:
        message = f"一个案例最多 {MOST_ENTRIES:,} 条登记，现有 {len(entries):,} 条"
        raise BadCaseFile(str(path), message, case=name, field="entries")
    expected, problems = read_expected(raw.get("expect", {}))
    if problems:
        raise BadCaseFile(str(path), problems[0].message, case=name, field=problems[0].field)
    return _read(Case(str(path), name, expected), raw, data)


def _read(case: Case, raw: dict[str, Any], data: Path) -> Case:
    reader = TableReader(raw)
    for key in ("name", "expect"):
        reader.has(key, required=False)
    code = reader.choice("rulebook", available_rule_books(folder=data))
    year = reader.whole("year", at_least=FIRST_YEAR, at_most=LAST_YEAR)
    department = DepartmentFacts(
        headcount=reader.whole("department_headcount", at_least=0, at_most=LARGEST_HEADCOUNT, required=False),
        excellent_already=reader.whole(
            "excellent_already", at_least=0, at_most=LARGEST_HEADCOUNT, required=False
        ),
    )
    own = _table(reader, "settings")
    entries = _list(reader, "entries")
    reader.refuse_the_rest()
    if not code or not year:
        return Case(case.file, case.name, case.expected, tuple(reader.problems))
    book = book_for(code, year, data=data)
    settings, problems = settings_in_force(book, own)
    facts, entry_problems = _facts(entries, year, book, settings.vetoes)
    found = (*reader.problems, *problems, *entry_problems)
    if found:
        return Case(case.file, case.name, case.expected, found)
    scheme = Scheme(book, settings)
    return Case(case.file, case.name, case.expected, (), scheme, facts, department)


def book_for(code: str, year: int, *, data: Path = DATA) -> RuleBook:
    """The version in force when the year begins. An example may lie before the first: it is tried on that one."""
    versions = rule_book_versions(code, folder=data)
    return next((book for book in reversed(versions) if book.from_on <= date(year, 1, 1)), versions[0])


def _facts(
    entries: list[Any], year: int, book: RuleBook, vetoes: tuple[str, ...]
) -> tuple[PersonFacts, list[FieldProblem]]:
    read: dict[int, Entry | VetoDecision] = {}
    problems: list[FieldProblem] = []
    for number, raw in enumerate(entries, start=1):
        entry, found = read_entry(raw, number=number, book=book, vetoes=vetoes)
        problems += found
        if entry is not None:
            read[number] = entry
    problems += repeated_ids(read)
    facts = PersonFacts(
        year=year,
        entries=tuple(each for each in read.values() if isinstance(each, Entry)),
        veto_decisions=tuple(each for each in read.values() if isinstance(each, VetoDecision)),
    )
    return facts, problems


def _table(reader: TableReader, key: str) -> Mapping[str, object]:
    if not reader.has(key, required=False):
        return {}
    value = reader.raw[key]
    if isinstance(value, dict):
        return value
    reader.refuse(key, f"应为一个表，现为 {shown(value)}")
    return {}


def _list(reader: TableReader, key: str) -> list[Any]:
    if not reader.has(key, required=True):
        return []
    value = reader.raw[key]
    if isinstance(value, list):
        return value
    reader.refuse(key, f"应为一个列表，现为 {shown(value)}")
    return []
