"""The key at the end of each line that is sent out: which export, which row, and a seal over both and its number.

Sixty-four signs of base32, so that capitals, spaces and full-width signs of an input method do no harm. The seal is
eight bytes of HMAC-SHA256: it is no password, but says that the line is ours and stands beside its own number.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

_SEAL = 8
_LENGTH = 64


@dataclass(frozen=True, slots=True)
class Key:
    export: UUID
    row: UUID
    seal: bytes


def make_key(export: UUID, row: UUID, number: str, *, secret: bytes) -> str:
    """The key of a line. `number`: what stands under 序号."""
    return base64.b32encode(export.bytes + row.bytes + _seal(export, row, number, secret)).decode()


def read_key(words: str) -> Key | None:
    """What a cell says, if it is a key at all; not yet whether it is a true one."""
    text = "".join(unicodedata.normalize("NFKC", words).upper().split())
    if len(text) != _LENGTH:
        return None
    try:
        whole = base64.b32decode(text)
    except binascii.Error:
        return None
    return Key(UUID(bytes=whole[:16]), UUID(bytes=whole[16:32]), whole[32:])


def is_true(key: Key, number: str, *, secrets: Iterable[bytes]) -> bool:
    """Whether we sealed this key for the line of this number."""
    return any(
        hmac.compare_digest(key.seal, _seal(key.export, key.row, number, secret)) for secret in secrets
    )


def _seal(export: UUID, row: UUID, number: str, secret: bytes) -> bytes:
    return hmac.digest(secret, export.bytes + row.bytes + number.encode(), hashlib.sha256)[:_SEAL]
