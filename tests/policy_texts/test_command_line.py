import subprocess
import sys
from pathlib import Path

import pytest

from policy_texts.__main__ import main
from tests.policy_texts.spoiling import replace

ROOT = Path(__file__).resolve().parents[2]


def test_check_says_what_it_read(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    out = capsys.readouterr().out
    campaign, book = out.splitlines()
    assert campaign.startswith("QS25 第2版：整治内容 10 项，要点 35 条（院级 18，科室 24），阶段 4 个")
    assert book.startswith(
        "ME23 第1版：2023-01-01 起施行，加分 16 条，扣分 15 条，设定 23 项，一票否决 6 项，校验 "
    )


def test_check_fails_with_every_problem(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(folder / "QS25.toml", 'short_title = "机制"', 'shorttitle = "机制"')
    assert main(["--data", str(folder), "check"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        f"QS25.toml: items[QS25.I3].{key}; allowed: checkpoints, cites, clause, short_title, title"
        for key in ("shorttitle: unknown key", "short_title: missing key")
    ]


def test_show_is_a_tree_of_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "QS25"]) == 0
    out = capsys.readouterr().out
    assert "├─ 8. 泄露患者隐私问题［隐私］　依据：ZZ21" in out
    assert "│  ├─ b  三级查房按时间、频次完成" in out
    assert "（临床科室；归口：医务）　依据：HX18.2" in out
    assert "自查自纠阶段　2025-07-01 至 2025-09-30" in out


def test_show_of_a_rule_book(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ME23"]) == 0
    out = capsys.readouterr().out
    assert "├─ B4  患者或家属点名表扬（锦旗、感谢信等）：每次 +0.5；全年累计不超过 3" in out
    assert "├─ D12  一个周期内不良执业行为记分累计达到 6 分：累计满 6 分 −5" in out
    assert "医院设定（原文未规定，由医院设定）" in out
    assert "逐次投诉 −1、−2、−3，此后按设定 d10_from_the_fourth；" in out
    assert "├─ vetoes  启用的一票否决情形：无（计分）［待核］" in out
    assert "├─ ZZ21.5  D7、V6" in out


def test_show_of_an_unknown_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "QS99"]) == 1
    assert capsys.readouterr().err == 'unknown text "QS99"; available: QS25, ME23\n'


def test_clauses_lists_what_is_traced(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clauses"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 10 + 35 + 4 + 31
    assert lines[0] == "QS25.I1\t医疗质量管理组织体系不健全问题"
    assert lines[46] == "QS25.P2\t自查自纠阶段"
    assert lines[-1] == "ME23.D15\t负责人评价为不合格"


def test_it_runs_without_django_and_without_site_packages() -> None:
    """-S leaves the standard library only, which is all that this package may use."""
    run = subprocess.run(
        [sys.executable, "-S", "-m", "policy_texts", "check"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")
