"""Public identifiers of the demo: made from names, so that the demo of a day has the same addresses every time."""

import hashlib
from datetime import datetime
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62


def derived_uid(at: datetime, *names: object) -> UUID:
    """A UUIDv7 of that moment; what is random in an ordinary one comes from the names."""
    digest = hashlib.sha256("\x1f".join(map(str, names)).encode()).digest()
    milliseconds = int(at.timestamp() * 1000) << 80
    first = (int.from_bytes(digest[:2], "big") & 0xFFF) << 64
    rest = int.from_bytes(digest[2:10], "big") & ((1 << 62) - 1)
    return UUID(int=milliseconds | _VERSION_7 | first | _VARIANT | rest)
