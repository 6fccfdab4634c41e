"""Uploads into the store: whole and once, or nothing at all."""

import hashlib
import io
import random
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile, TemporaryUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import TestCase
from django.utils import timezone
from pytest_django import Settings

from infrastructure.files.kinds import XLSX
from infrastructure.files.limits import UploadLimits
from infrastructure.files.receiving import MeasuredFile, UploadCutShort, save_measured
from infrastructure.files.refusals import RefusalCode, UploadRefused
from infrastructure.files.services import discard_file, keep_generated_file, receive_upload, receive_uploads
from infrastructure.models.files import FileState, PreviewState, StoredFile
from tests.infrastructure.files import samples
from tests.infrastructure.files.conftest import HOSPITAL, NOW, Interrupted, files_in, make_user

Receive = Callable[..., StoredFile]


def upload_of(content: bytes, name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_row_says_what_the_file_is(receive: Receive, store: Path) -> None:
    content = samples.located_photo()
    stored = receive(content, r"C:\照片\现场.jpg")
    stored.refresh_from_db()
    assert stored.original_name == "现场.jpg"
    assert stored.content_type == "image/jpeg"
    kept = (store / stored.storage_name).read_bytes()
    assert len(kept) < len(content)  # without the place and the maker: see test_arrival
    assert stored.size == len(kept)
    assert stored.sha256 == hashlib.sha256(kept).hexdigest()
    assert stored.hospital_id == HOSPITAL
    assert stored.uploaded_at == NOW
    assert stored.preview_state == PreviewState.WAITING
    assert stored.uid.version == 7


def test_office_files_wait_for_no_preview(receive: Receive) -> None:
    assert receive(samples.package("docx"), "a.docx").preview_state == PreviewState.NONE


def test_file_is_pending_until_the_transaction_commits(receive: Receive) -> None:
    with TestCase.captureOnCommitCallbacks() as callbacks:
        stored = receive()
    stored.refresh_from_db()
    assert stored.state == FileState.PENDING
    for callback in callbacks:
        callback()
    stored.refresh_from_db()
    assert stored.state == FileState.STORED


def test_upload_on_disk_is_read_not_moved(store: Path, db: None) -> None:
    upload = TemporaryUploadedFile("a.pdf", "text/html", 0, None)
    content = samples.pdf()
    upload.write(content)
    upload.seek(0)
    upload.size = len(content)
    stored = receive_upload(upload=upload, hospital_id=HOSPITAL, by=make_user(), now=NOW)
    assert Path(upload.temporary_file_path()).exists()
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert stored.content_type == "application/pdf"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.pdf"),
        (b"MZ\0\0", "a.pdf"),
        (samples.pdf(), "a.jpg"),
        (samples.pdf()[:0] + b"\0" * 500, "a.png"),
    ],
)
def test_refused_upload_leaves_nothing(receive: Receive, store: Path, content: bytes, name: str) -> None:
    with pytest.raises(UploadRefused):
        receive(content, name)
    assert files_in(store) == []
    assert not StoredFile.objects.exists()


def test_limit_is_counted_on_bytes_not_on_what_was_announced(
    store: Path, db: None, settings: Settings
) -> None:
    content = samples.pdf()
    settings.UPLOAD_MAX_FILE_BYTES = len(content) - 1
    upload = InMemoryUploadedFile(io.BytesIO(content), "f", "a.pdf", "application/pdf", 5, None)
    with pytest.raises(UploadRefused) as caught:
        receive_upload(upload=upload, hospital_id=HOSPITAL, by=make_user(), now=NOW)
    assert caught.value.code is RefusalCode.TOO_LARGE
    assert files_in(store) == []


def test_stream_that_grows_while_it_is_read_stops_at_the_limit(store: Path) -> None:
    class Growing(io.BytesIO):
        left = 50

        def read(self, size: int | None = -1) -> bytes:
            self.left -= 1
            return b"x" * 1000 if self.left > 0 else b""

    content = MeasuredFile(Growing(), name="a.pdf", limits=UploadLimits(file_bytes=5_000))
    with pytest.raises(UploadRefused):
        save_measured(storages["default"], "files/x", content, size=1000)
    assert content.bytes_read == 6_000
    assert files_in(store) == []


