"""`make bench`: measure on the engines of the tests, against a floor of the same run; a table and JSON."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent

if __name__ == "__main__":
    measures = sorted(str(path) for path in HERE.glob("measure_*.py"))
    options = ["-q", "-s", "-p", "tests.benchmarks.report", "-o", "python_files=measure_*.py"]
    options += ["-o", "python_functions=measure_*"]
    sys.exit(pytest.main([*options, *measures, *sys.argv[1:]]))
