"""Everything that the page of one finding shows, in a number of queries that does not grow with it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from organizations.models import Department, User
from organizations.places import may, may_record
from organizations.scope import Scope
from policy_texts.vocabulary import CauseCategory
from rectification.extension_rules import refusal_to_ask
from rectification.finding_facts import facts_of
from rectification.models import (
    AcceptanceRound,
    Cause,
    Decision,
    Evidence,
    EvidenceMeasure,
    Extension,
    Finding,
    FindingAct,
    LedgerEntry,
    Measure,
    MeasureCause,
    ProgressNote,
)
from rectification.places import place_of
from rectification.round_facts import sides_of
from rectification.rules import lifecycle
from rectification.rules.deadlines import NoteOwed, quarterly_note
from rectification.rules.finding_rights import Standing, allowed
from rectification.rules.ledger_rows import marks_of, seen_on_site
from rectification.rules.lifecycle import FindingFacts, Transition
from rectification.rules.next_actions import NextAction, next_actions
from rectification.rules.sides import Actor, one_side, refusal
from rectification.rules.states import UNDONE_STATES, StateOrigin
from rectification.rules.states import FindingState as S
from rectification.selectors.timelines import finding_timeline
from rectification.standing import right_of, standing_of


def finding_in(scope: Scope) -> QuerySet[Finding]:
    """Findings in sight, with what their page names."""
    return Finding.objects.visible_in(scope).select_related(
        "hospital",
        "lead_department",
        "accepting_department",
        "responsible_person",
        "responsible_leader",
        "repeats",
        "merged_into",
        "created_by",
    )


@dataclass
class MeasureRow:
    measure: Measure
    number: int
    evidence: list[Evidence] = field(default_factory=list)
    causes: list[int] = field(default_factory=list)


@dataclass
class CauseRow:
    """A cause with the measures that answer it; `cause` None gathers measures that answer none."""

    cause: Cause | None
    number: int
    measures: list[MeasureRow] = field(default_factory=list)
    elsewhere: list[int] = field(
        default_factory=list
    )  # numbers of measures that stand beside an earlier cause

    @property
    def span(self) -> int:
        return max(1, len(self.measures))

    @property
    def category_label(self) -> str:
        code = self.cause.category if self.cause else ""
        return CauseCategory(code).label if code else ""


@dataclass(frozen=True)
class Rights:
    """What the user may do on the page beside the transitions."""

    edit: bool
    plan: bool
    prove: bool
    note: bool
    see_on_site: bool
    ask_extension: bool
    decide_extension: bool
    record_paper: bool
    triage: bool

    @property
    def names_accepter(self) -> bool:
        """Whether it is this user who names another department in place of one that has ended."""
        return self.triage and self.edit


@dataclass(frozen=True)
class FindingPage:
    finding: Finding
    facts: FindingFacts
    entries: list[LedgerEntry]
    rows: list[CauseRow]
    loose_evidence: list[Evidence]
    old_evidence: list[Evidence]
    rounds: list[AcceptanceRound]
    extensions: list[Extension]
    notes: list[ProgressNote]
    supporting: list[str]
    steps: list[dict[str, Any]]
    actions: list[NextAction]
    paper_actions: list[Transition]
    rights: Rights
    successor: Department | None  # of an accepting department that has ended
    extension_refusal: str
    timeline: list[dict[str, Any]]
    as_of: date

    @property
    def primary_entry(self) -> LedgerEntry:
        return next(entry for entry in self.entries if entry.primary)

    @property
    def measures(self) -> list[MeasureRow]:
        seen = {row.measure.pk: row for cause in self.rows for row in cause.measures}
        return sorted(seen.values(), key=lambda row: row.number)

    @property
    def marks(self) -> tuple[str, ...]:
        imported = self.finding.state_origin == StateOrigin.IMPORTED
        return marks_of(on_the_spot=self.finding.on_the_spot, imported=imported)

    @property
    def late_words(self) -> str:
        """Of a finding from a workbook that was done after its deadline."""
        done, due = self.finding.imported_done_on, self.finding.due_on
        return f"逾期 {(done - due).days} 天完成" if done and due and done > due else ""

    @property
    def proof(self) -> list[str]:
        """What stands under 佐证材料 on paper: each piece once, with the measures that it proves."""
        proves: dict[int, list[str]] = defaultdict(list)
        pieces: dict[int, Evidence] = {}
        for row in self.measures:
            for piece in row.evidence:
                pieces[piece.pk] = piece
                proves[piece.pk].append(str(row.number))
        proved = [
            f"措施 {'、'.join(proves[pk])}：{_proof_words(piece)}" for pk, piece in sorted(pieces.items())
        ]
        return [*proved, *map(_proof_words, self.loose_evidence)]

    @property
    def matrix_note(self) -> str:
        """The card's count: causes, measures, and how many measures are proved."""
        measures = self.measures
        if not self.facts.causes and not measures:
            return ""
        proved = sum(1 for row in measures if row.evidence)
        return f"{len(self.facts.causes)} 个原因，{len(measures)} 条措施，佐证 {proved} / {len(measures)}"

    @property
    def wants_evidence(self) -> bool:
        return self.finding.state in (S.RECTIFYING, S.AWAITING)

    @property
    def show_due(self) -> bool:
        ongoing = self.finding.deadline_kind == "ongoing" and self.finding.state in UNDONE_STATES
        return self.finding.counts_down or ongoing

    @property
    def note_owed(self) -> NoteOwed | None:
        """The quarterly note that ongoing work owes."""
        if self.finding.deadline_kind != "ongoing" or self.finding.state not in UNDONE_STATES:
            return None
        last = max((note.on for note in self.notes), default=None)
        return quarterly_note(since=self.finding.created_on, last_note_on=last, as_of=self.as_of)

    @property
    def extension_words(self) -> str:
        return f"延期 {sum(1 for e in self.extensions if e.decision == Decision.GRANTED)} 次"

    @property
    def leading(self) -> str:
        """What the one primary button does while no transition is possible yet: the work that is missing."""
        if self.facts.ended_accepter and self.rights.names_accepter:
            return "accepter"
        if any(action.primary for action in self.actions):
            return ""
        if self.rights.plan and not self.facts.causes:
            return "cause"
        if self.rights.plan and self.finding.state == S.ANALYSING:
            return "measure"
        if not self.measures:
            return ""
        return "prove" if self.rights.prove else "see" if self.rights.see_on_site else ""

    notice_signatures = ("签发人", "质控办经办人", "接收部门负责人", "接收日期")
    feedback_signatures = ("科室负责人", "责任人", "验收人", "填报日期")