def test_upload_that_was_cut_on_arrival_is_not_taken_for_whole(store: Path, db: None) -> None:
    content = samples.pdf()
    upload = InMemoryUploadedFile(
        io.BytesIO(content), "f", "a.pdf", "application/pdf", len(content) + 1, None
    )
    with pytest.raises(UploadRefused, match="请分几次上传"):
        receive_upload(upload=upload, hospital_id=HOSPITAL, by=make_user(), now=NOW)


def test_upload_that_breaks_off_leaves_nothing(store: Path, db: None) -> None:
    content = samples.package("docx", {"word/media/a.bin": random.Random(1).randbytes(200_000)})
    upload = InMemoryUploadedFile(Interrupted(content), "f", "a.docx", "", len(content), None)
    with pytest.raises(OSError, match="connection reset"):
        receive_upload(upload=upload, hospital_id=HOSPITAL, by=make_user(), now=NOW)
    assert files_in(store) == []
    assert not StoredFile.objects.exists()


def test_stream_shorter_than_inspected_leaves_nothing(store: Path) -> None:
    content = MeasuredFile(io.BytesIO(b"half"), name="a.pdf", limits=None)
    with pytest.raises(UploadCutShort):
        save_measured(storages["default"], "files/x", content, size=8)
    assert files_in(store) == []


def test_name_that_is_taken_is_never_written_beside(store: Path) -> None:
    storage: Storage = storages["default"]
    storage.save("files/x", ContentFile(b"the other one"))
    content = MeasuredFile(io.BytesIO(b"mine"), name="a.pdf", limits=None)
    with pytest.raises(UploadCutShort, match="renamed"):
        save_measured(storage, "files/x", content, size=4)
    assert (store / "files/x").read_bytes() == b"the other one"
    assert files_in(store) == ["files/x"]


def test_row_that_the_database_refuses_leaves_no_file(store: Path, db: None) -> None:
    user = make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        receive_upload(upload=upload_of(samples.pdf()), hospital_id=None, by=user, now=NOW)
    assert files_in(store) == []


def test_all_files_or_none(store: Path, db: None, settings: Settings) -> None:
    user = make_user()
    good, bad = upload_of(samples.pdf(), "好.pdf"), upload_of(b"MZ", "坏.pdf")
    with pytest.raises(UploadRefused, match="坏.pdf"), transaction.atomic():
        receive_uploads(uploads=[good, bad], hospital_id=HOSPITAL, by=user, now=NOW)
    assert files_in(store) == []
    settings.UPLOAD_MAX_FILES = 1
    with pytest.raises(UploadRefused, match="一次最多上传 1 个文件"):
        receive_uploads(uploads=[good, good], hospital_id=HOSPITAL, by=user, now=NOW)
    assert len(receive_uploads(uploads=[good], hospital_id=HOSPITAL, by=user, now=NOW)) == 1


def test_savepoint_rolled_back_takes_its_file_along(receive: Receive, store: Path) -> None:
    kept = receive()

    @transaction.atomic
    def receive_and_fail() -> None:
        receive()
        assert len(files_in(store)) == 2
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        receive_and_fail()
    assert files_in(store) == [kept.storage_name]


# From here on transactions really commit.


def receive_for_real() -> StoredFile:
    user = (
        make_user("wang.zhi") if not StoredFile.objects.exists() else StoredFile.objects.first().uploaded_by
    )
    return receive_upload(upload=upload_of(samples.pdf()), hospital_id=HOSPITAL, by=user, now=timezone.now())


def test_committed_file_is_stored(live_database: str, store: Path) -> None:
    with transaction.atomic():
        stored = receive_for_real()
        assert stored.state == FileState.PENDING
    stored.refresh_from_db()
    assert stored.state == FileState.STORED
    assert files_in(store) == [stored.storage_name]


