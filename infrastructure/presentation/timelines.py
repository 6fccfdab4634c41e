"""Who did what to a record: its audit entries, newest first, as `_components/timeline.html` shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from infrastructure import audit
from infrastructure.models import AuditEntry

TIMELINE_LENGTH = 200
_TONES: dict[str, str] = {}


def register_tones(tones: Mapping[str, str]) -> None:
    """An app says which of its acts are shown in a colour that means something."""
    _TONES.update(tones)


def entries_of(target_uid: UUID) -> QuerySet[AuditEntry]:
    """The acts on one record, the newest first, as many as a page shows."""
    return AuditEntry.objects.filter(target_uid=target_uid).order_by("-id")[:TIMELINE_LENGTH]


def timeline_row(entry: AuditEntry, note: str) -> dict[str, Any]:
    """One line of the timeline. `note`: what the app says of the entry's detail."""
    return {
        "actor": entry.signatory_name or entry.actor_name,
        "verb": audit.label_of(entry.action),
        "at": entry.at,
        "tone": _TONES.get(entry.action, ""),
        "reason": entry.reason,
        "note": note,
        "on_behalf_of": entry.on_behalf_of_name,
    }


def recorded_note(entry: AuditEntry) -> str:
    """代录: who entered the signed paper; "" for an act signed in the system."""
    return f"{entry.actor_name} 代录签字盖章件" if entry.scan_uid else ""
