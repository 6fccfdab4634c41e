"""How bytes leave: originals only as downloads, previews as pictures in a sandbox (DESIGN §8).

Whoever calls this has checked that the reader may see the record to which the file belongs.
"""

from typing import TypeVar

from django.core.files.base import File
from django.http import FileResponse, Http404

from infrastructure.files.configuration import upload_storage
from infrastructure.files.names import preview_name, thumbnail_name
from infrastructure.models.files import FileState, PreviewState, StoredFile

Answer = TypeVar("Answer", bound=FileResponse)
_PREVIEW_TYPE = "image/webp"


class Attachment(FileResponse):
    """An original that leaves the house. `organizations.middleware.DownloadLog` writes it down."""

    stored: StoredFile


def attachment_response(stored: StoredFile) -> Attachment:
    """The original bytes under their own name, never shown by the browser itself."""
    if stored.state != FileState.STORED:
        raise Http404("文件已不在系统中")
    content = _opened(stored.storage_name)
    response = Attachment(
        content, as_attachment=True, filename=stored.original_name, content_type=stored.content_type
    )
    response.stored = stored
    return _guarded(response)


def preview_response(stored: StoredFile, *, page: int = 1) -> FileResponse:
    """One page as a picture. 404 when there is none."""
    if not 1 <= page <= stored.previewed_pages:
        raise Http404("没有这一页的预览")
    return _picture_response(stored, preview_name(stored.storage_name, page))


def thumbnail_response(stored: StoredFile) -> FileResponse:
    return _picture_response(stored, thumbnail_name(stored.storage_name))


def _picture_response(stored: StoredFile, name: str) -> FileResponse:
    if stored.state != FileState.STORED or stored.preview_state != PreviewState.READY:
        raise Http404("没有预览")
    return _guarded(FileResponse(_opened(name), content_type=_PREVIEW_TYPE))


def _opened(name: str) -> "File[bytes]":
    try:
        return upload_storage().open(name)
    except FileNotFoundError as problem:
        raise Http404("文件已不在系统中") from problem


def _guarded(response: Answer) -> Answer:
    """On a shared PC nothing stays in the cache for the next user; nothing in the file can run in our name."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
