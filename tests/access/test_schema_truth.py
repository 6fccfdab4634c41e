"""The schema tells the truth: what it calls valid is never a 400, what it calls wrong is never done.

Each operation is asked on rows that exist, by somebody who may, in a transaction that is rolled back. Of a valid body
the fields that name rows, days and revisions mostly get those of this hospital, so that the services are reached and
not only the door. Where the state of the hospital forbids a valid request, the answer is 403, 404 or 409.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from organizations.services import api_tokens
from tests.access.addresses import parts
from tests.access.api_bodies import BODIES
from tests.access.matrix import ROWS, MatrixRow
from tests.access.schema_cases import (
    ALL,
    VALID,
    cases_of,
    faults,
    is_json,
    operations,
    send,
    shares,
    wrong_beyond_its_address,
)
from tests.access.site import ANONYMOUS, Site
from tests.rectification.world import NOW

pytestmark = pytest.mark.slow

load_all_checks()
ASKED = CHECKS.get_by_names(
    [
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
        "positive_data_acceptance",
    ]
)
FORM = "multipart/form-data"
# A file made at random is no workbook: that these take one, the access matrix shows.
TAKE_A_WORKBOOK = {"POST api-departments-import", "POST api-staff-import", "POST api-imports"}
# Named by the matrix, not read from the document: making that takes longer than collecting all other tests.
OPERATIONS = sorted(
    {row.key.partition(":")[0] for row in ROWS.values() if row.name.startswith("api-")}
    - {"GET api-schema", "GET api-docs"}
)
OWN_WORDS = {"text", "name", "title", "remark", "reason", "note", "words", "username", "password"}


def rows_of(key: str) -> list[MatrixRow]:
    """The rows of the access matrix for this operation: one, or one for each transition."""
    return [row for row in ROWS.values() if row.key == key or row.key.startswith(f"{key}:")]


def key_of(row: MatrixRow) -> str:
    """Of its operation."""
    return row.key.partition(":")[0]


class Asker:
    """Sends the cases of one operation, each by somebody who may."""

    def __init__(self, site: Site) -> None:
        self.site, self.client = site, Client(raise_request_exception=False)
        self._tokens = {ANONYMOUS: ""}

    def token(self, who: str) -> str:
        if who not in self._tokens:
            self._tokens[who] = api_tokens.create(user=self.site.users[who], days=7, now=NOW).secret
        return self._tokens[who]

    def ask(self, row: MatrixRow, mode: GenerationMode, case: Any, *, number: int) -> Any:
        """The answer; nothing of it stays. The first body is the matrix's own, every fourth is left to chance."""
        who, address = row.allowed[0], row.key.partition(" ")[2]
        token = self.token(who)
        case.freeze_metadata()  # what is put in below is as valid as what it replaces
        if mode is VALID or wrong_beyond_its_address(case):
            here = parts(self.site, address).items()
            case.path_parameters = {name: str(value) for name, value in here}
        if mode is VALID and isinstance(case.body, dict):
            case.body = self._known(row, who, case, number)
        with transaction.atomic():
            answer = send(case, self.client, token)
            transaction.set_rollback(True)
        return answer

    def _known(self, row: MatrixRow, who: str, case: Any, number: int) -> dict[str, Any]:
        """The body, its rows, days and revisions with the values of the access matrix, as far as these agree."""
        good = BODIES[row.key](self.site, who) if row.key in BODIES else {}
        good = {name: value for name, value in good.items() if is_json(value)}
        if number == 0 and case.media_type != FORM:
            return good
        body: dict[str, Any] = case.body
        for name in sorted((good.keys() & body.keys()) - OWN_WORDS) if number % 4 else ():
            known = body | {name: good[name]}
            body = body if faults(key_of(row), case.media_type, known) else known
        return body


def findings(case: Any, answer: Any) -> list[str]:
    """What schemathesis finds wrong with the answer."""
    if answer.status_code in (413, 415) and case.media_type != FORM and case.meta.generation.mode is VALID:
        return [f"{answer.status_code} to a valid request without a file"]
    try:
        case.validate_response(answer, checks=ASKED)
    except FailureGroup as group:
        told = f"{case!r} {case.media_type} → {answer.status_code} {answer.content[:300].decode(errors='replace')}"
        return [f"{type(one).__name__}: {one} | {told}"[:1500] for one in group.exceptions]
    return []


def test_three_thousand_cases_are_asked() -> None:
    assert sum(shares().values()) == ALL
    assert sorted(operations()) == OPERATIONS


@pytest.mark.parametrize("key", OPERATIONS)
def test_an_operation_keeps_what_the_schema_says(site: Site, key: str) -> None:
    rows, asker = rows_of(key), Asker(site)
    found: list[str] = []
    met: Counter[tuple[GenerationMode, int]] = Counter()
    for number, (mode, case) in enumerate(cases_of(key)):
        answer = asker.ask(rows[number % len(rows)], mode, case, number=number)
        met[mode, answer.status_code] += 1
        found += findings(case, answer)
    assert not found, "\n\n".join(found)
    assert met.total() == shares()[key]
    done = sum(times for (mode, status), times in met.items() if mode is VALID and status < 300)
    assert (done > 0) is (key not in TAKE_A_WORKBOOK), met


@pytest.mark.parametrize("key", BODIES)
def test_what_the_matrix_sends_is_valid(site: Site, key: str) -> None:
    """Else its numbers would be those of a caller who does not know the schema."""
    row = ROWS[key]
    body = BODIES[key](site, row.allowed[0])
    if not body or any(hasattr(value, "read") or isinstance(value, list) for value in body.values()):
        return
    assert faults(key_of(row), "application/json", body) == []


@pytest.mark.parametrize(
    "key", [key for key in ROWS if " api-" in key and "-schema" not in key and "-docs" not in key]
)
def test_an_unknown_parameter_is_refused_by_its_name(site: Site, key: str) -> None:
    """On every operation: whoever writes `stat=closed` would else get the whole list and not notice."""
    row, asker = ROWS[key], Asker(site)
    operation = operations()[key.partition(":")[0]]
    case = operation.Case(
        path_parameters={name: str(value) for name, value in parts(site, key.partition(" ")[2]).items()},
        query={"stat": "closed"},
        headers={"Idempotency-Key": "unknown-parameter"},
    )
    with transaction.atomic():
        answer = send(case, asker.client, asker.token(row.allowed[0]))
        transaction.set_rollback(True)
    assert answer.status_code == 400
    assert "没有“stat”这个查询参数" in answer.json()["errors"]["stat"][0]
