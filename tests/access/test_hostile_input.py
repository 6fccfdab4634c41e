"""What nobody types and somebody sends: every text field of every form, and of every body of the API.

An answer is never a server error, what is wrong is told, and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.access.addresses import address
from tests.access.api_bodies import BODIES
from tests.access.asking import send
from tests.access.matrix import ROWS
from tests.access.payloads import PAYLOADS
from tests.access.site import ACCEPTER, ANONYMOUS, Site
from tests.access.test_foreign_ids import content

pytestmark = pytest.mark.slow

MEGABYTE = "长" * 350_000  # of three bytes each
IMPOSSIBLE_DAYS = (
    "2026-02-30",
    "0000-00-00",
    "9999-12-31",
    "1000-01-01",
    "2026-13-01",
    "-1",
    "明天",
    "２０２６",
)
IMPOSSIBLE_NUMBERS = ("x", "-1", "9" * 30, "1e9", "٣")
DAYS = {"seen_on", "last_day", "last_on", "due_on", "to_due_on", "found_on", "active_from", "employed_from"}
NUMBERS = {"revision", "idle_minutes", "days"}
WRITING = {**PAYLOADS, **BODIES}


def who_may(key: str) -> str:
    allowed = ROWS[key].allowed or [ANONYMOUS]
    return ACCEPTER if ACCEPTER in allowed else allowed[0]


def text_fields(typed: dict[str, Any]) -> Iterator[str]:
    return (name for name, value in typed.items() if isinstance(value, str))


def attempts(site: Site, key: str) -> Iterator[tuple[str, str]]:
    """(field, hostile value) for each text field of what is posted."""
    for name in text_fields(WRITING[key](site, who_may(key))):
        yield name, MEGABYTE
        yield name, "正常\x00文字"
        if _is_day(name):
            yield from ((name, day) for day in IMPOSSIBLE_DAYS)


def _is_day(name: str) -> bool:
    return name in DAYS or name.endswith(("_on", "-on"))


@pytest.mark.parametrize("key", WRITING)
def test_no_field_swallows_what_it_cannot_hold(site: Site, key: str) -> None:
    before, broken, written = content(), [], []
    for name, value in attempts(site, key):
        answer = _post(site, key, WRITING[key](site, who_may(key)) | {name: value})
        if answer.status_code >= 500:
            broken.append((name, value[:12]))
        elif content() != before:
            written.append((name, value[:12], answer.status_code))
    assert broken == []
    assert written == []


def _post(site: Site, key: str, typed: dict[str, Any]) -> Any:
    method, _, name = key.partition(" ")
    client = site.client(who_may(key))
    client.raise_request_exception = False
    return send(client, method, address(site, name), typed)


@pytest.mark.parametrize("key", WRITING)
def test_numbers_that_no_column_holds(site: Site, key: str) -> None:
    typed, before = WRITING[key](site, who_may(key)), content()
    for name in NUMBERS & typed.keys():
        for value in IMPOSSIBLE_NUMBERS:
            assert _post(site, key, typed | {name: value}).status_code in (200, 400, 409), (name, value)
    assert content() == before


@pytest.mark.parametrize("key", BODIES)
@pytest.mark.parametrize(
    "body",
    [
        "[" * 10_000 + "]" * 10_000,
        '{"a":' * 10_000 + "1" + "}" * 10_000,
        "{",
        "",
        "null",
        "[]",
        '"words"',
        "NaN",
        '{"text": "\\ud800"}',
        b"\xff\xfe{}",
        json.dumps({"text": 1e308, "reason": [], "name": {}, "revision": "x", "files": "y", "from_on": {}}),
    ],
    ids=[
        "deep-list",
        "deep-map",
        "cut",
        "empty",
        "null",
        "list",
        "word",
        "nan",
        "surrogate",
        "bytes",
        "kinds",
    ],
)
def test_a_body_that_is_none(site: Site, key: str, body: str | bytes) -> None:
    """JSON of any depth or none: a problem detail in Chinese, or what an empty body means."""
    method, _, name = key.partition(" ")
    client = site.client(who_may(key))
    client.raise_request_exception = False
    answer = client.generic(method, address(site, name), body, content_type="application/json")
    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert answer["Content-Type"] == "application/problem+json"
        assert any("一" <= letter <= "鿿" for letter in answer.json()["title"])
