"""What edits of a finding's causes, measures and evidence share: the lock, the right, the open step."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar

from django.db import models

from infrastructure.errors import EditConflict, NotAllowed, WrongState
from organizations.models import User
from organizations.places import Place, may
from organizations.rights import Right
from rectification.models import Finding, FindingState
from rectification.rights import FindingRight

PLAN_STATES = (FindingState.DRAFT, FindingState.SUBMITTED, FindingState.ANALYSING, FindingState.RECTIFYING)
PROOF_STATES = (*PLAN_STATES, FindingState.AWAITING)

Row = TypeVar("Row", bound=models.Model)


def lock_finding(
    finding: Finding, *, right: Right, states: tuple[FindingState, ...], by: User, as_of: date
) -> Finding:
    """The finding's row, locked, when the user may work on it and its state still allows it."""
    locked = (
        Finding.objects.select_for_update(of=("self",)).select_related("lead_department").get(pk=finding.pk)
    )
    if locked.state not in states:
        raise WrongState(f"当前状态是“{locked.get_state_display()}”，不能再改这一部分。")
    work_place(locked, right=right, by=by, as_of=as_of)
    return locked


def work_place(finding: Finding, *, right: Right, by: User, as_of: date) -> Place:
    """The department in whose name the user works on the finding: the lead, or (evidence only) a supporting one.

    Planning stays with the lead. Raises NotAllowed.
    """
    departments = [finding.lead_department_id]
    if right is FindingRight.EVIDENCE:
        departments += finding.supporting.values_list("department_id", flat=True)
    for department in departments:
        place = Place(finding.hospital_id, department)
        if may(action=right, place=place, by=by, as_of=as_of):
            return place
    raise NotAllowed("这个问题由牵头部门办理，您的角色没有这项权限。")


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
