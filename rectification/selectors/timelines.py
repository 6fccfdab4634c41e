"""Who did what to a finding or a sheet: its audit entries, newest first, as `_components/timeline.html` shows them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from infrastructure import audit
from infrastructure.models import AuditEntry
from rectification.actions import Action
from rectification.models import Finding, InspectionSheet

TIMELINE_LENGTH = 200
_TONES: dict[str, str] = {
    Action.RETURN: "overdue",
    Action.REFUSE: "overdue",
    Action.ACCEPT: "done",
    Action.CLOSE: "done",
    Action.VOID: "wait",
    Action.SHEET_CONFIRMED: "done",
    Action.SHEET_REOPENED: "wait",
}


def finding_timeline(finding: Finding) -> list[dict[str, Any]]:
    """The acts on one finding."""
    entries = AuditEntry.objects.filter(target_uid=finding.uid).order_by("-id")[:TIMELINE_LENGTH]
    return [_row(entry, _note(entry)) for entry in entries]


def sheet_timeline(sheet: InspectionSheet, *, clauses: frozenset[str] | None = None) -> list[dict[str, Any]]:
    """The acts on one sheet; what one person answered in a row on one day is one line.

    `clauses`: an office sees of the hospital's sheet only what was answered of its own lines.
    """
    entries = AuditEntry.objects.filter(target_uid=sheet.uid).order_by("-id")[:TIMELINE_LENGTH]
    rows: list[dict[str, Any]] = []
    last: tuple[Any, ...] | None = None
    answered: set[str] = set()
    for entry in entries:
        if entry.action != Action.SHEET_ANSWERED:
            rows.append(_row(entry, _sheet_note(entry)))
            last = None
            continue
        points = _answered(entry, clauses)
        if not points:
            continue
        key = (entry.actor_id, entry.on_behalf_of_id, localdate(entry.at))
        if key != last:
            answered = set()
            rows.append(_row(entry, ""))
        answered |= points
        rows[-1]["note"], last = f"{len(answered)} 个要点", key
    return rows


def _answered(entry: AuditEntry, clauses: Iterable[str] | None) -> set[str]:
    points = set(entry.detail)
    return points if clauses is None else points & set(clauses)


def _row(entry: AuditEntry, note: str) -> dict[str, Any]:
    return {
        "actor": entry.signatory_name or entry.actor_name,
        "verb": audit.label_of(entry.action),
        "at": entry.at,
        "tone": _TONES.get(entry.action, ""),
        "reason": entry.reason,
        "note": note,
        "on_behalf_of": entry.on_behalf_of_name,
    }


def _sheet_note(entry: AuditEntry) -> str:
    if entry.scan_uid:
        return f"{entry.actor_name} 代录签字盖章件"
    return f"{entry.detail['answered']} 个要点" if "answered" in entry.detail else ""


def _note(entry: AuditEntry) -> str:
    detail = entry.detail
    if entry.scan_uid:
        return f"{entry.actor_name} 代录签字盖章件"
    if "names" in detail:
        return "、".join(detail["names"])
    if "from" in detail and "to" in detail:
        return f"{detail['from']} → {detail['to']}"
    if "text" in detail:
        return str(detail["text"])
    changed = [name for name, value in detail.items() if isinstance(value, list)]
    return "、".join(changed)
