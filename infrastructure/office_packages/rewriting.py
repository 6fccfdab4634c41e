"""A zip with some of its parts written anew, all others byte for byte: headers, packed bytes, order and comment."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_SIZES_FOLLOW = 0x8  # the flag that sizes stand behind the packed bytes


def rewritten(content: bytes, changed: Mapping[str, bytes | None]) -> bytes:
    """The package with the parts of `changed` in place of its own, by name; None leaves a part out.

    `content` was looked through before (`package_checks`): its directory and its local headers agree.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        infos, directory_at = package.infolist(), package.start_dir
    ends = _ends(infos, directory_at)
    packed, directory, count = io.BytesIO(), io.BytesIO(), 0
    for info, central in zip(infos, _central_records(content, directory_at), strict=True):
        if info.filename in changed and changed[info.filename] is None:
            continue
        at, count = packed.tell(), count + 1
        new = changed.get(info.filename)
        if new is None:
            packed.write(content[info.header_offset : ends[info.header_offset]])
            directory.write(central[: _CENTRAL.size - 4] + struct.pack("<L", at) + central[_CENTRAL.size :])
        else:
            local, central = _packed_anew(content, info, central, new, at)
            packed.write(local)
            directory.write(central)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, directory.tell(), packed.tell(), len(package.comment))
    return packed.getvalue() + directory.getvalue() + end + package.comment


def _ends(infos: list[zipfile.ZipInfo], directory_at: int) -> dict[int, int]:
    """Where the bytes of each part end: where the next one begins, sizes that stand behind included."""
    begins = sorted(info.header_offset for info in infos)
    return dict(zip(begins, [*begins[1:], directory_at], strict=True))


def _central_records(content: bytes, at: int) -> Iterator[bytes]:
    while content[at : at + 4] == b"PK\x01\x02":
        fields = _CENTRAL.unpack_from(content, at)
        length = _CENTRAL.size + fields[10] + fields[11] + fields[12]
        yield content[at : at + length]
        at += length


def _packed_anew(
    content: bytes, info: zipfile.ZipInfo, central: bytes, new: bytes, at: int
) -> tuple[bytes, bytes]:
    """Local header with the packed bytes, and the record of the directory: name, day and attributes stay."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = packer.compress(new) + packer.flush()
    _, needed, flags, _, time, day, _, _, _, name_length, _ = _LOCAL.unpack_from(content, info.header_offset)
    name_at = info.header_offset + _LOCAL.size
    name = content[name_at : name_at + name_length]
    flags &= ~_SIZES_FOLLOW
    same = (flags, zipfile.ZIP_DEFLATED, time, day, zlib.crc32(new), len(data), len(new), name_length)
    local = _LOCAL.pack(b"PK\x03\x04", max(needed, 20), *same, 0) + name + data
    fields = _CENTRAL.unpack_from(central)
    kept = (fields[13], fields[14], fields[15])  # disk, inner and outer attributes
    record = _CENTRAL.pack(b"PK\x01\x02", fields[1], max(needed, 20), *same, 0, 0, *kept, at)
    return local, record + name
