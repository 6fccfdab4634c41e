"""Photos of telephones in HEIC: bare of what was written beside them, whatever the tables claim. Nothing is decoded."""

import random
import struct

import pytest

from infrastructure.files.boxes import DamagedBoxes
from infrastructure.files.heic import pixels_of, without_metadata
from tests.infrastructure.files.boxed import (
    DATA,
    DATA_AT,
    EXIF,
    EXIF_AT,
    FILE_TYPE,
    PHOTO,
    PIXELS,
    PLACE,
    SIZE,
    SMALL,
    box,
    full,
    item,
    items,
    photo,
    place,
    places,
)


def test_a_telephones_photo_loses_place_and_camera_and_nothing_moves() -> None:
    assert PHOTO.count(PLACE) == 2  # in its Exif and in its XMP
    bare = without_metadata(PHOTO)
    assert len(bare) == len(PHOTO)
    assert PLACE not in bare
    assert b"Phone 4711" not in bare
    assert pixels_of(bare) == pixels_of(PHOTO) == 256 * 160
    assert without_metadata(bare) == bare


@pytest.mark.parametrize(
    "content",
    [
        photo(),
        photo(more=box(b"uuid", bytes(16), PLACE)),
        photo(more=box(b"free", PLACE)),
        photo(properties=SIZE + full(b"udes", b"zh\0", PLACE, b"\0\0\0")),
        photo(behind=box(b"mpvd", PLACE)),  # a film of the moment before
        photo(behind=box(b"moov", box(b"udta", PLACE))),
        photo(behind=box(b"free", PLACE) + box(b"uuid", PLACE, size=0)),
    ],
)
def test_only_the_picture_itself_stays(content: bytes) -> None:
    bare = without_metadata(content)
    assert PIXELS in bare
    assert PLACE not in bare
    assert SMALL not in bare  # what was cut away may still be seen in it
    assert b"thmb" not in bare
    assert len(bare) == len(content)


def test_bytes_inside_the_tables_are_found_too() -> None:
    beside = items(item(1, b"hvc1"), item(2, b"mime"))
    where = places(place(1, 0, len(PIXELS), method=1), place(2, len(PIXELS), len(PLACE), method=1))
    bare = without_metadata(photo(beside, where, data=b"", more=box(b"idat", PIXELS, PLACE)))
    assert PIXELS in bare
    assert PLACE not in bare


def test_the_largest_size_in_the_file_counts() -> None:
    assert (
        pixels_of(photo(properties=SIZE + full(b"ispe", struct.pack(">II", 60_000, 60_000)) + SIZE))
        == 3_600_000_000
    )


ONE = items(item(1, b"hvc1"))
AT_HOME = place(1, DATA_AT, len(PIXELS))
MANY = 100_000


@pytest.mark.parametrize(
    "content",
    [
        FILE_TYPE,
        FILE_TYPE + box(b"meta", size=0),
        FILE_TYPE + box(b"meta", b"\0" * 9, size=1 << 30),
        FILE_TYPE + box(b"mdat", size=7),
        FILE_TYPE + box(b"mdat", bytes(4), size=1),
        FILE_TYPE + box(b"mdat", struct.pack(">Q", 1 << 62), size=1),
        FILE_TYPE + box(b"free") * (MANY + 1),
        photo(behind=full(b"meta")),  # a second one, for another reader
        photo(more=ONE),
        photo(properties=b""),
        photo(properties=box(b"ispe", bytes(4))),
        photo(primary=2),
        photo(primary=3),
        photo(primary=9),
        photo(items(item(1, b"Exif"), item(1, b"hvc1"))),
        photo(items(full(b"infe", bytes(8), version=2))),
        photo(items(full(b"infe", bytes(20), version=0))),
        photo(full(b"iinf", struct.pack(">H", 9), item(1, b"hvc1") * 2_000)),
        photo(full(b"iinf", struct.pack(">I", MANY), *(item(n, b"hvc1") for n in range(60_000)), version=1)),
        photo(ONE, places(place(1, 1 << 31, 4))),
        photo(ONE, places(place(1, DATA_AT, 1 << 31))),
        photo(ONE, places(place(1, DATA_AT, 0))),
        photo(ONE, places(place(1, 0, 20))),  # the head of the file as a picture
        photo(ONE, places(place(1, DATA_AT, 4, method=1))),  # without `idat`
        photo(ONE, places(place(1, DATA_AT, 4, method=2))),
        photo(ONE, full(b"iloc", b"\x44\0", struct.pack(">H", MANY & 0xFFFF), version=1)),
        photo(ONE, full(b"iloc", b"\x44\0", struct.pack(">I", MANY), version=2)),
        photo(ONE, full(b"iloc", b"\x44\0", struct.pack(">H", 1), AT_HOME[:9], version=1)),
        photo(ONE, full(b"iloc", b"\xff\xff", struct.pack(">H", 1), bytes(80), version=9)),
        photo(ONE, places(place(1, DATA_AT, len(DATA), count=10))),  # the same bytes again and again
        photo(ONE, places(place(1, DATA_AT, 1, count=20_000))),
        photo(located=places(AT_HOME, place(2, DATA_AT + 4, len(EXIF)))),  # Exif that lies over the picture
        photo(located=places(place(1, EXIF_AT, len(EXIF)), place(2, EXIF_AT, len(EXIF)))),
        photo(located=places(AT_HOME, place(2, 0, 24))),  # and over the tables
        photo(behind=box(b"mdat") * 200),
        photo(behind=box(b"free") * MANY),
    ],
)
def test_tables_that_lie_are_damage(content: bytes) -> None:
    with pytest.raises(DamagedBoxes):
        (pixels_of(content), without_metadata(content))


def test_boxes_in_boxes_in_boxes_are_read_one_level_deep() -> None:
    inner = b""
    for _ in range(2_000):
        inner = box(b"iprp", inner)
    assert PLACE not in without_metadata(photo(more=box(b"grpl", inner), behind=inner))


def test_wherever_it_breaks_off_and_whatever_is_flipped_it_is_damage_or_bare() -> None:
    chance = random.Random(7)
    broken = [PHOTO[:length] for length in range(0, len(PHOTO), 7)]
    for _ in range(1_500):
        flipped = bytearray(PHOTO)
        for _ in range(chance.choice([1, 1, 3])):
            flipped[chance.randrange(900)] = chance.choice([0, 1, 255, chance.randrange(256)])
        broken.append(bytes(flipped))
    whole = 0
    for content in broken:
        try:
            bare = without_metadata(content)
        except DamagedBoxes:
            continue
        whole += 1
        assert len(bare) == len(content)
    assert whole > 100
