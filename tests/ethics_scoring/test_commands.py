"""What the two commands print when the files are good."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ethics_scoring.casebook import GOLDEN
from tests.ethics_scoring.test_bad_input import GOOD, Run, run


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_line_a_case_and_a_count() -> None:
    done = run("check_rulebook", GOLDEN)
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert len(lines) == 14
    assert all(line.startswith("ok ") for line in lines[:-1])
    assert lines[0] == "ok nobody did anything"
    assert lines[-1] == "共 13 例：ok 13，FAIL 0"


FAILING = """
[case.expect]
bonus = 1.0
deduction = -0.5
grade = "优秀"
best_grade = "良好"
lines = {B4 = 0.5}
reasons = {B4 = ["COUNTED"]}
"""


def test_every_disagreement_is_told(tmp_path: Path) -> None:
    assert run("check_rulebook", write(tmp_path, GOOD + FAILING)) == Run(
        1,
        "FAIL good: expected bonus 1, got 0; expected deduction -0.5, got 0; expected grade 优秀, got 良好; "
        "expected best_grade 良好, got none; expected lines.B4 0.5, got no line; "
        "expected reasons.B4 [COUNTED], got []\n共 1 例：ok 0，FAIL 1\n",
        "",
    )


@pytest.mark.parametrize(
    ("entries", "expect", "told"),
    [
        ("[]", 'error = "quota"', "expected error quota, got no error"),
        (
            '[{rule = "B16", on = 2023-12-20}]',
            'error = "exclusive"',
            "expected error exclusive, got quota 本科室 0 人",
        ),
        ('[{rule = "B16", on = 2023-12-20}]', "bonus = 2.0", "expected a sheet, got quota 本科室 0 人"),
    ],
)
def test_another_refusal_than_expected(tmp_path: Path, entries: str, expect: str, told: str) -> None:
    text = f"{GOOD.replace('[]', entries)}[case.expect]\n{expect}\n"
    done = run("check_rulebook", write(tmp_path, text))
    assert done.code == 1
    assert done.out.startswith(f"FAIL good: {told}")


REFUSED = GOOD.replace("good", "refused").replace("[]", '[{rule = "B16", on = 2023-12-20}]')


def test_a_refused_case_is_a_result(tmp_path: Path) -> None:
    done = run("check_rulebook", write(tmp_path, REFUSED + GOOD), "--json")
    assert (done.code, done.err) == (0, "")
    refused, good = json.loads(done.out)
    assert refused["name"] == "refused"
    assert refused["error"].split()[0] == "quota"
    assert "按 15% 计算 B16（负责人对日常表现综合评价为优秀）的名额为 0 人" in refused["error"]
    assert good["name"] == "good"


def test_json_says_everything_of_a_sheet(tmp_path: Path) -> None:
    complaint, report = '{rule = "D10", on = 2023-05-01}', '{rule = "B14", on = 2023-05-01, grade = 2}'
    facts = f'[{complaint}, {report}, {{rule = "B4", on = 2023-05-02}}]'
    done = run("check_rulebook", write(tmp_path, GOOD.replace("[]", facts) + FAILING), "--json")
    assert done.code == 1
    assert json.loads(done.out) == [
        {
            "name": "good",
            "bonus": 0.5,
            "deduction": -1.0,
            "net": -0.5,
            "total": 79.5,
            "grade": "一般",
            "best_grade": "良好",
            "lines": {"B4": 0.5, "B14": 0.0, "D10": -1.0},
            "reasons": {"B4": ["COUNTED"], "B14": ["NOT_GRADE_3_4"], "D10": ["COUNTED"]},
        }
    ]


def test_json_of_nothing(tmp_path: Path) -> None:
    done = run("check_rulebook", write(tmp_path, GOOD), "--json")
    assert "-0.0" not in done.out
    assert json.loads(done.out)[0]["best_grade"] is None


def test_files_are_told_in_their_order(tmp_path: Path) -> None:
    done = run("check_rulebook", write(tmp_path, GOOD), GOLDEN, "--json")
    assert [each["name"] for each in json.loads(done.out)][:2] == ["good", "nobody did anything"]


FACTS = """[
  {rule = "B4", on = 2023-03-01}, {rule = "B15", on = 2023-04-01}, {rule = "B1", on = 2023-12-31},
  {rule = "B14", on = 2023-05-01, grade = 3, anonymous = true, sealed_credit = true},
  {rule = "D7", on = 2023-06-01}, {rule = "D15", on = 2023-12-20},
]
settings = {vetoes = ["V1", "V6"]}
"""


def test_a_sheet_that_a_person_can_read(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD.replace("[]", FACTS))
    done = run("explain_score", path, "--case", "good")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[1] == "医德医风考评细则（2023版）（ME23 第1版）　2023 年度：2023-01-01 至 2023-12-31"
    assert lines[2] == "基础分 80　加分 +6　扣分 −4　合计 82　等次 待定"
    assert lines[3] == "可能触发一票否决，请核对：泄露患者隐私，造成严重后果（D7，2023-06-01）。"
    assert (
        "  B4  2023-03-01   +0.5  患者或家属点名表扬（锦旗、感谢信等）　［计分 COUNTED］"
        "本年第 1 次，加 0.5 分。本条全年累计不超过 3 分。"
    ) in lines
    assert "  B15 —              +2  内容保密，只显示分值。" in lines
    assert "  B14 —            +0.5  内容保密，只显示分值。" in lines
    still = lines[lines.index("本年还可以计分的") :]
    assert "  B4  患者或家属点名表扬（锦旗、感谢信等）：每次加 0.5 分，还可加 2.5 分" in still
    assert "  B1  担任科室医德医风联络员，履行了职责：本年已计，每年只计一次（本院口径）" in still
    assert "  B16 负责人对日常表现综合评价为优秀：本年有 D15，二者不能并存（本院口径）" in still
    assert not [line for line in still if line.startswith(("  B15", "  B14"))]


def test_nothing_of_a_sealed_fact_is_printed(tmp_path: Path) -> None:
    done = run("explain_score", write(tmp_path, GOOD.replace("[]", FACTS)), "--case", "good")
    for told in ("检举", "2023-04-01", "2023-05-01", "Ⅲ级，"):
        assert told not in done.out


def test_a_veto_on_a_sheet(tmp_path: Path) -> None:
    decision = 'outcome = "upheld", document = "院纪〔2023〕1号", decided_by = ["张明", "李华"]'
    facts = f'[{{rule = "V6", on = 2023-05-01, {decision}}}]\nsettings = {{vetoes = ["V6"]}}'
    done = run("explain_score", write(tmp_path, GOOD.replace("[]", facts)), "--case", "good")
    assert "等次 较差" in done.out
    assert (
        "［一票否决 VETO］一票否决，依据 院纪〔2023〕1号，由 张明、李华 二人认定；本年等次为较差。"
        in done.out
    )


def test_a_sheet_that_cannot_be(tmp_path: Path) -> None:
    done = run("explain_score", write(tmp_path, REFUSED), "--case", "refused")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"文件 {tmp_path / 'facts.toml'}，案例“refused”：quota 本科室 0 人")


def test_a_sheet_of_wrong_fields(tmp_path: Path) -> None:
    done = run("explain_score", write(tmp_path, GOOD.replace("[]", "[{}, {}]")), "--case", "good")
    assert (done.code, done.out) == (2, "")
    assert [line.split("：")[0][-15:] for line in done.err.splitlines()] == [
        "entries[1].rule",
        "entries[2].rule",
    ]


def test_a_case_that_is_not_there(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert run("explain_score", path, "--case", "none") == Run(
        2, "", f"文件 {path}：没有案例“none”；有：good\n"
    )
    assert run("explain_score", tmp_path / "no.toml", "--case", "none").code == 2
