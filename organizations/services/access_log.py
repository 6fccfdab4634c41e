"""Who came in and what left the house. Insert-only; the anonymous paths of DESIGN §8 never come here."""

from __future__ import annotations

import uuid
from datetime import datetime

from infrastructure.models.access import AccessEntry, AccessKind
from organizations.models import User


def log(
    *,
    kind: AccessKind,
    now: datetime,
    user: User | None = None,
    hospital_id: int | None = None,
    login: str = "",
    address: str | None = None,
    target_uid: uuid.UUID | None = None,
    detail: str = "",
) -> AccessEntry:
    """Write one entry. `login` is what was typed; without a hospital it is the user's own."""
    if hospital_id is None and user is not None:
        hospital_id = user.hospital_id
    return AccessEntry.objects.create(
        at=now,
        kind=kind,
        user=user,
        hospital_id=hospital_id,
        login=login.replace("\x00", "")[:150],
        address=address,
        target_uid=target_uid,
        detail=detail.replace("\x00", "")[:300],
    )
