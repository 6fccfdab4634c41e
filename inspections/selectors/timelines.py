"""The timeline of a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.timezone import localdate

from infrastructure.models import AuditEntry
from infrastructure.presentation.timelines import entries_of, recorded_note, timeline_row
from inspections.actions import SheetAction
from inspections.models import InspectionSheet


def sheet_timeline(sheet: InspectionSheet, *, clauses: frozenset[str] | None = None) -> list[dict[str, Any]]:
    """The acts on one sheet; what one person answered in a row on one day is one line.

    `clauses`: an office sees of the hospital's sheet only what was answered of its own lines.
    """
    rows: list[dict[str, Any]] = []
    last: tuple[Any, ...] | None = None
    answered: set[str] = set()
    for entry in entries_of(sheet.uid):
        if entry.action != SheetAction.ANSWERED:
            rows.append(timeline_row(entry, recorded_note(entry) or _note(entry)))
            last = None
            continue
        points = _answered(entry, clauses)
        if not points:
            continue
        key = (entry.actor_id, entry.on_behalf_of_id, localdate(entry.at))
        if key != last:
            answered = set()
            rows.append(timeline_row(entry, ""))
        answered |= points
        rows[-1]["note"], last = f"{len(answered)} 个要点", key
    return rows


def _answered(entry: AuditEntry, clauses: Iterable[str] | None) -> set[str]:
    points = set(entry.detail)
    return points if clauses is None else points & set(clauses)


def _note(entry: AuditEntry) -> str:
    return f"{entry.detail['answered']} 个要点" if "answered" in entry.detail else ""
