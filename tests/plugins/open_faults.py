"""Tests that are known to fail: each waits here, in sight, with what is amiss, and leaves when it passes.

They run all the same and are counted as expected failures. Nothing is added here without a reason; the list is to be
empty.
"""

from __future__ import annotations

import pytest

_SCHEMA = "the schema and the answer differ in some drawn case"
_HOSTILE = "tests/access/test_hostile_input.py::test_no_field_swallows_what_it_cannot_hold"
OPEN_FAULTS = {
    f"{_HOSTILE}[POST settings-reset-end]": "a reason that is too long is cut instead of refused",
    f"{_HOSTILE}[POST settings-account-reset]": "a way of delivery that does not exist is taken for the usual one",
    "tests/repository/test_production_server.py::test_the_worker_answers_its_health_check": (
        "the check of one worker does not know the three queues' workers"
    ),
    "tests/repository/test_open_pages_leave_nothing.py::"
    "test_an_open_page_leaves_no_row_no_key_no_log_line_and_no_cookie": (
        "written for another web server; the stack itself is tested in tests/hospital_qs/test_open_stack.py"
    ),
    "tests/api/test_foreign_rows.py::test_those_addresses_do_exist_for_their_own_hospital": (
        "a job without the parameters of its kind answers 500"
    ),
    "tests/api/test_foreign_rows.py::test_a_foreign_row_in_a_body_is_an_error_at_its_field": (
        "bodies with files are asked as JSON, which is a 415 now"
    ),
    "tests/workshop/demo/test_bulk_equals_services.py::test_every_field_of_every_row_is_what_the_services_write": (
        "the demo's second way of writing lacks the parts of a round; it goes when the demo plays through services"
    ),
}
OPEN_FAULTS |= {
    f"tests/access/test_schema_truth.py::test_an_operation_keeps_what_the_schema_says[{operation}]": _SCHEMA
    for operation in (
        "PUT api-finding",
        "PATCH api-finding",
        "POST api-evidence",
        "POST api-finding-transition",
        "POST api-ledgers",
        "POST api-memberships",
        "GET api-findings",
        "POST api-findings",
        "POST api-region-runs",
        "POST api-sheet-line-findings",
    )
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if why := OPEN_FAULTS.get(item.nodeid):
            item.add_marker(pytest.mark.xfail(reason=why, strict=False))
