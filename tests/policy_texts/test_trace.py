import subprocess
import sys
from pathlib import Path

import pytest

from tests.trace import ROOT, report, unknown, unserved

pytestmark = pytest.mark.slow

TRACED = {"QS25.I1": ("QS25.I1.a", "QS25.I1.b"), "QS25.P2": ()}


@pytest.mark.parametrize(
    ("marks", "missing"),
    [
        ({}, ["QS25.I1.a", "QS25.I1.b", "QS25.P2"]),
        ({"QS25.I1": ["t"], "QS25.P2": ["t"]}, ["QS25.I1.a", "QS25.I1.b"]),
        ({"QS25.I1.a": ["t"], "QS25.I1.b": ["t"]}, ["QS25.P2"]),
        ({"QS25.I1.a": ["t"], "QS25.I1.b": ["u"], "QS25.P2": ["t"]}, []),
    ],
)
def test_an_item_is_served_by_its_checkpoints(marks: dict[str, list[str]], missing: list[str]) -> None:
    assert unserved(TRACED, marks) == missing


def test_the_report_names_tests_once_and_gaps() -> None:
    lines = list(report(TRACED, {"QS25.I1.a": ["a.py::t[1]", "a.py::t[2]"], "QS25.P2": ["b.py::u"]}))
    assert lines == [
        "QS25.I1  医疗质量管理组织体系不健全问题",
        "QS25.I1.a  主要负责人任医疗质量管理委员会主任，亲自履行第一责任人职责，有文件和记录",
        "    a.py::t",
        "QS25.I1.b  已指定或成立专门部门管理日常医疗质量，职责成文，人员到位  —— no test",
        "QS25.P2  自查自纠阶段",
        "    b.py::u",
    ]


def test_a_mark_with_a_clause_that_does_not_exist() -> None:
    (problem,) = unknown({"QS25.P2": ["a.py::t"], "QS25.P9": ["a.py::u"]})
    assert problem.startswith('a.py::u: "QS25.P9" is not a known clause; allowed: QS25, QS25.SC')


def trace(*tests: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tests" / "trace.py"), *map(str, tests)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_marks_of_real_tests_are_collected(tmp_path: Path) -> None:
    path = tmp_path / "test_marked.py"
    path.write_text(
        "import pytest\n"
        "@pytest.mark.clause('QS25.P2', 'QS25.I1.a')\n"
        "def test_one(): raise AssertionError('nothing is run')\n"
        "@pytest.mark.skip\n"
        "@pytest.mark.clause('QS25.I1.b')\n"
        "def test_two(): ...\n",
        encoding="utf-8",
    )
    run = trace(path)
    assert run.returncode == 1
    assert run.stdout.count("::test_one") == 2
    assert "2 of 70 clauses are served by a test" in run.stdout
    assert "no test is marked with QS25.I1.b\n" in run.stderr
    assert "QS25.P2" not in run.stderr


def test_tests_that_cannot_be_collected_are_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "test_broken.py"
    path.write_text("import nothing_of_that_name\n", encoding="utf-8")
    run = trace(path)
    assert run.returncode == 1
    assert "nothing_of_that_name" in run.stderr
