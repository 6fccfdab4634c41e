"""The list of a liaison and of the office, in one process: against bare lists of the same rows, and at a million."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.clients import analyse, client_of, stock_client
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench
from tests.rectification.world import World

BLOCK = 20_000


def measure_list_of_twenty(live_database: str, bench: Bench) -> None:
    """Page and API: twenty rows with lead, accepting and supporting departments."""
    world = World()
    fill(world, 400, world.ward)
    analyse()
    client, plain = client_of(world.clerk), stock_client(world.clerk)
    same = f"participation={world.participation.pk}"
    for name, ours, bare in (
        ("page", f"/h/{world.hospital.code}/ledger/?state=rectifying&sort=due", f"/bare/page/?{same}"),
        ("API", f"/api/v1/ledgers/{world.participation.uid}/findings/?state=rectifying", f"/bare/?{same}"),
    ):
        assert client.get(ours).status_code == plain.get(bare).status_code == 200
        mine, floor = bench.medians(lambda: client.get(ours), lambda: plain.get(bare), rounds=50)  # noqa: B023
        with CaptureQueriesContext(connection) as seen:
            client.get(ours)
        bench.tell(f"list of twenty, {name}", mine * 1000, "ms", floor=floor * 1000, aim="≤ 2×")
        bench.tell(f"queries of it, {name}", len(seen), "queries", aim="≤ 15")


def measure_list_of_a_million(live_database: str, bench: Bench) -> None:
    world = World()
    fill(world, 400, world.ward)
    fill(world, 1_600, world.other_ward, first=400)
    analyse()
    client = client_of(world.liaison)
    address = f"/h/{world.hospital.code}/ledger/?state=rectifying&q=病历&sort=due"
    (small,) = bench.medians(lambda: client.get(address), rounds=30)
    for first in range(2_000, 1_000_000, BLOCK):
        fill(world, min(BLOCK, 1_000_000 - first), world.other_ward, first=first)
    analyse()
    (large,) = bench.medians(lambda: client.get(address), rounds=30)
    bench.tell(
        "liaison's list, 400 of 1,000,000",
        large * 1000,
        "ms",
        floor=small * 1000,
        aim="≤ 1.3× of 400 of 2,000",
    )
    office = client_of(world.clerk)
    whole = f"/h/{world.hospital.code}/ledger/"
    page = office.get(whole).content.decode()
    assert "1 万以上" in page
    (everything,) = bench.medians(lambda: office.get(whole), rounds=5)
    bench.tell("office's list of 1,000,000", everything * 1000, "ms", aim="a page one waits for")
