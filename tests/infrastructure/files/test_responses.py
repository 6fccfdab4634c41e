"""What a browser gets: originals as downloads only, pictures of ours in a sandbox."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.http import Http404, HttpResponseBase
from django.test import TestCase

from infrastructure.files.previews import build_previews
from infrastructure.files.responses import attachment_response, preview_response, thumbnail_response
from infrastructure.files.services import discard_file
from infrastructure.models.files import StoredFile
from tests.infrastructure.files import samples
from tests.infrastructure.files.conftest import NOW

ORIGINAL = samples.pdf()
Receive = Callable[..., StoredFile]


@pytest.fixture
def stored(receive: Receive) -> StoredFile:
    with TestCase.captureOnCommitCallbacks(execute=True):
        stored = receive(ORIGINAL, "会议 纪要\r\nX-Injected: 1.pdf")
    build_previews(file_id=stored.id, now=NOW)
    stored.refresh_from_db()
    return stored


def body(response: HttpResponseBase) -> bytes:
    with contextlib.closing(response):
        return b"".join(response.streaming_content)


def assert_guarded(response: HttpResponseBase) -> None:
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"


def test_original_leaves_as_attachment_only(stored: StoredFile) -> None:
    response = attachment_response(stored)
    assert_guarded(response)
    assert (
        response["Content-Disposition"]
        == f"attachment; filename*=utf-8''{quote('会议 纪要X-Injected_ 1.pdf')}"
    )
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Length"] == str(stored.size)
    assert body(response) == ORIGINAL


def test_preview_is_a_picture(stored: StoredFile) -> None:
    for response in (preview_response(stored), thumbnail_response(stored)):
        assert_guarded(response)
        assert response["Content-Type"] == "image/webp"
        assert "attachment" not in response.get("Content-Disposition", "")
        assert body(response)[8:12] == b"WEBP"


@pytest.mark.parametrize("page", [-1, 0, 2, 11, 10**20])
def test_no_such_page(stored: StoredFile, page: int) -> None:
    with pytest.raises(Http404):
        preview_response(stored, page=page)


def test_nothing_is_shown_before_it_is_ready(receive: Receive) -> None:
    pending = receive()
    for respond in (attachment_response, preview_response, thumbnail_response):
        with pytest.raises(Http404):
            respond(pending)


def test_nothing_is_left_of_a_discarded_file(stored: StoredFile) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        discard_file(stored=stored, now=NOW)
    stored.refresh_from_db()
    for respond in (attachment_response, preview_response, thumbnail_response):
        with pytest.raises(Http404):
            respond(stored)


def test_lost_bytes_are_a_404(stored: StoredFile, store: Path) -> None:
    (store / stored.storage_name).unlink()
    with pytest.raises(Http404):
        attachment_response(stored)
