"""代录: who signed the paper, and its scan, as they come with a request."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from infrastructure.errors import Invalid
from infrastructure.files.services import receive_upload
from organizations.models import User
from organizations.services.signing import Paper


def paper_of(typed: Mapping[str, Any], *, hospital_id: int, by: User, now: datetime) -> Paper | None:
    """The paper when there is one; signatory and scan belong together. Runs in the act's transaction."""
    signatory, scan = typed["signatory"], typed["scan"]
    if signatory is None and scan is None:
        return None
    if signatory is None or scan is None:
        missing = "signatory" if signatory is None else "scan"
        raise Invalid({missing: "代录要同时填写签字人（signatory）和扫描件（scan）。"})
    stored = receive_upload(upload=scan, hospital_id=hospital_id, by=by, now=now)
    return Paper(signatory=signatory, scan=stored)
