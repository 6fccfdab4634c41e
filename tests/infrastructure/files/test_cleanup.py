import datetime
import os
from collections.abc import Callable
from pathlib import Path

import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import TestCase

from infrastructure.files.cleanup import CleanupResult, discard_orphans
from infrastructure.files.names import new_storage_name
from infrastructure.models.files import FileState, StoredFile
from infrastructure.tasks import discard_orphaned_uploads
from tests.infrastructure.files.conftest import NOW, files_in

Receive = Callable[..., StoredFile]
TOMORROW = NOW + datetime.timedelta(days=1)
DAY_AFTER = NOW + datetime.timedelta(days=2)


def clean(older_than: datetime.datetime = TOMORROW) -> CleanupResult:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return discard_orphans(older_than=older_than, now=DAY_AFTER)


def orphan(store: Path, written_at: datetime.datetime) -> str:
    name = storages["default"].save(
        new_storage_name(written_at.date()), ContentFile(b"left by a killed process")
    )
    os.utime(store / name, (written_at.timestamp(), written_at.timestamp()))
    return name


def aged(store: Path, stored: StoredFile) -> StoredFile:
    os.utime(store / stored.storage_name, (NOW.timestamp(), NOW.timestamp()))
    return stored


def test_file_without_a_row_goes_and_others_stay(receive: Receive, store: Path) -> None:
    kept = aged(store, receive())
    orphan(store, NOW)
    assert clean().files_deleted == 1
    assert files_in(store) == [kept.storage_name]


def test_file_of_a_transaction_still_open_stays(store: Path, db: None) -> None:
    young = orphan(store, TOMORROW + datetime.timedelta(minutes=1))
    assert clean().files_deleted == 0
    assert files_in(store) == [young]


def test_orphan_of_last_week_is_found_by_a_clean_up_that_was_late(store: Path, db: None) -> None:
    orphan(store, NOW - datetime.timedelta(days=8))
    assert clean().files_deleted == 1


def test_committed_row_is_settled_when_its_bytes_are_there(receive: Receive, store: Path) -> None:
    stored = aged(store, receive())
    assert clean(older_than=NOW).settled == 0  # it may still be under way
    assert clean() == CleanupResult(settled=1, lost=0, files_deleted=0)
    stored.refresh_from_db()
    assert stored.state == FileState.STORED
    assert files_in(store) == [stored.storage_name]
    assert clean() == CleanupResult(settled=0, lost=0, files_deleted=0)


def test_committed_row_whose_bytes_are_incomplete_is_given_up(receive: Receive, store: Path) -> None:
    stored = aged(store, receive())
    (store / stored.storage_name).write_bytes(b"half")
    assert clean().lost == 1
    stored.refresh_from_db()
    assert stored.state == FileState.DISCARDED


def test_task_clears_away_what_is_older_than_a_day(store: Path, db: None) -> None:
    with time_machine.travel(NOW + datetime.timedelta(days=3), tick=False):
        orphan(store, NOW)
        young = orphan(store, NOW + datetime.timedelta(days=2, hours=12))
        discard_orphaned_uploads()
    assert files_in(store) == [young]
