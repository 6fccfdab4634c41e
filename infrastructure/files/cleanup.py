"""What a killed process may leave: rows that were committed but not settled, files that no row knows."""

import datetime
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import Storage

from infrastructure.files.configuration import upload_storage
from infrastructure.files.services import discard_file, settle
from infrastructure.models.files import FileState, StoredFile

logger = logging.getLogger(__name__)

# Orphans come from uploads, and the clean-up runs every day: the last weeks are looked through, not the whole store.
LOOKING_BACK = datetime.timedelta(days=30)


@dataclass(frozen=True)
class CleanupResult:
    settled: int
    lost: int
    files_deleted: int


def discard_orphans(
    *, older_than: datetime.datetime, now: datetime.datetime, looking_back: datetime.timedelta = LOOKING_BACK
) -> CleanupResult:
    """Heal and clear away. `older_than` must lie further back than any transaction can last (a day is plenty)."""
    storage = upload_storage()
    settled, lost = _settle_pending(storage, older_than, now)
    deleted = sum(_delete_unknown(storage, day, older_than) for day in _days(older_than, looking_back))
    return CleanupResult(settled=settled, lost=lost, files_deleted=deleted)


def _settle_pending(
    storage: Storage, older_than: datetime.datetime, now: datetime.datetime
) -> tuple[int, int]:
    """A row that others can see was committed: its upload counts, and only its state was not written any more."""
    settled = lost = 0
    for stored in StoredFile.objects.filter(state=FileState.PENDING, uploaded_at__lt=older_than):
        if storage.exists(stored.storage_name) and storage.size(stored.storage_name) == stored.size:
            settle(stored.storage_name)
            settled += 1
        else:
            logger.error("The bytes of file %s are not in the storage", stored.uid)
            discard_file(stored=stored, now=now)
            lost += 1
    return settled, lost


def _days(older_than: datetime.datetime, looking_back: datetime.timedelta) -> Iterator[datetime.date]:
    last = older_than.date() + datetime.timedelta(days=1)  # directories are named by another zone's midnight
    return (last - datetime.timedelta(days=back) for back in range(looking_back.days + 2))


def _delete_unknown(storage: Storage, day: datetime.date, older_than: datetime.datetime) -> int:
    directory = f"files/{day:%Y/%m/%d}"
    try:
        _, names = storage.listdir(directory)
    except FileNotFoundError:
        return 0
    paths = {f"{directory}/{name}" for name in names}
    known = set(
        StoredFile.objects.filter(storage_name__startswith=f"{directory}/").values_list(
            "storage_name", flat=True
        )
    )
    orphans = [path for path in paths - known if storage.get_modified_time(path) < older_than]
    for path in orphans:
        storage.delete(path)
    return len(orphans)
