"""The timeline of a finding."""

from __future__ import annotations

from typing import Any

from infrastructure.models import AuditEntry
from infrastructure.presentation.timelines import entries_of, recorded_note, timeline_row
from organizations.selectors import changes_in_words
from rectification.models import Finding


def finding_timeline(finding: Finding) -> list[dict[str, Any]]:
    """The acts on one finding."""
    return [timeline_line(entry) for entry in entries_of(finding.uid)]


def timeline_line(entry: AuditEntry) -> dict[str, Any]:
    """One act, with what changed old → new."""
    return timeline_row(entry, recorded_note(entry) or _note(entry))


def _note(entry: AuditEntry) -> str:
    detail = entry.detail
    if "names" in detail:
        return "、".join(detail["names"])
    if "from" in detail and "to" in detail:
        return f"{detail['from']} → {detail['to']}"
    if "text" in detail:
        return str(detail["text"])
    return changes_in_words(detail)
