"""Role × address × method → status, complete: an address that is missing from the table fails the suite."""

from __future__ import annotations

from collections import Counter

import pytest

from rectification.rules.lifecycle import TRANSITIONS
from tests.access.addresses import PATTERNS, walk
from tests.access.api_bodies import BODIES
from tests.access.asking import ask
from tests.access.matrix import COLUMNS, ROWS, MatrixRow
from tests.access.payloads import PAYLOADS
from tests.access.site import ANONYMOUS, FOREIGN, ROLES, WHO, Site

BY_NAME: dict[str, set[str]] = {}
for _row in ROWS.values():
    BY_NAME.setdefault(_row.name, set()).add(_row.method)


def test_no_address_is_missing_from_the_table() -> None:
    missing = sorted(name or route for name, route, _ in walk() if name not in BY_NAME)
    assert missing == [], "add these to tests/access/matrix_of_pages.py or matrix_of_api.py"
    assert sorted(BY_NAME.keys() - PATTERNS.keys()) == [], "these addresses are gone"


def test_no_transition_is_missing_from_the_table() -> None:
    """They share an address, all but one on the page: each has a row of its own, there and in the API."""
    pages = {f"POST finding-move:{name}" for name in TRANSITIONS if name != "merge"}
    api = {f"POST api-finding-transition:{name}" for name in TRANSITIONS}
    missing = sorted((pages | api) - ROWS.keys())
    assert missing == [], "add these to tests/access/matrix_of_pages.py and matrix_of_api.py"


def test_every_address_has_a_name_of_its_own() -> None:
    """Two views under one name would hide one of them from the table."""
    names = Counter(name for name, _, _ in walk())
    assert [name for name, times in names.items() if times > 1 or not name] == []


def test_everybody_has_a_column() -> None:
    assert list(COLUMNS.values()) == WHO
    assert set(ROLES) <= set(COLUMNS.values())


def test_every_row_that_writes_says_what_is_sent() -> None:
    writing = {key for key, row in ROWS.items() if row.method != "GET"}
    assert writing == PAYLOADS.keys() | BODIES.keys()


@pytest.mark.parametrize("name", BY_NAME)
def test_no_method_is_missing_from_the_table(site: Site, name: str) -> None:
    """What an address answers to a method that no address has: the list of those that it has."""
    key = next(row.key for row in ROWS.values() if row.name == name)
    who = (ROWS[key].allowed or [ANONYMOUS])[0]
    answer = ask(site, who, f"TRACE {key.partition(' ')[2]}")
    assert answer.status_code == 405
    known = {method.strip() for method in answer["Allow"].split(",")} - {"HEAD", "OPTIONS"}
    assert known == BY_NAME[name]


@pytest.mark.parametrize("key", ROWS)
def test_who_gets_which_answer(site: Site, key: str) -> None:
    """For each answer of the row one person who gets it, a different one in the next row.

    First those who get through, on the same address: what the others are refused really exists.
    """
    row = ROWS[key]
    assert row.allowed
    assert _statuses(site, key, _in_turn(row)) == {who: row.cells[who] for who in _in_turn(row)}


@pytest.mark.slow
@pytest.mark.parametrize("key", ROWS)
def test_everybody_else_gets_the_same(site: Site, key: str) -> None:
    """The others of the row: together with the test above the whole table."""
    row = ROWS[key]
    others = [who for who in [*row.allowed, *row.refused] if who not in _in_turn(row)]
    assert _statuses(site, key, others) == {who: row.cells[who] for who in others}


def _in_turn(row: MatrixRow) -> list[str]:
    """One of each answer, chosen by the number of the row: in some row everybody is asked."""
    number, chosen = list(ROWS).index(row.key), {}
    for status in dict.fromkeys(row.cells[who] for who in [*row.allowed, *row.refused]):
        whose = [who for who in row.cells if row.cells[who] == status]
        chosen[status] = whose[number % len(whose)]
    return list(chosen.values())


def _statuses(site: Site, key: str, people: list[str]) -> dict[str, int]:
    return {who: ask(site, who, key).status_code for who in people}


def test_in_turn_everybody_is_asked_something() -> None:
    assert {who for row in ROWS.values() for who in _in_turn(row)} == set(WHO)


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: row.key)
def test_another_hospital_gets_nothing_that_is_ours(row: MatrixRow) -> None:
    """Reads the table itself: where an address names a place or a record, the foreigner gets a 404."""
    placeholders = set(PATTERNS[row.name]) - {"name"}
    if placeholders and row.name not in OPEN_TO_WHOEVER_HOLDS_THE_LINK:
        assert row.cells[FOREIGN] == 404
        assert row.cells[ANONYMOUS] in (302, 401)


# The one-time link is the key itself; whoever has it need not be logged in. The anonymous pages know nobody.
OPEN_TO_WHOEVER_HOLDS_THE_LINK = frozenset({"activate", "open-page"})


def test_the_open_pages_answer_everybody_alike() -> None:
    """Log-in or none, of this hospital or another: the stack cannot tell, so the table may not either."""
    rows = [row for row in ROWS.values() if row.name.startswith("open-")]
    assert rows
    assert all(len(set(row.cells.values())) == 1 for row in rows)
