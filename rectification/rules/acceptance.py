"""Which department accepts by default: pure decisions (DESIGN §6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Office:
    """A department that could accept, with the one above it."""

    id: int
    above: int | None = None

    @property
    def side(self) -> int:
        return self.above or self.id


@dataclass(frozen=True)
class Offices:
    """What the default depends on; None where the hospital has not named one."""

    functional: Office | None
    quality: Office | None
    leadership: Office | None


def default_accepting_department(*, lead: Office, offices: Offices) -> int | None:
    """The checkpoint's functional department; where the lead is on its side, the quality office, then the leaders."""
    for candidate in (offices.functional, offices.quality, offices.leadership):
        if candidate is not None and candidate.side != lead.side:
            return candidate.id
    return None


def is_one_recorder(recorder: int, person: int | None, other_recorder: int, other_person: int | None) -> bool:
    """Whether one person recorded both sides: one log-in, or two log-ins of one member of staff."""
    return recorder == other_recorder or (person is not None and person == other_person)
