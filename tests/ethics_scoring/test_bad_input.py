"""Bad files: refused with file, case and field, exit 2, and nothing half printed for programs."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.core.management import call_command

from tests.ethics_scoring.casebook import GOLDEN
from tests.repository.sources import ROOT

GOOD = '[[case]]\nname = "good"\nrulebook = "ME23"\nyear = 2023\nentries = []\n'


class Run(NamedTuple):
    code: int
    out: str
    err: str


def run(name: str, *arguments: object) -> Run:
    """The command in this process, where the tests refuse it any database."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(name, *map(str, arguments), stdout=out, stderr=err, no_color=True)
    except SystemExit as stop:
        return Run(int(stop.code or 0), out.getvalue(), err.getvalue())
    return Run(0, out.getvalue(), err.getvalue())


def case(body: str, name: str = "bad") -> str:
    return f'[[case]]\nname = "{name}"\nrulebook = "ME23"\nyear = 2023\n{body}\n'


def entries(*each: str) -> str:
    return case(f"entries = [{', '.join(each)}]")


def demerits(points: str) -> str:
    return entries(f'{{rule = "D12", on = 2023-05-01, points = {points}, cycle = "a"}}')


LETTER = '{rule = "B4", on = 2023-05-01}'
WRONG_FIELDS = {
    "unknown rule": (entries('{rule = "B17", on = 2023-05-01}'), "entries[1].rule"),
    "missing level": (entries('{rule = "B12", on = 2023-05-01}'), "entries[1].level"),
    "a date that is a text": (entries('{rule = "B4", on = "2023-02-30"}'), "entries[1].on"),
    "points below zero": (demerits("-0.5"), "entries[1].points"),
    "points that are no number": (demerits("nan"), "entries[1].points"),
    "points without end": (demerits("inf"), "entries[1].points"),
    "points beyond reason": (demerits("1e400"), "entries[1].points"),
    "points too fine": (demerits("0.00001"), "entries[1].points"),
    "true is no number": (demerits("true"), "entries[1].points"),
    "a work key on a rule that has none": (entries('{rule = "B4", on = 2023-05-01, work = "w"}'), "entries[1].work"),
    "an empty work key": (entries('{rule = "B2", on = 2023-05-01, work = ""}'), "entries[1].work"),
    "a misspelt field": (entries('{rule = "B4", on = 2023-05-01, statsu = "revoked"}'), "entries[1].statsu"),
    "an entry that is no table": (entries('"B4"'), "entries[1]"),
    "no rule": (entries("{on = 2023-05-01}"), "entries[1].rule"),
    "the second entry": (entries(LETTER, '{rule = "B14", on = 2023-05-01}'), "entries[2].grade"),
    "no entries": (case(""), "entries"),
    "entries that are no list": (case("entries = 1"), "entries"),
    "a misspelt key": (case("entries = []\nheadcount = 3"), "headcount"),
    "a headcount that is none": (case('entries = []\ndepartment_headcount = "12"'), "department_headcount"),
    "settings that are no table": (case("entries = []\nsettings = 1"), "settings"),
    "a base without end": (case("entries = []\nsettings = {base = inf}"), "settings.base"),
    "a veto that is none": (case('entries = []\nsettings = {vetoes = ["V9"]}'), "settings.vetoes"),
    "a grade table that is none": (case("entries = []\nsettings = {grade_table = [1]}"), "settings.grade_table"),
    "an unknown rule book": (case("entries = []").replace("ME23", "ME99"), "rulebook"),
    "no rule book": (case("entries = []").replace('rulebook = "ME23"\n', ""), "rulebook"),
    "no year": (case("entries = []").replace("year = 2023\n", ""), "year"),
    "a year that is none": (case("entries = []").replace("2023", "99999"), "year"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "field"), WRONG_FIELDS.values(), ids=WRONG_FIELDS)
