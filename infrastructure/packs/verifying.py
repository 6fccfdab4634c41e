"""Whether a pack is what its manifest says. Nothing is unpacked to a disk; a pack from strangers is hostile.

What the zip states about itself decides first: a member of another size than the manifest's is changed and not read,
one that would inflate beyond all likelihood neither, and members that share their bytes are a bomb.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from infrastructure.packs.writing import FORMAT, MANIFEST, Member, pieces_of

MOST_MEMBERS = 200_000
MANIFEST_BYTES = 64 * 1024 * 1024
_RATIO, _HARMLESS_BYTES = 200, 16 * 1024 * 1024
_UNREADABLE = (
    BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,  # encrypted
    NotImplementedError,
    ValueError,
)
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Verdict:
    """`problem`: why nothing could be compared. `unsafe`: names that would leave the folder they are unpacked into."""

    problem: str = ""
    about: dict[str, Any] = field(default_factory=dict)
    manifest_sha256: str = ""
    checked: int = 0
    missing: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    unsafe: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return not (self.problem or self.missing or self.changed or self.extra or self.unsafe)


class _Refused(Exception):
    pass


def verify(path: Path) -> Verdict:
    """Compare each member with the manifest."""
    try:
        with ZipFile(path) as pack:
            _refuse_bombs(pack, path.stat().st_size)
            return _compared(pack)
    except _Refused as refused:
        return Verdict(problem=str(refused))
    except _UNREADABLE:
        return Verdict(problem="打不开：不是完整的压缩包（zip）。")


def _refuse_bombs(pack: ZipFile, size: int) -> None:
    entries = pack.infolist()
    if len(entries) > MOST_MEMBERS:
        raise _Refused(f"文件超过 {MOST_MEMBERS} 个，没有核对。")
    if sum(entry.compress_size for entry in entries) > size:
        raise _Refused("多个文件共用同一段内容，不是本系统导出的包，没有核对。")


def _compared(pack: ZipFile) -> Verdict:
    listed, about, digest = _manifest(pack)
    held = Counter(entry.filename for entry in pack.infolist())
    changed = [name for name, member in listed.items() if name in held and not _is_same(pack, member)]
    again = [name for name, count in held.items() if count > 1]
    return Verdict(
        about=about,
        manifest_sha256=digest,
        checked=len(listed),
        missing=tuple(name for name in listed if name not in held),
        changed=tuple(changed),
        extra=tuple(dict.fromkeys([*(n for n in held if n not in listed and n != MANIFEST), *again])),
        unsafe=tuple(name for name in held.keys() | listed.keys() if _is_unsafe(name)),
    )


def _is_same(pack: ZipFile, member: Member) -> bool:
    entry = pack.getinfo(member.name)
    if entry.file_size != member.size or _is_a_bomb(entry):
        return False
    digest = hashlib.sha256()
    try:
        with pack.open(entry) as stream:
            for piece in pieces_of(stream):  # type: ignore[arg-type]
                digest.update(piece)
    except _UNREADABLE:
        return False
    return digest.hexdigest() == member.sha256


def _is_a_bomb(entry: ZipInfo) -> bool:
    likely = entry.file_size <= max(_HARMLESS_BYTES, _RATIO * entry.compress_size)
    return not likely or entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED)


def _manifest(pack: ZipFile) -> tuple[dict[str, Member], dict[str, Any], str]:
    if MANIFEST not in pack.namelist():
        raise _Refused(f"包里没有清单 {MANIFEST}，不是本系统导出的包。")
    entry = pack.getinfo(MANIFEST)
    if entry.file_size > MANIFEST_BYTES or _is_a_bomb(entry):
        raise _Refused("清单过大，没有核对。")
    try:
        content = pack.read(entry)
        document = json.loads(content)
        members = _members(document.pop("members"))
        if document.pop("format") != FORMAT:
            raise ValueError
    except (*_UNREADABLE, AttributeError, KeyError, TypeError, RecursionError) as problem:
        raise _Refused("清单已损坏，或不是本系统的格式。") from problem
    return members, document, hashlib.sha256(content).hexdigest()


def _members(lines: Iterable[Any]) -> dict[str, Member]:
    members: dict[str, Member] = {}
    for line in lines:
        member = Member(**line)
        well_formed = isinstance(member.name, str) and type(member.size) is int
        if not well_formed or not _SHA256.fullmatch(member.sha256) or member.name in members:
            raise ValueError(member.name)
        members[member.name] = member
    return members


def _is_unsafe(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return name != name.strip("/") or ".." in steps or "\\" in name or ":" in name or "" in steps
