"""Creating over REST, the list of a liaison, the workbook out and in."""

from __future__ import annotations

import resource
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side

from infrastructure.workbooks.reading import read_workbook
from organizations.scope import scope_of
from rectification.ledger_layout import COLUMNS
from rectification.models import Finding
from rectification.rights import FindingRight
from rectification.selectors import ledger
from rectification.selectors.ledger_export import export_rows
from rectification.services.exports import write_ledger
from rectification.services.ledger_import import enter_plan, plan_grid
from tests.api.test_whole_loop import body_of
from tests.benchmarks import bare_rest
from tests.benchmarks.filling import fill
from tests.benchmarks.report import Bench
from tests.rectification.world import NOW, TODAY, World

BLOCK = 20_000


def client_of(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client


def measure_create_over_rest(live_database: str, bench: Bench) -> None:
    """With log-in, scope, four references, numbering, audit, row images and Idempotency-Key; or none of them."""
    world = World()
    client, plain = client_of(world.liaison), stock_client(world.liaison)
    address, body = f"/api/v1/ledgers/{world.participation.uid}/findings/", body_of(world)
    bare_body = bare_rest.body_of(world)

    def create() -> Any:
        return client.post(
            address, body, content_type="application/json", headers={"Idempotency-Key": uuid.uuid4().hex}
        )

    def bare() -> Any:
        return plain.post("/bare/", bare_body, content_type="application/json")

    assert create().status_code == bare().status_code == 201
    mine, floor = bench.medians(create, bare, rounds=100, warm_up=10)
    with CaptureQueriesContext(connection) as seen:
        create()
    bench.tell("create a finding over REST", mine * 1000, "ms", floor=floor * 1000, aim="≤ 3×")
    bench.tell("queries of one create", len(seen), "queries", aim="≤ 15")


def stock_client(user: Any) -> Client:
    """The same log-in before the middleware that a new Django project has."""
    client = client_of(user)
    with override_settings(MIDDLEWARE=bare_rest.MIDDLEWARE):
        client.handler.load_middleware()
    return client


def analyse() -> None:
    """What autovacuum does in a real server. Only the owner may: for anybody else PostgreSQL merely warns."""
    owner = connections["owner"].settings_dict
    address = {
        "host": owner["HOST"],
        "port": owner["PORT"],
        "user": owner["USER"],
        "password": owner["PASSWORD"],
    }
    known = {key: value for key, value in address.items() if value}
    with closing(psycopg2.connect(dbname=connection.settings_dict["NAME"], **known)) as session:
        session.autocommit = True
        session.cursor().execute("ANALYZE rectification_finding, rectification_ledgerentry")
        assert not session.notices


def measure_list_of_a_liaison(live_database: str, bench: Bench) -> None:
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


@pytest.mark.parametrize("amount", [2_000, 100_000])
def measure_workbook_out(live_database: str, bench: Bench, tmp_path: Path, amount: int) -> None:
    world = World()
    fill(world, amount, world.ward)
    rows = ledger.ledger_rows(scope=_office_scope(world), participation=world.participation)

    def ours() -> None:
        write_ledger(
            path=tmp_path / "ours.xlsx",
            rows=rows,
            participation=world.participation,
            sort="number",
            as_of=TODAY,
        )

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mine = bench.seconds(ours)
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    kept = list(export_rows(rows, world.participation, "number"))
    floor = bench.seconds(lambda: _plain_openpyxl(tmp_path / "floor.xlsx", kept))
    bench.tell(
        f"xlsx of {amount:,} rows", mine, "s", floor=floor, aim="≤ 1.3×", note=f"memory grew {grown:.0f} MB"
    )


def _office_scope(world: World) -> Any:
    return scope_of(world.clerk, FindingRight.EXPORT, as_of=TODAY)


def _plain_openpyxl(path: Path, rows: list[list[Any]]) -> None:
    """The floor: openpyxl write-only, the same cells with the same styles."""
    side = Side(style="thin", color="FF808080")
    font, border = Font(name="宋体", size=10), Border(left=side, right=side, top=side, bottom=side)
    alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("问题台账")
    for row in [[column.heading for column in COLUMNS], *rows]:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=value)
            cell.font, cell.border, cell.alignment = font, border, alignment
            cells.append(cell)
        sheet.append(cells)
    book.save(path)


IN_HEADINGS = "序号、整治内容、存在问题、原因分析、整改措施、牵头部门、配合部门、责任人、整改时限、完成情况"


def _write_ledger_to_import(path: Path, amount: int) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    sheet.append(IN_HEADINGS.split("、"))
    for n in range(amount):
        words = [
            f"第 {n} 个问题：记录不完整",
            "制度未细化",
            "1.修订制度；2.培训考核",
            "骨科",
            "检验科",
            "吴海",
        ]
        sheet.append([n + 1, "科室制度落实", *words, "2026-12-20", "推进中"])
    book.save(path)


def measure_workbook_in(live_database: str, bench: Bench, tmp_path: Path) -> None:
    world = World()
    path = tmp_path / "in.xlsx"
    _write_ledger_to_import(path, 20_000)

    def enter() -> None:
        grid = read_workbook(path)
        plan = plan_grid(grid=grid, participation=world.participation, by=world.clerk, as_of=TODAY)
        assert plan.ready == 20_000, plan.errors[:3]
        enter_plan(plan=plan, participation=world.participation, all_or_none=True, by=world.clerk, now=NOW)

    bench.tell("import of 20,000 rows", bench.seconds(enter), "s", aim="≤ 45 s, in the background")
    assert Finding.objects.count() == 20_000
