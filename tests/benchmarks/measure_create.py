"""Creating over REST, in one process: against the same rows with and without their row images, and with a number."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.test_whole_loop import body_of
from tests.benchmarks import bare_site
from tests.benchmarks.clients import client_of, owner_session, stock_client
from tests.benchmarks.report import Bench
from tests.rectification.world import World

ROUNDS = 100
TABLES = ("rectification_finding", "rectification_ledgerentry", "rectification_supportingdepartment")


class Both:
    """The same create by us – log-in, scope, four references, audit, Idempotency-Key – and by a bare view."""

    def __init__(self) -> None:
        self.world = World()
        self.client, self.plain = client_of(self.world.liaison), stock_client(self.world.liaison)
        self.address = f"/api/v1/ledgers/{self.world.participation.uid}/findings/"
        self.body, self.bare_body = body_of(self.world), bare_site.body_of(self.world)
        assert self.ours().status_code == self.bare().status_code == 201

    def ours(self) -> Any:
        return _posted(self.client, self.address, self.body)

    def bare(self) -> Any:
        return _posted(self.plain, "/bare/", self.bare_body)

    def ours_with_number(self) -> Any:
        uid = self.ours().json()["uid"]
        return _posted(self.client, f"/api/v1/findings/{uid}/transitions/submit/", {})

    def bare_with_number(self) -> Any:
        return _posted(self.plain, f"/bare/{self.bare().json()['uid']}/submit/", {})


def _posted(client: Client, address: str, body: Any) -> Any:
    key = {"Idempotency-Key": uuid.uuid4().hex}
    return client.post(address, body, content_type="application/json", headers=key)


@contextmanager
def without_row_images() -> Iterator[None]:
    """The owner switches the triggers off; references between the tables are checked all the same."""
    with closing(owner_session()) as session, session.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def measure_create(live_database: str, bench: Bench) -> None:
    both = Both()
    mine, floor = bench.medians(both.ours, both.bare, rounds=ROUNDS, warm_up=10)
    with CaptureQueriesContext(connection) as seen:
        both.ours()
    bench.tell("create a finding over REST", mine * 1000, "ms", floor=floor * 1000, aim="≤ 1.5×")
    bench.tell("queries of one create", len(seen), "queries", aim="≤ 15")
    with without_row_images():
        (lower,) = bench.medians(both.bare, rounds=ROUNDS, warm_up=10)
    bench.tell("the same against rows without images", mine * 1000, "ms", floor=lower * 1000, aim="to know")


def measure_create_and_submit(live_database: str, bench: Bench) -> None:
    both = Both()
    pair: tuple[Callable[[], Any], ...] = (both.ours_with_number, both.bare_with_number)
    assert [do().status_code for do in pair] == [200, 200]
    mine, floor = bench.medians(*pair, rounds=ROUNDS, warm_up=10)
    bench.tell("create and submit: a number is taken", mine * 1000, "ms", floor=floor * 1000, aim="≤ 2×")
