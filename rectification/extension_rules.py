"""When an extension can be asked for (DESIGN §6): at most two granted, one undecided, only of dated work."""

from __future__ import annotations

from rectification.models import DeadlineKind, Decision, Finding
from rectification.rules.advice import advised
from rectification.rules.finding_rights import EXTENDABLE, Standing

MAX_GRANTED = 2


def refusal_to_ask(finding: Finding, standing: Standing) -> str:
    """Why this person cannot ask for an extension now; "" when he can. Pages show it under the button."""
    if finding.state not in EXTENDABLE:
        return "只有整改中的问题可以申请延期。"
    if finding.due_on is None and finding.deadline_kind == DeadlineKind.DATED:
        return advised("no_date", standing, state=finding.state)
    if finding.deadline_kind != DeadlineKind.DATED:
        return "持续推进的问题没有时限，不需要延期。"
    rows = [one.decision for one in finding.extensions.all()]  # in hand where many findings are asked about
    if None in rows:
        return "上一次延期申请还没有审批。"
    if rows.count(Decision.GRANTED) >= MAX_GRANTED:
        return "已经延期两次，不能再延期。"
    return ""


def date_is_set(finding: Finding, standing: Standing) -> str:
    """Why the limit of begun work is not typed over, and what this person does instead."""
    possible = not refusal_to_ask(finding, standing)
    return advised("date_is_set", standing, state=finding.state, possible=possible)
