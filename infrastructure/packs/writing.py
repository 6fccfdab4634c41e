"""A zip that can be checked: every member is streamed in and hashed on the way; the last one lists them all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils.timezone import localtime

MANIFEST = "MANIFEST.json"
FORMAT = "hospital-qs-pack/1"
PIECE_BYTES = 256 * 1024

# What is packed already would only cost time.
_LOOSE = {
    "text/csv",
    "application/json",
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
}


@dataclass(frozen=True)
class Member:
    name: str
    size: int
    sha256: str


class PackWriter:
    """Memory stays flat whatever the size: members go piece by piece into the file at `path`."""

    def __init__(self, path: Path, *, now: datetime) -> None:
        self._zip = ZipFile(path, "w")
        self._moment = localtime(now).timetuple()[:6]
        self._members: list[Member] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def add(self, name: str, pieces: Iterable[bytes], *, content_type: str) -> Member:
        """One more file. The caller sees to it that the name is free."""
        member = self._write(name, pieces, content_type)
        self._members.append(member)
        return member

    def finish(self, about: Mapping[str, Any]) -> Member:
        """The list of all members, with what the pack says of itself."""
        document = {"format": FORMAT, **about, "members": [asdict(member) for member in self._members]}
        content = json.dumps(document, ensure_ascii=False, indent=1).encode()
        return self._write(MANIFEST, [content], "application/json")

    def _write(self, name: str, pieces: Iterable[bytes], content_type: str) -> Member:
        info = ZipInfo(name, self._moment)
        info.compress_type = ZIP_DEFLATED if content_type in _LOOSE else ZIP_STORED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                member.write(piece)
        return Member(name, size, digest.hexdigest())


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(PIECE_BYTES):
        yield piece
