"""`make bench`: measure on the engines of the tests, against a floor of the same run; a table and JSON.

Each measurement is a process of its own, so that the memory it says is its own. ARGS="create list" picks by name.
"""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import report

HERE = Path(__file__).parent
OPTIONS = ["-q", "-s", "--no-header", "--no-summary", "-p", "tests.benchmarks.report"]
OPTIONS += ["-o", "python_files=measure_*.py", "-o", "python_functions=measure_*"]


def measurements(words: list[str]) -> Iterator[str]:
    for path in sorted(HERE.glob("measure_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("measure_"):
                name = f"{path}::{node.name}"
                if not words or any(word in name for word in words):
                    yield name


def main(words: list[str]) -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "results"
        for name in measurements(words):
            done = subprocess.run(
                [sys.executable, "-m", "pytest", *OPTIONS, name],
                env={**os.environ, report.KEPT_IN: str(kept)},
                stdout=subprocess.PIPE,
                text=True,
                check=False,
            )
            if done.returncode:
                failed = 1
                sys.stdout.write(done.stdout)
        report.tell_all(kept.read_text().splitlines() if kept.exists() else [])
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
