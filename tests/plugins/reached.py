"""For `make mutants`: the functions with planted faults that each passing test reached, one line a test."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutmut.state import state


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    reached, failed = state()._stats, item.session.testsfailed
    reached.clear()
    outcome = yield
    functions = sorted(reached) if item.session.testsfailed == failed else None
    # A file a worker: lines of two never mix.
    with Path(f"reached-{os.getpid()}.jsonl").open("a") as lines:
        lines.write(json.dumps([item.nodeid, functions]) + "\n")
    return outcome
