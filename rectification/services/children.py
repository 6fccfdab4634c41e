"""What edits of a finding's causes, measures and evidence share: the lock, the right, the open step."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models

from infrastructure.errors import EditConflict, NotAllowed, WrongState
from organizations.models import User
from rectification.models import Finding, StateOrigin
from rectification.rules.finding_rights import open_in, refusal_to_work
from rectification.standing import standing_of

Row = TypeVar("Row", bound=models.Model)


def lock_finding(finding: Finding, *, act: str, by: User, as_of: date) -> Finding:
    """The finding's row, locked, when the user may do this (`rules.finding_rights`) and its state still allows it."""
    rows = Finding.objects.lock(finding.pk)
    locked: Finding = rows.select_related("lead_department", "accepting_department").get()
    standing = standing_of(locked, user=by, as_of=as_of)
    imported = locked.state_origin == StateOrigin.IMPORTED
    words = refusal_to_work(act, standing, state=locked.state, imported=imported)
    if words:
        in_state = open_in(act, locked.state, imported=imported, standing=standing)
        raise NotAllowed(words) if in_state else WrongState(words)
    return locked


def check_revision(row: Any, revision: int, *, current: dict[str, str], submitted: dict[str, str]) -> None:
    """An edit against an older revision is a conflict that shows both versions."""
    if row.revision != revision:
        raise EditConflict(
            "别人刚刚保存了这一条。下面是现在的内容和您填写的内容，请核对后再保存。",
            current=current,
            submitted=submitted,
        )


def next_position(rows: Any) -> int:
    """The place after the last row of a finding's list."""
    last = rows.aggregate(last=models.Max("position"))["last"]
    return (last or 0) + 1
