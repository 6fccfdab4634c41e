import datetime
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from infrastructure.files.services import receive_upload
from infrastructure.models.files import StoredFile
from tests import factories
from tests.infrastructure.files import samples

NOW = datetime.datetime(2026, 11, 21, 9, 30, tzinfo=datetime.UTC)
HOSPITAL = 7


@pytest.fixture
def now() -> datetime.datetime:
    return NOW


@pytest.fixture
def store(tmp_path: Path, settings: Settings) -> Path:
    """The folder under which a test's files lie."""
    folder = tmp_path / "store"
    folder.mkdir()
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": backend}
    return folder


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def make_user(username: str = "li.lian") -> AbstractBaseUser:
    return factories.make_user(username=username, display_name="李联", password=None)


@pytest.fixture
def receive(store: Path, db: None) -> Callable[..., StoredFile]:
    """Receive one upload in the ordinary way."""
    user = make_user()

    def receive_one(content: bytes = samples.pdf(), name: str = "会议纪要.pdf") -> StoredFile:
        upload = SimpleUploadedFile(name, content)
        return receive_upload(upload=upload, hospital_id=HOSPITAL, by=user, now=NOW)

    return receive_one


class Interrupted(io.BytesIO):
    """A stream that breaks off half-way on its second reading: after inspection, while it is being kept."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.inspected = False

    def read(self, size: int | None = -1) -> bytes:
        if self.inspected and self.tell() > 0:
            raise OSError("connection reset")
        if size == 64 * 1024:
            self.inspected = True
        return super().read(size)
