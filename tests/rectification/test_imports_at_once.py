"""A row of a workbook is entered once: whoever uploads it again, at the same moment or after it was edited."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from infrastructure.audit import acting
from infrastructure.errors import WrongState
from organizations.models import User
from rectification.models import Finding, LedgerEntry, LedgerImport
from rectification.services import ledger_import
from rectification.services.finding_edits import edit_finding
from rectification.services.import_choices import lock_to_change
from tests.access.site import workbook
from tests.rectification.world import NOW, World

ROWS = [["1", "科室制度落实", "查房记录缺页", "骨科"], ["2", "科室制度落实", "晨会没有学习记录", "骨科"]]


def uploaded(world: World, by: User, *rows: list[str]) -> LedgerImport:
    book = workbook(["序号", "整治内容", "存在问题", "牵头部门"], *(rows or ROWS))
    return ledger_import.upload_workbook(participation=world.participation, upload=book, by=by, now=NOW)


def entered(opened: LedgerImport, by: User) -> int:
    return ledger_import.run_import(opened=opened, all_or_none=True, by=by, now=NOW).entered


@pytest.mark.slow
def test_two_imports_at_once_enter_each_row_once(live_database: str) -> None:
    """Two people, two uploads of one workbook, two connections: nothing twice, no number twice, nobody sees a fault."""
    world = World()
    users = [world.clerk, world.liaison]
    opened = [uploaded(world, by) for by in users]
    start = Barrier(2)

    def one(place: int) -> int:
        try:
            start.wait(timeout=60)
            return entered(opened[place], users[place])
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        counts = list(pool.map(one, range(2)))
    assert sorted(counts) == [0, 2]
    assert sorted(LedgerEntry.objects.values_list("number", flat=True)) == [1, 2]
    connection.close()


@pytest.mark.slow
def test_a_second_press_waits_for_nobody_and_enters_nothing(live_database: str) -> None:
    """While the first reads nothing is locked; while it enters the second is told so at once."""
    world = World()
    opened = uploaded(world, world.clerk)
    told: list[str] = []

    def press() -> None:
        try:
            entered(opened, world.clerk)
        except WrongState as refusal:
            told.append(refusal.message)
        finally:
            connection.close()

    def while_it_enters(done: int, total: int) -> None:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(press).result(timeout=60)

    def while_it_reads(done: int, total: int) -> None:
        """Another person has the row for a moment: reading does not mind."""
        with ThreadPoolExecutor(1) as pool:
            pool.submit(have_the_row).result(timeout=60)

    def have_the_row() -> None:
        try:
            with transaction.atomic():
                lock_to_change(opened)
        finally:
            connection.close()

    outcome = ledger_import.run_import(
        opened=opened,
        all_or_none=True,
        by=world.clerk,
        now=NOW,
        reading=while_it_reads,
        report=while_it_enters,
    )
    assert (outcome.entered, told) == (2, ["这个工作簿正在导入，或正在另一个窗口里修改，稍候再试。"])
    press()
    assert told[1:] == ["这个工作簿已经导入过了。"]
    connection.close()


def test_a_row_that_was_edited_here_is_still_known(world: World) -> None:
    assert entered(uploaded(world, world.clerk), world.clerk) == 2
    finding = Finding.objects.get(text="查房记录缺页")
    entry = finding.entries.get()
    values = world.values(text="查房记录缺三页", item=entry.item, checkpoint=entry.checkpoint)
    edit_finding(finding=finding, values=values, revision=finding.revision, by=world.clerk, now=NOW)
    assert (
        entered(
            uploaded(world, world.clerk, *ROWS, ["3", "科室制度落实", "查房记录缺三页", "骨科"]), world.clerk
        )
        == 0
    )
    assert Finding.objects.count() == 2


def test_the_database_takes_no_row_of_a_workbook_twice(world: World) -> None:
    entered(uploaded(world, world.clerk), world.clerk)
    first, second = LedgerEntry.objects.order_by("number")
    with acting(by=world.clerk), pytest.raises(IntegrityError, match="entry_imported_once"):
        LedgerEntry.objects.filter(pk=second.pk).update(import_key=first.import_key)


def test_the_same_words_may_be_registered_twice_by_hand(world: World) -> None:
    """It came back: that is a finding of its own, which repeats the earlier one."""
    entered(uploaded(world, world.clerk), world.clerk)
    again = world.draft(text="查房记录缺页", checkpoint=None)
    assert again.entries.get().key == LedgerEntry.objects.get(number=1).key
