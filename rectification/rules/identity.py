"""When two rows of a ledger are the same finding: item or checkpoint, lead department and normalised text."""

from __future__ import annotations

import hashlib
import unicodedata


def normalise_text(text: str) -> str:
    """The text without what people type differently: width, case, spaces, punctuation and symbols."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def finding_key(*, place: str, lead_department_id: int, text: str) -> str:
    """Key of a row within one participation. `place` is the code of the checkpoint (I5.a) or of the item (I5)."""
    parts = "\x1f".join((place, str(lead_department_id), normalise_text(text)))
    return hashlib.sha256(parts.encode()).hexdigest()
