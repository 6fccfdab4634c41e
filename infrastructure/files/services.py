"""Every write to stored files. Called inside the transaction of the record that refers to the file."""

import contextlib
import datetime
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from infrastructure.files import antivirus
from infrastructure.files.arrival import as_kept
from infrastructure.files.configuration import scanner_address, upload_limits, upload_storage
from infrastructure.files.inspection import InspectedFile, check_count, inspect_upload
from infrastructure.files.kinds import FileKind
from infrastructure.files.limits import UploadLimits
from infrastructure.files.names import clean_name, new_storage_name
from infrastructure.files.previews import delete_previews
from infrastructure.files.receiving import MeasuredFile, keep_when_committed, save_measured
from infrastructure.files.refusals import RefusalCode, refuse, storage_down
from infrastructure.models.files import FileState, PreviewState, StoredFile

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def receive_uploads(
    *,
    uploads: "Sequence[UploadedFile[bytes]]",
    hospital_id: int | None = None,
    region_id: int | None = None,
    by: "AbstractBaseUser",
    now: datetime.datetime,
) -> list[StoredFile]:
    """All of them or, when one is refused, none."""
    check_count(len(uploads), limits=upload_limits())
    with transaction.atomic():
        return [
            receive_upload(upload=upload, hospital_id=hospital_id, region_id=region_id, by=by, now=now)
            for upload in uploads
        ]


def receive_upload(
    *,
    upload: "UploadedFile[bytes]",
    hospital_id: int | None = None,
    region_id: int | None = None,
    by: "AbstractBaseUser",
    now: datetime.datetime,
) -> StoredFile:
    """Inspect, scan and keep one upload of a hospital or of a region (of one of them: the database holds it to that).

    Raises UploadRefused; then, and after a rollback, nothing is left behind.
    """
    limits = upload_limits()
    if getattr(upload, "unwritable", False):  # on arrival already: see upload_handlers
        raise storage_down(clean_name(upload.name or ""))
    stream = cast(BinaryIO, upload.file)
    inspected = inspect_upload(stream, raw_name=upload.name or "", limits=limits)
    if (upload.size or 0) > inspected.size:  # the rest was dropped on arrival: see upload_handlers
        raise refuse(RefusalCode.TOO_LARGE, inspected.name, "与其他文件合计超过一次上传的上限。请分几次上传")
    address = scanner_address()
    if address:
        antivirus.refuse_infected(stream, file_name=inspected.name, address=address)
    place = {"hospital_id": hospital_id, "region_id": region_id}
    kept = as_kept(stream, inspected)
    with contextlib.nullcontext() if kept is stream else contextlib.closing(kept):
        inspected = replace(inspected, size=kept.seek(0, 2))
        return _keep(kept, inspected=inspected, limits=limits, place=place, by=by, now=now)


def keep_generated_file(
    *,
    stream: BinaryIO,
    name: str,
    kind: FileKind,
    hospital_id: int | None = None,
    region_id: int | None = None,
    by: "AbstractBaseUser",
    now: datetime.datetime,
) -> StoredFile:
    """Keep a file that this system made itself (an export): no inspection, no upload limit, no preview."""
    size = stream.seek(0, 2)
    made = InspectedFile(name=clean_name(name), kind=kind, size=size)
    place = {"hospital_id": hospital_id, "region_id": region_id}
    return _keep(stream, inspected=made, limits=None, place=place, by=by, now=now)


def _keep(
    stream: BinaryIO,
    *,
    inspected: InspectedFile,
    limits: UploadLimits | None,
    place: dict[str, int | None],
    by: "AbstractBaseUser",
    now: datetime.datetime,
) -> StoredFile:
    storage = upload_storage()
    storage_name = new_storage_name(now.date())
    content = MeasuredFile(stream, name=inspected.name, limits=limits)
    with transaction.atomic():
        save_measured(storage, storage_name, content, size=inspected.size)
        keep_when_committed(storage, storage_name, on_commit=partial(settle, storage_name))
        previewed = limits is not None and inspected.kind.previewable
        return StoredFile.objects.create(
            **place,
            storage_name=storage_name,
            original_name=inspected.name,
            sent_name=inspected.sent_name,
            content_type=inspected.kind.content_type,
            size=content.bytes_read,
            sha256=content.sha256,
            preview_state=PreviewState.WAITING if previewed else PreviewState.NONE,
            uploaded_by_id=by.pk,
            uploaded_at=now,
        )


def settle(storage_name: str) -> None:
    """The transaction is through: the file counts."""
    StoredFile.objects.filter(storage_name=storage_name, state=FileState.PENDING).update(
        state=FileState.STORED
    )


def discard_file(*, stored: StoredFile, now: datetime.datetime) -> None:
    """Take the bytes and their previews away for good. The row stays and says when; the hash stays with it."""
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().get(pk=stored.pk)
        if row.state == FileState.DISCARDED:
            return
        row.state, row.discarded_at = FileState.DISCARDED, now
        row.preview_state, row.page_count, row.preview_lease_until = PreviewState.NONE, None, None
        row.save(
            update_fields=["state", "discarded_at", "preview_state", "page_count", "preview_lease_until"]
        )
        transaction.on_commit(partial(_delete_bytes, row.storage_name))


def _delete_bytes(storage_name: str) -> None:
    storage = upload_storage()
    storage.delete(storage_name)
    delete_previews(storage, storage_name)