def test_a_wrong_field_names_file_case_and_field(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(GOOD + text, encoding="utf-8")
    done = run("check_rulebook", path)
    assert done.code == 2
    (told,) = done.err.splitlines()
    assert told.startswith(f"文件 {path}，案例“bad”，字段 {field}：")
    assert done.out.splitlines()[0] == "ok good"
    assert done.out.splitlines()[1].startswith(f"FAIL bad: expected a sheet, got field {field} ")


@pytest.mark.parametrize(("text", "field"), WRONG_FIELDS.values(), ids=WRONG_FIELDS)
def test_as_json_it_is_a_result_among_whole_results(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(text + GOOD, encoding="utf-8")
    done = run("check_rulebook", path, "--json")
    assert done.code == 2
    refused, good = json.loads(done.out)
    assert set(refused) == {"name", "error"}
    assert refused["error"].split()[:2] == ["field", field]
    assert good["total"] == 80.0


def test_a_wrong_field_that_was_expected_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(entries('{rule = "B12", on = 2023-05-01}') + '[case.expect]\nerror = "field"\n')
    assert run("check_rulebook", path) == Run(0, "ok bad\n共 1 例：ok 1，FAIL 0\n", "")


EXPECT = "[case.expect]\n"
BAD_FILES: dict[str, tuple[str | bytes, str]] = {
    "no TOML": ("case = [", "不是有效的 TOML"),
    "not text": (b"\xff\xfe\x00", "不是 UTF-8 编码的 TOML 文件"),
    "a number without end": (case(f"entries = []\nexcellent_already = {'9' * 5000}"), "不是有效的 TOML"),
    "brackets without end": ("a = " + "[" * 100_000, "不是有效的 TOML"),
    "a date that is none": (entries('{rule = "B4", on = 2023-02-30}'), "案例“bad”，字段 on：日期不存在"),
    "nothing": ("", "字段 case：没有案例"),
    "a case that is no table": ("case = [1]", "字段 case[1]：应为一个表"),
    "another table": (GOOD + "[other]\n", "字段 other：不是这里的字段"),
    "a case without a name": (GOOD + "[[case]]\nyear = 2023\n", "字段 case[2].name：缺少必填项"),
    "a name of two lines": ('[[case]]\nname = "a\\nb"\n', "字段 case[1].name：应为一行文字"),
    "two cases of one name": (GOOD + GOOD, "案例“good”，字段 name：两个案例同名"),
    "100,000 entries": (
        entries(*[LETTER] * 100_000),
        "案例“bad”，字段 entries：一个案例最多 10,000 条登记，现有 100,000 条",
    ),
    "a misspelt expectation": (GOOD + EXPECT + "bonos = 1.0\n", "案例“good”，字段 expect.bonos：不是这里的字段"),
    "an expected figure that is none": (GOOD + '[case.expect]\nbonus = "1"\n', "字段 expect.bonus：应为数"),
    "an expected grade that is none": (GOOD + '[case.expect]\ngrade = "优"\n', "字段 expect.grade：不能是 “优”"),
    "an expected code that is none": (GOOD + EXPECT + 'reasons = {B4 = ["OK"]}\n', "字段 expect.reasons.B4：应为列表"),
    "figures beside an error": (GOOD + EXPECT + 'error = "quota"\nbonus = 1.0\n', "字段 expect.error：预期被拒绝时"),
    "expected lines that are no table": (GOOD + "[case.expect]\nlines = 1\n", "字段 expect.lines：应为一个表"),
    "an expectation that is no table": (GOOD + "expect = 1\n", "字段 expect：应为一个表"),
}  # fmt: skip


@pytest.mark.parametrize("options", [[], ["--json"]], ids=["lines", "json"])
@pytest.mark.parametrize(("content", "told"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_stops_before_anything_is_printed(
    tmp_path: Path, content: str | bytes, told: str, options: list[str]
) -> None:
    path = tmp_path / "facts.toml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run("check_rulebook", GOLDEN, path, *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"文件 {path}")
    assert told in done.err
    assert len(done.err.splitlines()) == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    done = run("check_rulebook", tmp_path / "none.toml", "--json")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"文件 {tmp_path / 'none.toml'}：无法读取")


def test_a_file_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ethics_scoring.rules.case_files.LARGEST_FILE", 10)
    done = run("check_rulebook", GOLDEN)
    assert (done.code, done.out) == (2, "")
    assert "文件过大" in done.err


def in_a_process_of_its_own(tmp_path: Path, *arguments: object) -> Run:
    """Development settings would start engines for a command that asks for them; no address is given here."""
    environment: dict[str, Any] = {
        key: value
        for key, value in os.environ.items()
        if key not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    }
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", *map(str, arguments)],
        cwd=tmp_path,
        env={**environment, "PG_BIN": str(tmp_path / "no-engine-here")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return Run(done.returncode, done.stdout, done.stderr)


@pytest.mark.slow
def test_no_engine_is_started(tmp_path: Path) -> None:
    done = in_a_process_of_its_own(tmp_path, "check_rulebook", GOLDEN, "--json")
    assert (done.code, done.err) == (0, "")
    assert len(json.loads(done.out)) == 13
    name = "six malpractice points in one cycle"
    done = in_a_process_of_its_own(tmp_path, "explain_score", GOLDEN, "--case", name)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{name}\n")
