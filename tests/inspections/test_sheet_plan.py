"""Which checkpoints stand on whose sheet: pure, facts in and a plan out."""

from __future__ import annotations

import pytest

from inspections.rules.sheet_plan import CheckpointFacts, DepartmentFacts, OverlayFacts, plan_sheets

ORTHOPAEDICS, CARDIOLOGY, THEATRE, NURSES, QUALITY = 1, 2, 3, 4, 5
_SURGERY = CheckpointFacts(10, frozenset({"surgical"}), "medical_affairs")
_BOTH = CheckpointFacts(11, frozenset({"hospital", "clinical"}), "quality")


def hospital(*, operating: frozenset[int]) -> list[DepartmentFacts]:
    kinds = {
        ORTHOPAEDICS: "clinical",
        CARDIOLOGY: "clinical",
        THEATRE: "medical_technical",
        NURSES: "nursing_unit",
        QUALITY: "office",
    }
    return [
        DepartmentFacts(pk, kind, frozenset({"quality"} if pk == QUALITY else ()), pk in operating)
        for pk, kind in kinds.items()
    ]


@pytest.mark.parametrize(
    ("operating", "asked"),
    [
        (frozenset({ORTHOPAEDICS, THEATRE}), {ORTHOPAEDICS, THEATRE}),
        (frozenset(), {ORTHOPAEDICS, CARDIOLOGY, NURSES}),  # none is marked: rather one too many than nobody
    ],
)
def test_what_belongs_to_operations_is_asked_of_who_operates(
    operating: frozenset[int], asked: set[int]
) -> None:
    plan = plan_sheets(departments=hospital(operating=operating), checkpoints=[_SURGERY], overlays={})
    assert (set(plan.departments), plan.hospital) == (asked, {})


def test_a_checkpoint_of_both_levels_is_asked_once_of_the_office_and_of_each_department() -> None:
    plan = plan_sheets(departments=hospital(operating=frozenset()), checkpoints=[_BOTH], overlays={})
    assert plan.hospital == {11: QUALITY}
    assert set(plan.departments) == {ORTHOPAEDICS, CARDIOLOGY}


def test_the_hospitals_own_reading_wins_over_both() -> None:
    overlays = {11: OverlayFacts(audiences=frozenset({"nursing_unit"}))}
    plan = plan_sheets(departments=hospital(operating=frozenset()), checkpoints=[_BOTH], overlays=overlays)
    assert (plan.hospital, set(plan.departments)) == ({}, {NURSES})
