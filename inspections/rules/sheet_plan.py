"""Which checkpoints stand on whose sheet: the document's audiences, or the hospital's own reading of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policy_texts.vocabulary import Audience


@dataclass(frozen=True)
class DepartmentFacts:
    id: int
    kind: str
    duties: frozenset[str] = frozenset()
    operates: bool = False


@dataclass(frozen=True)
class CheckpointFacts:
    id: int
    audiences: frozenset[str]
    duty: str


@dataclass(frozen=True)
class OverlayFacts:
    """A hospital's own audiences and office for one checkpoint; None: as the document says."""

    audiences: frozenset[str] | None = None
    functional_department: int | None = None


@dataclass(frozen=True)
class SheetPlan:
    """department → checkpoints of its own sheet; checkpoint → office that answers it once for the hospital."""

    departments: Mapping[int, tuple[int, ...]]
    hospital: Mapping[int, int | None]


_WARDS = (Audience.CLINICAL, Audience.NURSING_UNIT)
_AS_WRITTEN = OverlayFacts()


def plan_sheets(
    *,
    departments: Sequence[DepartmentFacts],
    checkpoints: Iterable[CheckpointFacts],
    overlays: Mapping[int, OverlayFacts],
) -> SheetPlan:
    """`departments` come in the order in which they are asked for a duty (first level first)."""
    own: dict[int, list[int]] = {}
    hospital: dict[int, int | None] = {}
    surgical = surgical_departments(departments)
    for point in checkpoints:
        overlay = overlays.get(point.id, _AS_WRITTEN)
        audiences = point.audiences if overlay.audiences is None else overlay.audiences
        if Audience.HOSPITAL in audiences:
            hospital[point.id] = overlay.functional_department or office_for(point.duty, departments)
        for department in departments:
            if department.kind in audiences or (Audience.SURGICAL in audiences and department.id in surgical):
                own.setdefault(department.id, []).append(point.id)
    return SheetPlan({key: tuple(ids) for key, ids in own.items()}, hospital)


def surgical_departments(departments: Sequence[DepartmentFacts]) -> frozenset[int]:
    """Those that operate. Where a hospital has marked none, every ward: rather one too many than nobody."""
    marked = frozenset(department.id for department in departments if department.operates)
    return marked or frozenset(department.id for department in departments if department.kind in _WARDS)


def office_for(duty: str, departments: Sequence[DepartmentFacts]) -> int | None:
    """The first department with this duty; None: the quality office answers."""
    return next((department.id for department in departments if duty in department.duties), None)
