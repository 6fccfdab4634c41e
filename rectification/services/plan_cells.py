"""Causes and measures typed as a list in one cell: changed and added by their place, never taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from infrastructure.errors import Invalid
from organizations.models import User
from rectification.models import Finding
from rectification.services.work import MeasureInput, add_cause, add_measure, edit_cause, edit_measure


def set_causes(*, finding: Finding, texts: Sequence[str], by: User, now: datetime) -> None:
    """The causes in the words of the list. A shorter list is refused: which one is to go nobody has said."""
    typed: Any = {"by": by, "now": now, "unsorted": True}
    rows = list(finding.causes.valid())
    _check_length(texts, rows, "原因")
    for row, text in zip(rows, texts, strict=False):
        if row.text != text:
            edit_cause(
                cause=row,
                category=row.category,
                text=text,
                revision=row.revision,
                by=by,
                now=now,
                unsorted=True,
            )
    for text in texts[len(rows) :]:
        add_cause(finding=finding, category="", text=text, **typed)


def set_measures(*, finding: Finding, texts: Sequence[str], by: User, now: datetime) -> None:
    """The measures in the words of the list, each with the department, person and date that it has."""
    rows = list(finding.measures.valid().prefetch_related("answers__cause"))
    _check_length(texts, rows, "措施")
    for row, text in zip(rows, texts, strict=False):
        if row.text == text:
            continue
        values = MeasureInput(
            text=text,
            strength=row.strength,
            causes=[answer.cause for answer in row.answers.all()],
            department=row.department,
            person=row.person,
            due_on=row.due_on,
            unrated=True,
        )
        edit_measure(measure=row, values=values, revision=row.revision, by=by, now=now)
    for text in texts[len(rows) :]:
        add_measure(
            finding=finding, values=MeasureInput(text=text, strength="", unrated=True), by=by, now=now
        )


def _check_length(texts: Sequence[str], rows: Sequence[object], name: str) -> None:
    if len(texts) < len(rows):
        raise Invalid(
            {"text": f"现有 {len(rows)} 条{name}，这里只有 {len(texts)} 条；要去掉其中一条，请在问题页办理。"}
        )
