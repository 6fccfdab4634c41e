"""The whole demo for one day. The same day gives the same plan."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from policy_texts.campaigns import Campaign
from policy_texts.loading import load_campaign
from policy_texts.vocabulary import FindingOrigin, PhaseKind
from workshop.demo.content import Content, Course, FindingText, RunKind, load_content
from workshop.demo.inspections.sheets import SheetScene, build_sheets
from workshop.demo.organizations.accounts import build_accounts
from workshop.demo.organizations.institutions import Institution, build_institutions
from workshop.demo.plan import (
    DemoPlan,
    FindingPlan,
    ParticipationPlan,
    PhasePlan,
    RunPlan,
)
from workshop.demo.rectification.courses import Timing, assign_courses
from workshop.demo.rectification.journeys import Scene, travel
from workshop.demo.rectification.words import Words

CAMPAIGN = "QS25"
NATION = "100000"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_MORNING = time(9, 0)
# Days from today: today lies in the middle of the self-inspection.
REGULAR_PHASES = (
    (PhaseKind.LAUNCH, -64, -51),
    (PhaseKind.SELF_INSPECTION, -50, 37),
    (PhaseKind.CONCENTRATED, 38, 98),
    (PhaseKind.EVALUATION, 99, 129),
)
_FOUND_WITHIN = 72  # days of the official self-inspection in which findings are entered
_SHARED_EACH = 4  # findings of a smaller hospital
_REST_WEIGHT = 28  # how often these take the course that takes the rest


def build_demo(as_of: date) -> DemoPlan:
    """Everything that the demo holds on this day: nothing in it happened later than yesterday."""
    content = load_content()
    campaign = load_campaign(CAMPAIGN)
    institutions = build_institutions(content)
    runs = _Runs(content, campaign, institutions, as_of)
    return DemoPlan(
        as_of=as_of,
        password=content.accounts.password,
        hospitals=tuple(institution.plan for institution in institutions),
        accounts=build_accounts(institutions, content),
        runs=(runs.official(), runs.regular()),
    )


class _Runs:
    """The two runs: the finished one that the document ordered, and the hospital's own that goes on."""

    def __init__(
        self, content: Content, campaign: Campaign, institutions: Sequence[Institution], as_of: date
    ) -> None:
        self.content, self.campaign, self.institutions, self.as_of = content, campaign, institutions, as_of
        self.main = next(each for each in institutions if each.in_full)
        self.checkpoints = {point.clause: point for point in campaign.checkpoints()}
        self.found: dict[str, datetime] = {}  # key and moment, in the finished run of the hospital in full

    def official(self) -> RunPlan:
        phases = tuple(PhasePlan(p.kind, p.from_on, p.to_on) for p in self.campaign.phases)
        participations = [self._finished(phases[1])]
        participations += (
            self._smaller(number, each, phases[1]) for number, each in enumerate(self._others())
        )
        return RunPlan(
            code=CAMPAIGN,
            campaign=CAMPAIGN,
            title="医疗质量安全专项整治行动（2025—2026年）",
            owner_region=NATION,
            owner_hospital="",
            opened_at=datetime.combine(self.campaign.issued_on, _MORNING, tzinfo=_SHANGHAI),
            phases=phases,
            participations=tuple(participations),
        )

    def regular(self) -> RunPlan:
        phases = tuple(
            PhasePlan(kind, self.as_of + timedelta(days=first), self.as_of + timedelta(days=last))
            for kind, first, last in REGULAR_PHASES
        )
        begins = phases[1].from_on
        return RunPlan(
            code=f"CG{begins:%Y%m}",
            campaign=CAMPAIGN,
            title=f"{begins.year}年第{(begins.month + 2) // 3}季度医疗质量安全常态化自查",
            owner_region="",
            owner_hospital=self.main.plan.code,
            opened_at=datetime.combine(phases[0].from_on, _MORNING, tzinfo=_SHANGHAI),
            phases=phases,
            participations=(self._under_way(phases[1]),),
        )

    def _others(self) -> list[Institution]:
        coverage = self.campaign.coverage
        return [e for e in self.institutions if not e.in_full and e.plan.level in coverage.levels]

    def _finished(self, phase: PhasePlan) -> ParticipationPlan:
        """History: drawn from a constant, so that it is the same on every day."""
        rng = random.Random(self.campaign.document_no)  # noqa: S311 - a repeatable demo, no secret
        texts, courses = self.content.findings, self.content.courses
        assigned = assign_courses(texts, courses, run=RunKind.OFFICIAL, rng=rng)
        placed = [(text, course, self._within(phase, rng)) for text, course in assigned]
        findings = _travelled(placed, self._scene(self.main, rng))
        self.found = {finding.key: finding.acts[0].at for finding in findings}
        last = min(phase.to_on, self.as_of - timedelta(days=1))
        sheets = build_sheets(findings, self._sheet_scene(self.main, phase.from_on, last, rng, finished=True))
        return ParticipationPlan(self.main.plan.code, findings, sheets)

    def _under_way(self, phase: PhasePlan) -> ParticipationPlan:
        rng = random.Random(self.as_of.toordinal())  # noqa: S311 - a repeatable demo, no secret
        texts, courses = self.content.findings, self.content.courses
        assigned = assign_courses(texts, courses, run=RunKind.REGULAR, rng=rng)
        placed = [(text, course, self._before_today(course, rng)) for text, course in assigned]
        findings = _travelled(placed, self._scene(self.main, rng))
        last = self.as_of - timedelta(days=1)
        sheets = build_sheets(
            findings, self._sheet_scene(self.main, phase.from_on, last, rng, finished=False)
        )
        return ParticipationPlan(self.main.plan.code, findings, sheets)

    def _smaller(self, number: int, institution: Institution, phase: PhasePlan) -> ParticipationPlan:
        """A smaller hospital: a handful of findings, and its sheets."""
        rng = random.Random(institution.plan.code)  # noqa: S311 - a repeatable demo, no secret
        findings = self._shared(number, institution, phase, rng)
        last = min(phase.to_on, self.as_of - timedelta(days=1))
        scene = self._sheet_scene(institution, phase.from_on, last, rng, finished=True)
        return ParticipationPlan(institution.plan.code, findings, build_sheets(findings, scene))

    def _shared(
        self, number: int, institution: Institution, phase: PhasePlan, rng: random.Random
    ) -> tuple[FindingPlan, ...]:
        """Neighbours share some: what is common among hospitals."""
        courses = [c for c in self.content.courses if c.run is RunKind.OFFICIAL and not c.fits]
        placed = []
        for step in range(_SHARED_EACH):
            shared = self.content.shared[(number * 3 + step) % len(self.content.shared)]
            text = FindingText(
                key=f"{shared.clause.partition('.')[2]}-{step + 1:02d}",
                clause=shared.clause,
                run=RunKind.OFFICIAL,
                lead=rng.choice(institution.clinical()),
                origin=rng.choice((FindingOrigin.SELF_INSPECTION, FindingOrigin.HOSPITAL_INSPECTION)),
                text=shared.text,
                causes=(shared.cause,),
                measures=(shared.measure,),
            )
            course = rng.choices(courses, [course.count or _REST_WEIGHT for course in courses])[0]
            placed.append((text, course, self._within(phase, rng)))
        return _travelled(placed, self._scene(institution, rng))

    def _scene(self, institution: Institution, rng: random.Random) -> Scene:
        words = Words(self.content.phrases, rng)
        return Scene(institution, self.checkpoints, words, rng, self.found)

    def _sheet_scene(
        self, institution: Institution, from_on: date, to_on: date, rng: random.Random, *, finished: bool
    ) -> SheetScene:
        named = (account.department for account in self.content.accounts.accounts)
        return SheetScene(
            institution=institution,
            campaign=self.campaign,
            words=self.content.sheets,
            rng=rng,
            from_on=from_on,
            to_on=to_on,
            finished=finished,
            half_done=frozenset(name for name in named if name),
        )

    def _within(self, phase: PhasePlan, rng: random.Random) -> Timing:
        base = phase.from_on + timedelta(days=rng.randint(1, _FOUND_WITHIN))
        return Timing(base, base, self.as_of)

    def _before_today(self, course: Course, rng: random.Random) -> Timing:
        """Deadlines stay where they are, so that what is due today is due today."""
        base = self.as_of - timedelta(days=rng.randint(0, course.jitter))
        return Timing(base, self.as_of, self.as_of)


def _travelled(placed: Sequence[tuple[FindingText, Course, Timing]], scene: Scene) -> tuple[FindingPlan, ...]:
    plans = (travel(text, course, timing=timing, scene=scene) for text, course, timing in placed)
    return tuple(sorted((p for p in plans if p is not None), key=lambda p: (p.acts[0].at, p.key)))
