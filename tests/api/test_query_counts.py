"""What a request costs the database: creating and submitting with everything on, lists that do not grow with rows."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.caller import Caller, done
from tests.api.test_whole_loop import body_of
from tests.rectification.world import World

MOST_OF_A_CREATE = MOST_OF_A_SUBMIT = 15
# Of nested transactions, with the actor's name set along or taken back for the outer one, here the test's own: outside
# of a test there is one transaction, which forgets the name by itself.
_BRACKET = re.compile(
    r"(SELECT set_config\(.*\); )?(RELEASE )?SAVEPOINT \S+$"
    r"|SELECT set_config\('pghistory.context_metadata', '', true\)$"
)


def statements(captured: CaptureQueriesContext) -> list[str]:
    return [query["sql"] for query in captured.captured_queries if not _BRACKET.match(query["sql"])]


@pytest.mark.parametrize("who", ["liaison", "clerk"])
def test_a_create_with_everything_on_costs_at_most_fifteen_queries(world: World, who: str) -> None:
    caller = Caller(getattr(world, who))
    path, body = f"ledgers/{world.participation.uid}/findings/", body_of(world)
    done(caller.post(path, body), 201)
    with CaptureQueriesContext(connection) as captured:
        made = done(caller.post(path, body), 201)
    asked = statements(captured)
    assert made["accepting_department"]["name"] == "医务处"
    assert (made["entries"][0]["number"] is not None) == (who == "clerk")
    assert len(asked) <= MOST_OF_A_CREATE, "\n".join(sql[:200] for sql in asked)


def test_a_submit_costs_at_most_fifteen_queries_and_tells_what_a_reading_tells(world: World) -> None:
    """With row images, number, act, audit entry and Idempotency-Key; nothing is read that no guard asks for."""
    liaison = Caller(world.liaison)
    finding = done(liaison.post(f"ledgers/{world.participation.uid}/findings/", body_of(world)), 201)["url"]
    with CaptureQueriesContext(connection) as captured:
        told = done(liaison.post(f"{finding}transitions/submit/"))
    asked = statements(captured)
    assert len(asked) <= MOST_OF_A_SUBMIT, "\n".join(sql[:200] for sql in asked)
    assert told["entries"][0]["number"] == 1
    assert told == done(liaison.get(finding))
