"""Tests that are known to fail: each waits here, in sight, with what is amiss, and leaves when it passes.

They run all the same and are counted as expected failures. Nothing is added here without a reason; the list is to be
empty.
"""

from __future__ import annotations

import pytest

OPEN_FAULTS = {
    "tests/repository/test_open_pages_leave_nothing.py::"
    "test_an_open_page_leaves_no_row_no_key_no_log_line_and_no_cookie": (
        "written for another web server; the stack itself is tested in tests/hospital_qs/test_open_stack.py"
    ),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if why := OPEN_FAULTS.get(item.nodeid):
            item.add_marker(pytest.mark.xfail(reason=why, strict=False))
