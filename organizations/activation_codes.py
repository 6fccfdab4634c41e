"""The halves of a sealed slip and the code of a mailed link: easy to read off paper, kept as keyed hashes only."""

from __future__ import annotations

import secrets
import unicodedata
import uuid

from django.utils.crypto import constant_time_compare, salted_hmac

# Without I, L, O, U: what somebody types for them is read as what stands on the slip.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V", "-": "", " ": ""})
HALF = 10


def new_code(length: int = HALF) -> str:
    """50 bits a half: nobody who holds one finds the other."""
    return "".join(secrets.choice(_LETTERS) for _ in range(length))


def in_groups(code: str) -> str:
    return "-".join(code[i : i + 5] for i in range(0, len(code), 5))


def code_hash(code: str, *, reset: uuid.UUID) -> str:
    """Bound to its request and to the server's key: the table alone tells nothing."""
    return salted_hmac(
        "organizations.activation-code", f"{reset}:{_plain(code)}", algorithm="sha256"
    ).hexdigest()


def is_code(typed: str, kept: str, *, reset: uuid.UUID) -> bool:
    return bool(kept) and constant_time_compare(code_hash(typed, reset=reset), kept)


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).upper().translate(_ALIKE)
