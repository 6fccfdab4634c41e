"""The closed loop of a finding as one table (DESIGN §6). Buttons, services, tests and docs come from it.

Pure: facts in, reasons out. A guard returns "" or the sentence that stands under the disabled button.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from infrastructure import transitions
from rectification.rules.states import FindingState as S

OPEN = (S.DRAFT, S.SUBMITTED, S.ANALYSING, S.RECTIFYING, S.AWAITING, S.ACCEPTED)


@dataclass(frozen=True)
class MeasureFacts:
    """A valid measure: its place in the list, and what it lacks."""

    position: int
    has_evidence: bool
    answers_cause: bool = True


@dataclass(frozen=True)
class FindingFacts:
    """What the guards need to know, read once a finding."""

    state: str
    deadline_kind: str = "dated"
    has_due_date: bool = False
    has_person: bool = False
    has_leader: bool = False
    has_accepting_department: bool = False
    ended_accepter: str = ""  # the accepting department, when it is no longer in use
    uncategorised_causes: int = 0
    causes: tuple[int, ...] = ()  # positions of valid causes
    unanswered_causes: tuple[int, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    on_the_spot_allowed: bool = False
    evidence_count: int = 0
    undecided_extension: bool = False
    imported: bool = False


Guard = Callable[[FindingFacts], str]
Transition = transitions.Transition[FindingFacts]  # `party`: lead, accepting or office, see `places`


def _has_cause(facts: FindingFacts) -> str:
    return "" if facts.causes else "请先补充原因分析。"


def _has_categories(facts: FindingFacts) -> str:
    if facts.uncategorised_causes:
        return f"还有 {facts.uncategorised_causes} 条原因没有选择类别。"
    return ""


def _every_cause_answered(facts: FindingFacts) -> str:
    if not facts.measures and facts.causes:
        return "请先制定整改措施。"
    if facts.unanswered_causes:
        return f"第 {'、'.join(map(str, facts.unanswered_causes))} 条原因还没有对应的整改措施。"
    return ""


def _has_deadline(facts: FindingFacts) -> str:
    if facts.deadline_kind == "ongoing" or facts.has_due_date:
        return ""
    return "请填写整改时限，或选择“持续推进”。"


def _has_person(facts: FindingFacts) -> str:
    return "" if facts.has_person else "请指定责任人。"


def _office_names_person(facts: FindingFacts) -> str:
    """Of imported history alone: who accepts cannot edit, the office can."""
    return "" if facts.has_person else "没有责任人，请质控办补全。"


def _office_sets_deadline(facts: FindingFacts) -> str:
    return "没有整改时限，请质控办补全。" if _has_deadline(facts) else ""


def _has_leader(facts: FindingFacts) -> str:
    return "" if facts.has_leader else "请指定责任领导。"


def _every_measure_proved(facts: FindingFacts) -> str:
    """Whether there is a measure at all is asked with the causes."""
    lacking = [str(m.position) for m in facts.measures if not m.has_evidence]
    return f"第 {'、'.join(lacking)} 条措施还没有佐证材料。" if lacking else ""


def _imported_proved(facts: FindingFacts) -> str:
    """History is taken over without evidence; its acceptance here is not."""
    if not facts.imported:
        return ""
    return _every_measure_proved(facts) if facts.measures else "还没有整改措施。"


def _has_accepter(facts: FindingFacts) -> str:
    return "" if facts.has_accepting_department else "还没有确定验收部门，请质控办指定。"


def _accepter_in_use(facts: FindingFacts) -> str:
    """A department that was closed keeps the finding until the office names another: nothing moves in silence."""
    if not facts.ended_accepter:
        return ""
    return f"验收部门“{facts.ended_accepter}”已停用，请质控办指定归口部门。"


def _no_open_extension(facts: FindingFacts) -> str:
    return "延期申请还没有审批。" if facts.undecided_extension else ""


def _on_the_spot_allowed(facts: FindingFacts) -> str:
    return "" if facts.on_the_spot_allowed else "本院没有对这个要点开放立行立改。"


def _has_photo(facts: FindingFacts) -> str:
    return "" if facts.evidence_count else "立行立改需要至少一张整改后的照片。"


_READY_TO_PROVE = (_has_cause, _has_categories, _every_cause_answered)
_ASSIGNED = (_has_person, _has_deadline)
_COMPLETED = (_office_names_person, _office_sets_deadline)

TRANSITIONS = transitions.table(
    Transition("submit", "提交", (S.DRAFT,), S.SUBMITTED, "finding.submit", "lead"),
    Transition(
        "return",
        "退回修改",
        (S.SUBMITTED, S.ANALYSING),
        S.DRAFT,
        "finding.triage",
        "office",
        needs_reason=True,
    ),
    Transition("take_up", "受理", (S.SUBMITTED,), S.ANALYSING, "finding.triage", "office"),
    Transition(
        "start",
        "开始整改",
        (S.ANALYSING,),
        S.RECTIFYING,
        "finding.plan",
        "lead",
        (*_READY_TO_PROVE, *_ASSIGNED, _has_leader),
    ),
    Transition(
        "request_acceptance",
        "提交验收",
        (S.RECTIFYING,),
        S.AWAITING,
        "finding.evidence",
        "lead",
        (
            *_READY_TO_PROVE,
            *_ASSIGNED,
            _every_measure_proved,
            _has_accepter,
            _accepter_in_use,
            _no_open_extension,
        ),
    ),
    Transition(
        "fix_on_the_spot",
        "立行立改",
        (S.DRAFT,),
        S.AWAITING,
        "finding.submit",
        "lead",
        (
            _on_the_spot_allowed,
            *_READY_TO_PROVE,
            _has_person,
            _has_photo,
            _every_measure_proved,
            _has_accepter,
            _accepter_in_use,
        ),
    ),
    Transition(
        "accept",
        "验收通过",
        (S.AWAITING,),
        S.ACCEPTED,
        "finding.accept",
        "accepting",
        (_imported_proved, _accepter_in_use),
    ),
    Transition(
        "refuse",
        "验收退回",
        (S.AWAITING,),
        S.RECTIFYING,
        "finding.accept",
        "accepting",
        (*_COMPLETED, _accepter_in_use),
        needs_reason=True,
    ),
    Transition("close", "销号", (S.ACCEPTED,), S.CLOSED, "finding.close", "office"),
    Transition(
        "reopen",
        "重新打开",
        (S.ACCEPTED, S.CLOSED),
        S.RECTIFYING,
        "finding.close",
        "office",
        _COMPLETED,
        needs_reason=True,
    ),
    Transition("merge", "合并", OPEN, S.MERGED, "finding.close", "office", needs_reason=True),
    Transition("void", "作废", OPEN, S.VOID, "finding.close", "office", needs_reason=True),
)

STEPS = ("登记", "原因分析", "整改措施", "整改与佐证", "验收销号")
_STEP_OF = {
    S.DRAFT: 0,
    S.SUBMITTED: 0,
    S.ANALYSING: 1,
    S.RECTIFYING: 3,
    S.AWAITING: 4,
    S.ACCEPTED: 4,
    S.CLOSED: 5,
}


ENDED = frozenset({S.MERGED, S.VOID})  # on no step: a finding that ended so stopped where it was


def step_of(state: str, facts: FindingFacts) -> int:
    """Index of the open step (5: all done). While analysing, the measures follow once each cause stands.

    Of a merged or void finding ask with the state in which it stopped.
    """
    index = _STEP_OF[S(state)]
    return 2 if index == 1 and facts.causes else index


def leaving(state: str) -> list[Transition]:
    """The arrows that leave a state, in the table's order."""
    return transitions.leaving(TRANSITIONS, state)
