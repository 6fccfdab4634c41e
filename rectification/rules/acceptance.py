"""Who may accept and who may not: pure decisions of the four-eyes rule (DESIGN §6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Offices:
    """Department ids that the default depends on; None where the hospital has not named one."""

    functional: int | None
    quality: int | None
    leadership: int | None


def default_accepting_department(*, lead: int, offices: Offices) -> int | None:
    """The checkpoint's functional department; where the lead is that one, the quality office, then the leaders."""
    for candidate in (offices.functional, offices.quality, offices.leadership):
        if candidate is not None and candidate != lead:
            return candidate
    return None


@dataclass(frozen=True)
class RoundFacts:
    """The people of one round: staff and user ids, and the names to say who is meant."""

    rectified_by: int
    rectified_recorded_by: int
    rectified_principal: int | None
    rectified_recorder_person: int | None = None
    measure_people: frozenset[int] = frozenset()
    measure_authors: frozenset[int] = frozenset()
    evidence_people: frozenset[int] = frozenset()
    evidence_recorders: frozenset[int] = frozenset()


def is_one_recorder(recorder: int, person: int | None, other_recorder: int, other_person: int | None) -> bool:
    """Whether one person recorded both sides: one log-in, or two log-ins of one member of staff."""
    return recorder == other_recorder or (person is not None and person == other_person)


def refusal_to_accept(
    *,
    facts: RoundFacts,
    signatory: int,
    recorder: int,
    principal: int | None,
    on_paper: bool,
    recorder_person: int | None = None,
) -> str:
    """Why this person may not accept this round; "" when he may.

    On paper the clerk only records: he must not have recorded the other side, but is not himself the accepter.
    """
    people = {signatory} if principal is None else {signatory, principal}
    rectifiers = {facts.rectified_by} | ({facts.rectified_principal} if facts.rectified_principal else set())
    if people & rectifiers:
        return "提交验收的人不能自己验收，请由另一人验收。"
    if is_one_recorder(
        recorder, recorder_person, facts.rectified_recorded_by, facts.rectified_recorder_person
    ):
        return "提交验收由您登记，验收请由另一人登记。"
    if people & facts.measure_people:
        return "您（或被代理人）负责其中的整改措施，不能验收，请由另一人验收。"
    if people & facts.measure_authors:
        return "您（或被代理人）制定了其中的整改措施，不能验收，请由另一人验收。"
    if people & facts.evidence_people:
        return "您（或被代理人）提供了本轮佐证材料，不能验收，请由另一人验收。"
    if not on_paper and recorder in facts.evidence_recorders:
        return "您上传了本轮佐证材料，不能验收，请由另一人验收。"
    return ""
