"""代录: who signed the paper, and its scan, as they come with a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from infrastructure.files.services import receive_upload
from organizations.models import User
from organizations.services.signing import Paper


def paper_of(typed: Mapping[str, Any], *, hospital_id: int, by: User, now: datetime) -> Paper | None:
    """The paper when there is one; its body has seen to it that there is a scan as well. In the act's transaction."""
    if typed["signatory"] is None:
        return None
    stored = receive_upload(upload=typed["scan"], hospital_id=hospital_id, by=by, now=now)
    return Paper(signatory=typed["signatory"], scan=stored)