def test_rolled_back_transaction_takes_its_file_along(live_database: str, store: Path) -> None:
    @transaction.atomic
    def receive_and_fail() -> None:
        receive_for_real()
        assert len(files_in(store)) == 1
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        receive_and_fail()
    assert files_in(store) == []


def test_commit_that_fails_takes_its_file_along(live_database: str, store: Path) -> None:
    """A deferred constraint speaks only at COMMIT, when no code of the service is left to clean up."""

    @transaction.atomic
    def receive_from_nobody() -> None:
        receive_for_real()
        StoredFile.objects.update(uploaded_by_id=987654)

    with pytest.raises(IntegrityError):
        receive_from_nobody()
    assert files_in(store) == []


def test_lost_connection_takes_its_file_along(live_database: str, store: Path) -> None:
    @transaction.atomic
    def receive_and_lose_the_connection() -> None:
        receive_for_real()
        connection.close()
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        receive_and_lose_the_connection()
    assert files_in(store) == []


def test_committed_file_survives_when_another_callback_fails(live_database: str, store: Path) -> None:
    """Django then forgets the later callbacks although the commit went through: the bytes must not go."""

    def fails() -> None:
        raise ZeroDivisionError

    @transaction.atomic
    def receive_after_a_callback_that_fails() -> None:
        transaction.on_commit(fails)
        receive_for_real()

    with pytest.raises(ZeroDivisionError):
        receive_after_a_callback_that_fails()
    stored = StoredFile.objects.get()
    assert stored.state == FileState.PENDING  # settled by the next clean-up
    assert files_in(store) == [stored.storage_name]


def test_generated_file_has_no_upload_limit(store: Path, db: None, settings: Settings) -> None:
    settings.UPLOAD_MAX_FILE_BYTES = 10
    stored = keep_generated_file(
        stream=io.BytesIO(b"x" * 100),
        name="台账/导出.xlsx",
        kind=XLSX,
        hospital_id=HOSPITAL,
        by=make_user(),
        now=NOW,
    )
    assert stored.original_name == "导出.xlsx"
    assert stored.size == 100
    assert stored.preview_state == PreviewState.NONE


def test_discarded_file_loses_its_bytes_not_its_row(receive: Receive, store: Path) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        stored = receive()
    storages["default"].save(
        f"previews/{stored.storage_name.removeprefix('files/')}/page-1.webp", ContentFile(b"x")
    )
    for _ in range(2):
        with TestCase.captureOnCommitCallbacks(execute=True):
            discard_file(stored=stored, now=NOW)
    stored.refresh_from_db()
    assert stored.state == FileState.DISCARDED
    assert stored.discarded_at == NOW
    assert stored.preview_state == PreviewState.NONE
    assert files_in(store) == []


def test_scanner_is_asked_when_configured(store: Path, db: None, settings: Settings) -> None:
    settings.UPLOAD_SCANNER = "127.0.0.1:9"  # nobody listens there
    with pytest.raises(UploadRefused) as caught:
        receive_upload(upload=upload_of(samples.pdf()), hospital_id=HOSPITAL, by=make_user(), now=NOW)
    assert caught.value.code is RefusalCode.SCANNER_DOWN
    assert files_in(store) == []


def test_storage_that_cannot_be_written_is_said_and_loses_nothing(store: Path, db: None) -> None:
    """Root writes where the mode forbids it: a file where the folder should be stops everybody."""
    store.rmdir()
    store.write_bytes(b"")
    with pytest.raises(UploadRefused, match="附件存储写不进去。填写的文字已保留") as caught:
        receive_upload(
            upload=SimpleUploadedFile("a.pdf", samples.pdf()), hospital_id=HOSPITAL, by=make_user(), now=NOW
        )
    assert (caught.value.status, caught.value.code) == (503, RefusalCode.STORAGE_DOWN)
    assert not StoredFile.objects.exists()
