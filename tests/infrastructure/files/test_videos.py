"""Videos of telephones: told by content, whole or refused, and bare of the place where they were taken."""

import io
import struct
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from infrastructure.files import arrival
from infrastructure.files.boxes import DamagedBoxes
from infrastructure.files.inspection import inspect_upload
from infrastructure.files.kinds import MOV, MP4, FileKind
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import RefusalCode, UploadRefused
from infrastructure.files.videos import check_video, without_metadata
from infrastructure.models.files import PreviewState, StoredFile
from tests.infrastructure.files.boxed import PLACE, box, full

LIMITS = UploadLimits()
FILM = box(b"mdat", b"frames of the film")


def film_type(chief: bytes = b"isom", *others: bytes) -> bytes:
    return box(b"ftyp", chief, bytes(4), b"".join(others) or b"iso2mp41")


def track(*more: bytes, shows: bytes = b"vide", beside: bytes = b"") -> bytes:
    handler = full(b"hdlr", bytes(4), shows, bytes(13))
    return box(
        b"trak", full(b"tkhd", bytes(20)), box(b"mdia", full(b"mdhd"), handler, box(b"minf"), beside), *more
    )


def film(*more: bytes) -> bytes:
    return box(b"moov", full(b"mvhd", bytes(20)), track(), *more)


def bare(content: bytes) -> bytes:
    stream = io.BytesIO(content)
    without_metadata(stream)
    return stream.read()


UDTA = box(b"udta", box(b"\xa9xyz", PLACE), full(b"meta", PLACE))


@pytest.mark.parametrize(
    ("chief", "name", "kind", "kept_as"),
    [
        (b"isom", "巡查.mp4", MP4, "巡查.mp4"),
        (b"mp42", "巡查.MP4", MP4, "巡查.MP4"),
        (b"avc1", "巡查", MP4, "巡查.mp4"),
        (b"M4V ", "巡查.m4v", MP4, "巡查.m4v"),
        (b"iso5", "巡查.mov", MP4, "巡查.mp4"),
        (b"qt  ", "IMG_0001.MOV", MOV, "IMG_0001.MOV"),
        (b"qt  ", "IMG_0001.mp4", MOV, "IMG_0001.mov"),
    ],
)
def test_kind_and_name_are_those_of_the_content(
    chief: bytes, name: str, kind: FileKind, kept_as: str
) -> None:
    stream = io.BytesIO(film_type(chief) + film() + FILM)
    inspected = inspect_upload(stream, raw_name=name, limits=LIMITS)
    assert (inspected.kind, inspected.name) == (kind, kept_as)
    assert not inspected.kind.previewable


@pytest.mark.parametrize(
    "beside",
    [
        film_type() + film(UDTA) + FILM,
        film_type() + FILM + film(full(b"meta", PLACE)) + full(b"meta", PLACE),
        film_type() + film(box(b"free", PLACE)) + FILM + box(b"uuid", bytes(16), PLACE) + box(b"free", PLACE),
        film_type() + film(track(UDTA), track(beside=UDTA, shows=b"soun")) + FILM,
        film_type() + film() + box(b"moof", full(b"mfhd"), box(b"traf", UDTA), UDTA) + FILM,
        film_type() + film() + FILM + box(b"sefd", PLACE, size=0),
        film_type() + film() + box(b"mdat", struct.pack(">Q", 20), b"film", size=1) + box(b"\0\0\0\0", PLACE),
    ],
)
def test_place_and_telephone_go_and_no_byte_of_the_film_moves(beside: bytes) -> None:
    assert PLACE in beside
    cleaned = bare(beside)
    assert PLACE not in cleaned
    assert len(cleaned) == len(beside)
    for part in (b"vide", b"film"):
        assert cleaned.index(part) == beside.index(part)
    check_video(io.BytesIO(cleaned))
    assert bare(cleaned) == cleaned


WHOLE = film_type() + film() + FILM
NESTED = b""
for _ in range(3_000):
    NESTED = box(b"trak", NESTED)


@pytest.mark.parametrize(
    "content",
    [
        film_type(),
        film_type() + FILM,  # the recording was cut off before it was written up
        film_type() + film(),
        film_type() + film() + film() + FILM,
        film_type() + box(b"moov", track(shows=b"soun")) + FILM,
        film_type() + box(b"moov", track(), size=1 << 30) + FILM,
        film_type() + box(b"moov", track(), size=0)[:-4],
        film_type() + box(b"moov", box(b"trak", size=1 << 30)) + FILM,
        film_type() + FILM + box(b"moov", size=4),
        film_type() + FILM + box(b"moov", struct.pack(">Q", 1 << 63), size=1),
        film_type() + film(box(b"free") * 100_001) + FILM,
        film_type() + box(b"moov", *(track() for _ in range(20_000))) + FILM,
        WHOLE[:-1],
        WHOLE[: len(WHOLE) // 2],
    ],
)
def test_video_that_is_not_whole_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UploadRefused, match=r"文件“巡查.mp4”没有传完整或已损坏.*请从手机重新导出") as caught:
        inspect_upload(io.BytesIO(content), raw_name="巡查.mp4", limits=LIMITS)
    assert caught.value.code is RefusalCode.DAMAGED


def test_boxes_in_boxes_in_boxes_have_an_end() -> None:
    content = film_type() + film(NESTED, UDTA) + FILM
    assert PLACE not in bare(content)


def test_size_limit_is_that_of_every_file() -> None:
    with pytest.raises(UploadRefused) as caught:
        inspect_upload(io.BytesIO(WHOLE), raw_name="a.mp4", limits=UploadLimits(file_bytes=len(WHOLE) - 1))
    assert caught.value.code is RefusalCode.TOO_LARGE


def test_stored_as_it_came_but_for_the_place_and_without_preview(
    receive: Callable[..., StoredFile], store: Path
) -> None:
    stored = receive(film_type() + film(UDTA) + FILM, "巡查.mp4")
    assert (stored.content_type, stored.preview_state) == ("video/mp4", PreviewState.NONE)
    assert (store / stored.storage_name).read_bytes() == bare(film_type() + film(UDTA) + FILM)


def test_a_long_video_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "long"
    long = 32 * 1024 * 1024
    with path.open("w+b") as stream:
        stream.write(film_type() + film(UDTA) + struct.pack(">I4s", long + 8, b"mdat"))
        stream.truncate(stream.tell() + long)
        limits = UploadLimits(file_bytes=2 * long)
        tracemalloc.start()
        inspected = inspect_upload(stream, raw_name="a.mp4", limits=limits)
        with arrival.as_kept(stream, inspected) as kept:
            kept.seek(0)
            head = kept.read(1_000)
            assert b"ftyp" in head
            assert PLACE not in head
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 4 * 1024 * 1024


def test_damage_is_told_before_anything_is_taken_out() -> None:
    with pytest.raises(DamagedBoxes):
        bare(WHOLE[:-1])
