"""A request on its way in: what is over the limit never reaches the disk."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.utils import timezone
from pytest_django import Settings

from infrastructure.files.inspection import inspect_upload
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from infrastructure.files.services import receive_upload

LIMIT = 200_000


@pytest.fixture(autouse=True)
def capped(settings: Settings, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_HANDLERS = ["infrastructure.files.upload_handlers.CappedFileUploadHandler"]
    settings.UPLOAD_MAX_FILE_BYTES = LIMIT
    settings.UPLOAD_MAX_FILES = 2
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    return tmp_path


@contextmanager
def parsed(**files: int) -> Iterator[tuple[str, dict[str, UploadedFile]]]:
    data: dict[str, object] = {"note": "写了很久的说明"}
    for name, size in files.items():
        content = io.BytesIO(b"x" * size)
        content.name = f"{name}.pdf"
        data[name] = content
    request = RequestFactory().post("/", data)
    try:
        yield request.POST["note"], dict(request.FILES.items())
    finally:
        request.close()


def kept_bytes(upload: UploadedFile) -> int:
    return os.fstat(upload.file.fileno()).st_size


def test_small_upload_passes_whole(capped: Path) -> None:
    with parsed(a=LIMIT) as (note, files):
        assert note == "写了很久的说明"
        assert files["a"].size == LIMIT
        assert list(capped.iterdir()) == []  # not even while the request is served
        assert files["a"].read() == b"x" * LIMIT


def test_too_large_upload_is_dropped_on_arrival_and_the_form_survives() -> None:
    with parsed(a=10 * LIMIT) as (note, files):
        assert note == "写了很久的说明"
        assert files["a"].size == 10 * LIMIT
        assert kept_bytes(files["a"]) == LIMIT + 1
        with pytest.raises(UploadRefused) as caught:
            inspect_upload(files["a"].file, raw_name="a.pdf", limits=UploadLimits(file_bytes=LIMIT))
        assert caught.value.code is RefusalCode.TOO_LARGE


def test_all_files_of_a_request_together_are_capped() -> None:
    with parsed(a=LIMIT, b=LIMIT, c=LIMIT) as (_, files):
        kept = {name: kept_bytes(upload) for name, upload in files.items()}
        assert kept == {"a": LIMIT, "b": LIMIT, "c": 2}
        assert files["c"].size == LIMIT  # by which it is told from a whole file


def test_request_that_breaks_off_leaves_no_file(capped: Path) -> None:
    file = io.BytesIO(b"x" * LIMIT)
    file.name = "a.pdf"
    body = encode_multipart(BOUNDARY, {"a": file})

    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > LIMIT // 2:
                raise OSError("connection reset")
            return super().read(size)

    request = RequestFactory().generic("POST", "/", body, content_type=MULTIPART_CONTENT)
    request._stream = Broken(body)
    with pytest.raises(OSError, match="connection reset"):
        request.FILES.get("a")
    assert list(capped.iterdir()) == []
    request.upload_handlers[0].file.close()


def test_full_disk_on_arrival_keeps_the_form_and_is_said(settings: Settings, capped: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = capped / "gone"
    with parsed(a=LIMIT) as (note, files):
        assert note == "写了很久的说明"
        assert files["a"].size == LIMIT
        with pytest.raises(UploadRefused, match="附件存储写不进去") as caught:
            receive_upload(upload=files["a"], hospital_id=1, by=AnonymousUser(), now=timezone.now())
        assert caught.value.status == 503