def _proof_words(piece: Evidence) -> str:
    if piece.file is not None:
        return str(piece.file.original_name)
    assert piece.seen_on is not None  # evidence_file_or_seen
    return seen_on_site(by=piece.signatory.name, on=piece.seen_on, words=piece.words)


def read_page(finding: Finding, *, user: User, as_of: date) -> FindingPage:
    """Gather the page for one user."""
    facts = facts_of(finding, as_of=as_of)
    evidence = list(
        Evidence.objects.filter(finding=finding)
        .select_related("file", "signatory", "recorded_by")
        .order_by("id")
    )
    rows, loose = _matrix(finding, evidence)
    replaced = {e.replaces_id for e in evidence}
    standing = standing_of(finding, user=user, as_of=as_of)
    rights = _rights(finding, standing, user, as_of)
    return FindingPage(
        finding=finding,
        facts=facts,
        entries=list(
            finding.entries.select_related("item", "checkpoint", "participation__run").order_by(
                "-primary", "id"
            )
        ),
        rows=rows,
        loose_evidence=loose,
        old_evidence=[
            e for e in evidence if e.voided_at or e.pk in replaced or e.round_no < finding.proof_since_round
        ],
        rounds=list(
            AcceptanceRound.objects.filter(finding=finding).select_related(
                "rectified_by", "rectified_dept", "accepted_by", "accepted_dept", "closed_by", "accepted_scan"
            )
        ),
        extensions=list(finding.extensions.select_related("asked_by", "decided_by")),
        notes=list(finding.notes.select_related("signatory")[:50]),
        supporting=[row.department.name for row in finding.supporting.select_related("department")],
        steps=_steps(finding, facts),
        actions=_actions(finding, facts, user, as_of),
        paper_actions=_paper_actions(facts) if rights.record_paper else [],
        rights=rights,
        successor=_successor(finding, as_of) if facts.ended_accepter else None,
        extension_refusal=refusal_to_ask(finding, standing) if rights.ask_extension else "",
        timeline=finding_timeline(finding),
        as_of=as_of,
    )


def _successor(finding: Finding, as_of: date) -> Department | None:
    """Who took the accepting department over, when it may accept: proposed to the office, never set by itself."""
    lead, ended = finding.lead_department, finding.accepting_department
    heir = Department.objects.active(as_of).filter(predecessors=ended).first()
    conflicts = heir is None or one_side(lead.pk, lead.parent_id, heir.pk, heir.parent_id)
    return None if conflicts else heir


