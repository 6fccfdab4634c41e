"""Evidence files of the demo: a row and bytes of its own for each, previews drawn once for each content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Self

from django.core.files.base import ContentFile

from infrastructure.files.configuration import upload_storage
from infrastructure.files.names import preview_name, thumbnail_name
from infrastructure.models import StoredFile
from infrastructure.models.files import FileState, PreviewState
from organizations.models import User
from workshop.demo.loading.contents import content_of


def evidence_file(name: str, *, by: User, at: datetime) -> StoredFile:
    """The row as it is once the upload is through and its previews are drawn. Its bytes follow with `Shelf.put`."""
    content = content_of(name)
    return StoredFile(
        hospital_id=by.hospital_id or 0,  # demo evidence is always a hospital's
        storage_name=f"files/{at:%Y/%m/%d}/{_random_part(name, by, at)}",
        original_name=name,
        content_type=content.kind.content_type,
        size=len(content.data),
        sha256=hashlib.sha256(content.data).hexdigest(),
        state=FileState.STORED,
        preview_state=PreviewState.READY if content.pages else PreviewState.NONE,
        page_count=len(content.pages) or None,
        uploaded_by=by,
        uploaded_at=at,
    )


def _random_part(name: str, by: User, at: datetime) -> str:
    """The same demo has the same files, so that a second one beside it is not needed."""
    return hashlib.sha256(f"{by.username}\x1f{at.isoformat()}\x1f{name}".encode()).hexdigest()[:32]


class Shelf:
    """Puts bytes into the storage; when what surrounds it fails, up to the commit, they are taken out again."""

    def __init__(self) -> None:
        self._storage = upload_storage()
        self._written: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, problem: type[BaseException] | None, *details: object) -> None:
        if problem is not None:
            for name in self._written:
                self._storage.delete(name)

    def put(self, files: Iterable[StoredFile]) -> None:
        """Whatever an interrupted loading left under a name is replaced."""
        for file in files:
            for name, data in _objects(file):
                self._storage.delete(name)
                self._written.append(self._storage.save(name, ContentFile(data)))


def _objects(file: StoredFile) -> Iterator[tuple[str, bytes]]:
    content = content_of(file.original_name)
    yield file.storage_name, content.data
    if content.pages:
        yield thumbnail_name(file.storage_name), content.thumbnail
    for number, page in enumerate(content.pages, start=1):
        yield preview_name(file.storage_name, number), page
