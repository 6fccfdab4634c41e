"""A HEIC photo of a telephone, bare of what was written beside it: place, camera, names, earlier versions (DESIGN §8).

Nothing is decoded here. Every byte that stays, stays where it is, for the parts of a photo are found by their place in
the file: what is not the picture itself becomes zeros. The way up is a property of the picture (`irot`, `imir`).
"""

from infrastructure.files.boxes import DamagedBoxes, Range
from infrastructure.files.heic_parts import HeicParts, Item

_KEPT_AT_THE_TOP = frozenset({b"ftyp", b"meta", b"mdat"})
_KEPT_IN_META = frozenset({b"hdlr", b"pitm", b"iinf", b"iprp", b"iref", b"iloc", b"idat", b"grpl", b"dinf"})
_PICTURES = frozenset({b"hvc1", b"grid", b"iovl", b"iden", b"tmap"})
_KEPT_PROPERTIES = frozenset(
    b"hvcC ispe pixi colr irot imir clap pasp auxC lsel rloc clli mdcv amve cclv ndwt reve".split()
)
# An empty directory: readers find what they look for, and nothing in it.
_NO_EXIF = b"\0\0\0\0II*\0\x08\0\0\0" + bytes(6)
_HIDDEN = 1

Places = dict[int, list[Range]]


def pixels_of(content: bytes) -> int:
    """The most that any picture in the file says it has. Raises DamagedBoxes when none says so."""
    return HeicParts(content).largest()


def without_metadata(content: bytes) -> bytes:
    """The same photo: boxes that are no part of it are empty ones, all other bytes zeros. Raises DamagedBoxes."""
    photo = HeicParts(content)
    items, places, thumbnails = photo.items(), photo.places(), photo.thumbnails()
    smaller = {number for number, _reference in thumbnails}
    kept = {number for number, item in items.items() if item.kind in _PICTURES and number not in smaller}
    if photo.primary() not in kept:
        raise DamagedBoxes("no picture to show")
    bare = bytearray(content)
    _empty_boxes(bare, photo)
    for _number, reference in thumbnails:
        bare[reference.starts_at + 4 : reference.starts_at + 8] = b"free"
    for number, item in items.items():
        _blank(bare, (item.named_at, item.entry.ends_at))
        bare[item.entry.body_at + 3] |= _HIDDEN if number in smaller else 0
    _keep_only(bare, content, photo, [place for number in kept for place in places.get(number, [])])
    _without_text(bare, {number: item for number, item in items.items() if number not in kept}, places)
    return bytes(bare)


def _empty_boxes(bare: bytearray, photo: HeicParts) -> None:
    """A box that goes becomes one that says nothing; a property keeps its name, for properties are counted."""
    unwanted = [box for box in photo.top if box.kind not in _KEPT_AT_THE_TOP]
    unwanted += [box for box in photo.in_meta if box.kind not in _KEPT_IN_META]
    for box in unwanted:
        bare[box.starts_at + 4 : box.starts_at + 8] = b"free"
        _blank(bare, box.body)
    for box in photo.properties:
        if box.kind not in _KEPT_PROPERTIES:
            _blank(bare, box.body)


def _keep_only(bare: bytearray, content: bytes, photo: HeicParts, kept: list[Range]) -> None:
    data = photo.data_boxes()
    if sum(end - start for start, end in kept) > len(content):
        raise DamagedBoxes("places that lie over each other")
    for where in data:
        _blank(bare, where)
    for start, end in kept:
        if not any(begin <= start and end <= stop for begin, stop in data):
            raise DamagedBoxes("a picture outside the data")
        bare[start:end] = content[start:end]


def _without_text(bare: bytearray, beside: dict[int, Item], places: Places) -> None:
    """What was written beside the picture is blank by now, or it lay over the picture or the tables."""
    read = 0
    for number, item in beside.items():
        for start, end in places.get(number, []):
            read += end - start
            if read > len(bare) or bare[start:end].strip(b"\0"):
                raise DamagedBoxes("places that lie over each other")
        for start, end in places.get(number, [])[:1]:
            if item.kind == b"Exif" and end - start >= len(_NO_EXIF):
                bare[start : start + len(_NO_EXIF)] = _NO_EXIF


def _blank(bare: bytearray, where: Range) -> None:
    start, end = where
    bare[start:end] = bytes(max(0, end - start))