def _matrix(finding: Finding, evidence: list[Evidence]) -> tuple[list[CauseRow], list[Evidence]]:
    causes = [CauseRow(cause, n) for n, cause in enumerate(finding.causes.valid(), 1)]
    measures = [
        MeasureRow(measure, n)
        for n, measure in enumerate(finding.measures.valid().select_related("department", "person"), 1)
    ]
    by_measure = {row.measure.pk: row for row in measures}
    replaced = {e.replaces_id for e in evidence}
    current = {
        e.pk: e
        for e in evidence
        if e.voided_at is None and e.pk not in replaced and e.round_no >= finding.proof_since_round
    }
    linked = set()
    links = EvidenceMeasure.objects.filter(evidence__in=current).order_by("evidence_id")
    for evidence_id, measure_id in links.values_list("evidence_id", "measure_id"):
        if measure_id in by_measure:
            by_measure[measure_id].evidence.append(current[evidence_id])
            linked.add(evidence_id)
    _attach(causes, by_measure)
    unanswering = [row for row in measures if not row.causes]
    if unanswering:
        causes.append(CauseRow(None, 0, unanswering))
    return causes, [e for pk, e in current.items() if pk not in linked]


def _attach(causes: list[CauseRow], by_measure: dict[int, MeasureRow]) -> None:
    """A measure stands beside the first cause that it answers and names the others."""
    answers: dict[int, list[int]] = defaultdict(list)
    for measure_id, cause_id in MeasureCause.objects.filter(measure__in=by_measure).values_list(
        "measure_id", "cause_id"
    ):
        answers[measure_id].append(cause_id)
    by_cause = {row.cause.pk: row for row in causes if row.cause}
    for measure_id, row in by_measure.items():
        found = sorted((by_cause[c] for c in answers[measure_id] if c in by_cause), key=lambda c: c.number)
        row.causes = [cause.number for cause in found]
        if found:
            found[0].measures.append(row)
        for other in found[1:]:
            other.elsewhere.append(row.number)


def _steps(finding: Finding, facts: FindingFacts) -> list[dict[str, Any]]:
    """The five steps; a merged or void finding shows where it stopped, and that it did."""
    ended = facts.state in lifecycle.ENDED
    now = lifecycle.step_of(_stopped_in(finding) if ended else facts.state, facts)
    return [
        {
            "label": label,
            "past": index < now,
            "now": index == now and not ended,
            "ended": index == now and ended,
            "note": finding.get_state_display() if index == now and ended else "",
        }
        for index, label in enumerate(lifecycle.STEPS)
    ]


def _stopped_in(finding: Finding) -> str:
    """The state out of which a finding was merged or made void."""
    acts = FindingAct.objects.filter(finding=finding, to_state=finding.state).order_by("-id")
    return acts.values_list("from_state", flat=True).first() or S.DRAFT.value


_ACTS = ("edit", "plan", "prove", "note", "see_on_site", "ask_extension", "decide_extension")


def _rights(finding: Finding, standing: Standing, user: User, as_of: date) -> Rights:
    """The user's rights on this finding in its present state."""
    imported = finding.state_origin == "imported"
    return Rights(
        **{act: allowed(act, standing, state=finding.state, imported=imported) for act in _ACTS},
        record_paper=may_record(hospital_id=finding.hospital_id, by=user, as_of=as_of),
        triage=standing.office,
    )


def actions_of(finding: Finding, *, user: User, as_of: date) -> list[NextAction]:
    """What this user can do next with the finding, and why not yet."""
    return _actions(finding, facts_of(finding, as_of=as_of), user, as_of)


def _actions(finding: Finding, facts: FindingFacts, user: User, as_of: date) -> list[NextAction]:
    def has_right(transition: Transition) -> bool:
        if transition.party == "accepting" and finding.accepting_department is None:
            return False
        right = right_of(finding, transition, user=user, as_of=as_of)
        return may(action=right, place=place_of(finding, transition), by=user, as_of=as_of)

    return next_actions(facts, may=has_right, four_eyes=lambda name: _four_eyes(finding, name, user, as_of))


def _paper_actions(facts: FindingFacts) -> list[Transition]:
    """What an authorised clerk may record from a signed paper now."""
    signed = ("submit", "request_acceptance", "accept", "refuse")
    return [t for t in lifecycle.leaving(facts.state) if t.name in signed and not t.refusal(facts)]


def _four_eyes(finding: Finding, name: str, user: User, as_of: date) -> str:
    if name not in ("accept", "refuse", "close"):
        return ""
    people = frozenset({user.staff_id} if user.staff_id is not None else ())
    return refusal(name, sides_of(finding, as_of=as_of), Actor(people, user.pk))
