"""Tracks beside picture and sound say second by second where a video was taken: they go, and the film stays."""

import io
import struct
import time
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure.files.boxes import DamagedBoxes, boxes
from infrastructure.files.inspection import inspect_upload
from infrastructure.files.limits import UploadLimits
from infrastructure.files.refusals import UploadRefused
from infrastructure.files.video_samples import SampleTables, common, merged
from infrastructure.files.videos import check_video
from tests.infrastructure.files.boxed import PLACE, box, full
from tests.infrastructure.files.test_videos import bare, film_type

FIXES = [PLACE + b",115.8921", PLACE + b"9,115.89", b"\0\x08" + PLACE]
FRAMES = [b"first frame", b"second frame of two", b"third"]
# Frames and fixes by turns, as a camera writes them; two fixes share the last chunk.
DATA = [FRAMES[0], FIXES[0], FRAMES[1], FRAMES[2], FIXES[1] + FIXES[2]]
DATA_AT = len(film_type()) + 8
PLACES = [DATA_AT + at for at in accumulate(map(len, DATA), initial=0)]
FRAME_CHUNKS, FIX_CHUNKS = [PLACES[0], PLACES[2], PLACES[3]], [PLACES[1], PLACES[4]]


def numbers(*each: int, code: str = "I") -> bytes:
    return struct.pack(f">{len(each)}{code}", *each)


