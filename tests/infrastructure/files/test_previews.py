"""The preview's way through the database; the drawing itself is in test_preview_worker."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import TestCase

from infrastructure.files import previews
from infrastructure.files.previews import LEASE, MAX_ATTEMPTS, build_previews, waiting_previews
from infrastructure.files.services import discard_file
from infrastructure.models.files import FileState, PreviewState, StoredFile
from infrastructure.tasks import draw_next_preview
from tests.infrastructure.files import samples
from tests.infrastructure.files.conftest import NOW, files_in

pytestmark = pytest.mark.slow

Receive = Callable[..., StoredFile]


@pytest.fixture
def stored(receive: Receive) -> StoredFile:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return receive(samples.pdf(pages=2), "两页.pdf")


def build(stored: StoredFile, now: datetime.datetime = NOW) -> StoredFile:
    build_previews(file_id=stored.id, now=now)
    return StoredFile.objects.get(pk=stored.pk)


def test_previews_of_a_pdf(stored: StoredFile, store: Path) -> None:
    built = build(stored)
    assert built.preview_state == PreviewState.READY
    assert built.page_count == built.previewed_pages == 2
    assert built.preview_lease_until is None
    folder = stored.storage_name.replace("files/", "previews/")
    assert files_in(store) == [
        stored.storage_name,
        f"{folder}/page-1.webp",
        f"{folder}/page-2.webp",
        f"{folder}/thumbnail.webp",
    ]


def test_twelve_pages_show_ten(receive: Receive) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        stored = receive(samples.pdf(pages=12), "长.pdf")
    built = build(stored)
    assert (built.page_count, built.previewed_pages) == (12, 10)


def test_second_run_does_nothing_and_a_repeated_one_overwrites(stored: StoredFile, store: Path) -> None:
    built = build(stored)
    before = files_in(store)
    assert build(stored).preview_attempts == built.preview_attempts == 1
    # A worker that died after writing the pictures and before saying so:
    StoredFile.objects.filter(pk=stored.pk).update(preview_state=PreviewState.WAITING, page_count=None)
    assert build(stored).preview_state == PreviewState.READY
    assert files_in(store) == before


def test_broken_file_ends_as_failed(receive: Receive, store: Path) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        stored = receive(samples.pdf(), "坏.pdf")
    (store / stored.storage_name).write_bytes(b"%PDF-1.7 broken on the disk")
    built = build(stored)
    assert built.preview_state == PreviewState.FAILED
    assert built.page_count is None
    assert files_in(store) == [stored.storage_name]


def test_live_lease_is_respected_and_a_lapsed_one_taken_up(stored: StoredFile) -> None:
    StoredFile.objects.filter(pk=stored.pk).update(preview_lease_until=NOW + LEASE, preview_attempts=1)
    assert build(stored).preview_state == PreviewState.WAITING
    assert build(stored, now=NOW + LEASE + LEASE).preview_state == PreviewState.READY


def test_file_that_killed_three_workers_is_given_up(stored: StoredFile, store: Path) -> None:
    StoredFile.objects.filter(pk=stored.pk).update(preview_attempts=MAX_ATTEMPTS)
    assert build(stored).preview_state == PreviewState.FAILED
    assert files_in(store) == [stored.storage_name]


def test_lost_bytes_end_as_failed(stored: StoredFile, store: Path) -> None:
    (store / stored.storage_name).unlink()
    assert build(stored).preview_state == PreviewState.FAILED


def test_nothing_is_drawn_before_the_commit(receive: Receive) -> None:
    assert build(receive()).preview_state == PreviewState.WAITING


def test_poll_finds_what_waits(stored: StoredFile, receive: Receive) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        photo = receive(samples.picture(), "a.jpg")
        receive(samples.package("docx"), "a.docx")
    assert waiting_previews(now=NOW, limit=10) == [stored.id, photo.id]
    assert waiting_previews(now=NOW, limit=1) == [stored.id]
    build(photo)
    assert waiting_previews(now=NOW, limit=10) == [stored.id]


def test_task_draws_what_waits_and_can_run_again(stored: StoredFile) -> None:
    draw_next_preview()
    stored.refresh_from_db()
    assert stored.preview_state == PreviewState.READY
    draw_next_preview()
    stored.refresh_from_db()
    assert stored.preview_attempts == 1


def test_file_discarded_while_it_is_drawn_stays_discarded(
    stored: StoredFile, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = previews.draw_preview

    def discard_then_draw(*arguments: object, **options: object) -> object:
        with TestCase.captureOnCommitCallbacks(execute=True):
            discard_file(stored=stored, now=NOW)
        return draw(*arguments, **options)

    monkeypatch.setattr(previews, "draw_preview", discard_then_draw)
    built = build(stored)
    assert built.state == FileState.DISCARDED
    assert built.preview_state == PreviewState.NONE
    assert files_in(store) == []
