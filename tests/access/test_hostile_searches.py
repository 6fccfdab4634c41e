"""Filters, searches and addresses as nobody types them: never a server error."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.access.addresses import PATTERNS, address
from tests.access.matrix import ROWS
from tests.access.site import Site

pytestmark = pytest.mark.slow

WORDS = ["\x00", "\x0b\x1b[2J", "长" * 5_000, "%_'\"\\", "-1", "9" * 40, "[]", "\u061c\u202e"]
# fmt: off
NAMES = [
    "q", "item", "checkpoint", "lead", "state", "due", "sort", "page", "page_size", "run", "person",
    "leader", "cause", "number", "before", "from_on", "to_on", "kind", "department", "role", "accept",
    "measure", "cursor", "origin", "supporting", "accepting", "found_on", "created_on", "due_on",
    "on_the_spot",
]
# fmt: on
LISTS = [
    row.key
    for row in ROWS.values()
    if row.method == "GET" and not {"uid", "token", "key"} & set(PATTERNS[row.name]) and row.allowed
] + ["GET api-findings", "GET api-sheets", "GET api-board", "GET api-imports", "GET finding-new"]


@pytest.mark.parametrize("key", dict.fromkeys(LISTS))
def test_no_filter_breaks_a_list(site: Site, key: str) -> None:
    client = site.client(ROWS[key].allowed[0])
    client.raise_request_exception = False
    path = address(site, key.partition(" ")[2])
    for words in WORDS:
        query = "&".join(f"{name}={quote(words)}" for name in NAMES)
        answer = client.get(f"{path}?{query}")
        if answer.streaming:
            b"".join(answer.streaming_content)
        assert answer.status_code < 500, words[:10]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "key", ["GET ledger", "GET api-findings", "GET settings-audit", "GET settings-people"]
)
def test_each_filter_alone(site: Site, key: str, name: str) -> None:
    """One wrong filter must not hide behind another that is refused before it."""
    client = site.client(ROWS[key].allowed[0])
    client.raise_request_exception = False
    path = address(site, key.partition(" ")[2])
    for words in WORDS[::2]:
        assert client.get(f"{path}?{name}={quote(words)}").status_code < 500, words[:10]


@pytest.mark.parametrize(
    "path", ["/h/%00/", "/h/{code}/campaigns/x/", "/findings/not-a-uid/", "/r/36%00/", "/%ff/"]
)
def test_addresses_that_are_none(site: Site, path: str) -> None:
    client = site.client("quality_office")
    client.raise_request_exception = False
    assert client.get(path.format(code=site.hospital.code)).status_code in (400, 404)


@pytest.mark.parametrize("uid", ["zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "-" * 36, "x" * 100_000, "\x00"])
def test_picks_that_are_no_uid_are_passed_over(site: Site, uid: str) -> None:
    client = site.client("accepting_liaison")
    client.raise_request_exception = False
    assert client.post(address(site, "findings-accept"), {"pick": uid}).status_code == 302