def tables(
    chunks: list[int], runs: list[int], sizes: list[int], *, long: bool = False, each: int = 0
) -> bytes:
    places = numbers(*chunks, code="Q" if long else "I")
    return box(
        b"stbl",
        full(b"stsd", numbers(1), box(b"gpmd", bytes(8))),
        full(b"stsc", numbers(len(runs) // 3), numbers(*runs)),
        full(b"stsz", numbers(each, len(sizes)), b"" if each else numbers(*sizes)),
        full(b"co64" if long else b"stco", numbers(len(chunks)), places),
    )


def track(handler: bytes, table: bytes) -> bytes:
    described = full(b"hdlr", bytes(4), handler, bytes(13))
    return box(b"trak", full(b"tkhd", bytes(20)), box(b"mdia", full(b"mdhd"), described, box(b"minf", table)))


FRAMES_TABLE = tables(FRAME_CHUNKS, [1, 1, 1], [len(frame) for frame in FRAMES])
FIXES_TABLE = tables(FIX_CHUNKS, [1, 1, 1, 2, 2, 1], [len(fix) for fix in FIXES])


def video(*tracks: bytes, behind: bytes = b"", data: bytes = b"".join(DATA)) -> bytes:
    moov = box(b"moov", full(b"mvhd", bytes(20)), track(b"vide", FRAMES_TABLE), *tracks)
    return film_type() + box(b"mdat", data) + moov + behind


@pytest.mark.parametrize("handler", [b"meta", b"gpmd", b"camm", b"text", b"sbtl", b"\0\0\0\0"])
@pytest.mark.parametrize("long", [False, True])
def test_track_of_places_goes_with_its_samples_and_every_frame_stays(handler: bytes, long: bool) -> None:
    fixes = tables(FIX_CHUNKS, [1, 1, 1, 2, 2, 1], [len(fix) for fix in FIXES], long=long)
    filmed = video(track(handler, fixes))
    check_video(io.BytesIO(filmed))
    cleaned = bare(filmed)
    assert PLACE not in cleaned
    assert b"gpmd" not in cleaned[len(video()) :]
    assert len(cleaned) == len(filmed)
    assert [cleaned.index(frame) for frame in FRAMES] == FRAME_CHUNKS
    kept = track(b"vide", FRAMES_TABLE)
    assert cleaned[filmed.index(kept) :].startswith(kept)
    assert bare(cleaned) == cleaned


def test_samples_of_one_length_are_counted() -> None:
    fixes = track(b"meta", tables([PLACES[1]], [1, 2, 1], [0, 0], each=len(FIXES[0]) // 2))
    assert FIXES[0][:-1] not in bare(video(fixes))
    assert FIXES[1] in bare(video(fixes))  # no table says that it is a sample of anything


def test_sound_stays() -> None:
    sound = video(track(b"soun", FIXES_TABLE))
    assert bare(sound) == sound


def test_samples_said_to_lie_over_the_tables_or_behind_the_end_are_left() -> None:
    hostile = track(b"meta", tables([0, 1 << 30], [1, 1, 1], [0, 0], each=DATA_AT - 8))
    assert bare(video(hostile))[DATA_AT - 8 : PLACES[-1]] == video()[DATA_AT - 8 : PLACES[-1]]
    assert bare(video(hostile))[: DATA_AT - 8] == film_type()


@pytest.mark.parametrize(
    ("beside", "behind"),
    [
        (track(b"meta", tables([PLACES[0]], [1, 1, 1], [4])), b""),
        (track(b"meta", tables([DATA_AT], [1, 1, 1], [1 << 31])), b""),
        (track(b"meta", FIXES_TABLE), box(b"moof", full(b"mfhd"))),
        (track(b"meta", tables([*range(1 << 20, (1 << 20) + 40_004, 2)], [1, 1, 1], [1] * 20_002)), b""),
        (track(b"meta", box(b"stbl")), box(b"moof", full(b"mfhd"))),
    ],
)
def test_places_that_cannot_be_taken_out_without_harm_are_refused_in_words(
    beside: bytes, behind: bytes
) -> None:
    with pytest.raises(UploadRefused, match=r"“航拍.mp4”里面夹有位置等附加数据.*另存为新的视频再上传"):
        inspect_upload(io.BytesIO(video(beside, behind=behind)), raw_name="航拍.mp4", limits=UploadLimits())


def broken(kind: bytes, at: int, number: int) -> bytes:
    """One number of one table is another."""
    where = FIXES_TABLE.index(kind) + 4 + at
    return FIXES_TABLE[:where] + numbers(number) + FIXES_TABLE[where + 4 :]


@pytest.mark.parametrize(
    "table",
    [
        broken(b"stco", 4, 1_000),
        broken(b"stco", 4, 0xFFFFFFFF),
        broken(b"stsz", 8, 0xFFFFFFFF),
        broken(b"stsc", 4, 0xFFFFFFFF),
        broken(b"stsc", 8, 2),
        broken(b"stsc", 20, 1),
        broken(b"stsc", 20, 9),
        FIXES_TABLE.replace(b"stsc", b"skip"),
        FIXES_TABLE.replace(b"stsz", b"stz2"),
        box(b"stbl", box(b"stco")),
    ],
)
def test_tables_that_are_not_whole_are_damage(table: bytes) -> None:
    with pytest.raises(DamagedBoxes):
        check_video(io.BytesIO(video(track(b"meta", table))))


def test_hostile_tables_cost_little() -> None:
    """Counts that cost nothing to write: each of many chunks is said to hold four thousand million samples."""
    table = tables([PLACES[1]] * 100_000, [1, 0xFFFFFFFF, 1], [0], each=1)
    begun = time.process_time()
    bare(video(track(b"meta", table)))
    assert time.process_time() - begun < 5
    whole = boxes(io.BytesIO(table), (0, len(table)))
    with pytest.raises(DamagedBoxes, match="100000 numbers"):
        SampleTables(io.BytesIO(table), left=50_000).places(next(whole).body)


RANGES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@given(RANGES, RANGES)
def test_common_bytes_are_those_of_both(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> None:
    def said(ranges: list[tuple[int, int]]) -> set[int]:
        return {byte for start, end in ranges for byte in range(start, end)}

    both = common(merged(some), merged(others))
    assert said(both) == said(some) & said(others)
    assert both == merged(both)
