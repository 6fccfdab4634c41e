"""Previews are pictures drawn anew by a limited child process, so that what a browser shows is never the upload."""

import datetime
import json
import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db.models import F

from infrastructure.files.configuration import upload_storage
from infrastructure.files.limited_child import ROOT, ChildFailed, run_limited
from infrastructure.files.limits import MIB, PREVIEW_PAGES
from infrastructure.files.names import preview_name, thumbnail_name
from infrastructure.models.files import FileState, PreviewState, StoredFile

logger = logging.getLogger(__name__)

WALL_SECONDS = 60
LEASE = datetime.timedelta(minutes=5)
MAX_ATTEMPTS = 3

_ROOT = ROOT
_WORKER = "infrastructure.files.preview_worker"
_LARGEST_PICTURE = 8 * MIB
_LARGEST_PAGE_COUNT = 1_000_000


class PreviewFailed(Exception):
    """The child drew nothing that can be shown."""


@dataclass(frozen=True)
class DrawnPreview:
    page_count: int
    pages: tuple[bytes, ...]
    thumbnail: bytes


def waiting_previews(*, now: datetime.datetime, limit: int) -> list[int]:
    """The poll that is the truth: files whose previews are due, whatever became of earlier nudges."""
    return list(StoredFile.objects.preview_due(now).order_by("id").values_list("id", flat=True)[:limit])


def build_previews(*, file_id: int, now: datetime.datetime) -> None:
    """Draw one file's previews. Safe to run twice: who finds a live lease, or nothing waiting, returns."""
    due = StoredFile.objects.preview_due(now).filter(id=file_id)
    if not due.update(preview_lease_until=now + LEASE, preview_attempts=F("preview_attempts") + 1):
        return
    stored = StoredFile.objects.get(id=file_id)
    try:
        if stored.preview_attempts > MAX_ATTEMPTS:  # a worker that died on it three times shall not die again
            raise PreviewFailed("too many attempts")
        preview = _draw_stored(stored)
    except (PreviewFailed, FileNotFoundError) as problem:
        logger.warning("No preview of file %s: %s", stored.uid, problem)
        _finish(stored, PreviewState.FAILED, None)
        return
    _keep(stored, preview)
    _finish(stored, PreviewState.READY, preview.page_count)


def _keep(stored: StoredFile, preview: DrawnPreview) -> None:
    storage = upload_storage()
    _replace(storage, thumbnail_name(stored.storage_name), preview.thumbnail)
    for number, page in enumerate(preview.pages, start=1):
        _replace(storage, preview_name(stored.storage_name, number), page)


def _finish(stored: StoredFile, outcome: PreviewState, page_count: int | None) -> None:
    waiting = StoredFile.objects.filter(id=stored.id, preview_state=PreviewState.WAITING)
    waiting.update(preview_state=outcome, page_count=page_count, preview_lease_until=None)
    if StoredFile.objects.filter(id=stored.id, state=FileState.DISCARDED).exists():  # while we were drawing
        delete_previews(upload_storage(), stored.storage_name)


def delete_previews(storage: Storage, storage_name: str) -> None:
    storage.delete(thumbnail_name(storage_name))
    for page in range(1, PREVIEW_PAGES + 1):
        storage.delete(preview_name(storage_name, page))


def _draw_stored(stored: StoredFile) -> DrawnPreview:
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        source = Path(folder) / "source"
        with upload_storage().open(stored.storage_name) as content, source.open("wb") as copy:
            shutil.copyfileobj(content, copy)
        return draw_preview(source, content_type=stored.content_type)


def draw_preview(source: Path, *, content_type: str, wall_seconds: float = WALL_SECONDS) -> DrawnPreview:
    """Run the child on a local file and judge what it wrote as distrustfully as the upload itself."""
    kind = "pdf" if content_type == "application/pdf" else "picture"
    with tempfile.TemporaryDirectory(prefix="preview-out-") as folder:
        answer = _run_child([kind, str(source), folder], wall_seconds=wall_seconds)
        try:
            page_count = json.loads(answer)["pages"]
        except (ValueError, TypeError, KeyError) as problem:
            raise PreviewFailed("no answer from the child") from problem
        if not isinstance(page_count, int) or not 1 <= page_count <= _LARGEST_PAGE_COUNT:
            raise PreviewFailed(f"{page_count!r} pages")
        numbers = range(1, min(page_count, PREVIEW_PAGES) + 1)
        return DrawnPreview(
            page_count=page_count,
            pages=tuple(written_picture(Path(folder) / f"page-{number}.webp") for number in numbers),
            thumbnail=written_picture(Path(folder) / "thumbnail.webp"),
        )


def _run_child(arguments: list[str], *, wall_seconds: float) -> bytes:
    try:
        return run_limited(_WORKER, arguments, wall_seconds=wall_seconds, root=_ROOT)
    except ChildFailed as problem:
        raise PreviewFailed(str(problem)) from problem


def written_picture(path: Path) -> bytes:
    """What the child wrote, if it is a WebP picture of a sensible size in its own folder."""
    try:
        if path.is_symlink() or path.stat().st_size > _LARGEST_PICTURE:
            raise PreviewFailed(f"{path.name} is no picture of ours")
        content = path.read_bytes()
    except OSError as problem:
        raise PreviewFailed(f"{path.name} is missing") from problem
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise PreviewFailed(f"{path.name} is no WebP picture")
    return content


def _replace(storage: Storage, name: str, content: bytes) -> None:
    """Storages never overwrite: without this a second run would write beside the first."""
    storage.delete(name)
    storage.save(name, ContentFile(content))
