"""The findings: every act of the plan by the service that a page calls for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.timezone import localdate

from infrastructure import audit
from organizations.models import Department, StaffMember, User
from policy_texts.vocabulary import FindingOrigin
from rectification.models import DeadlineKind, Extension, Finding, Measure
from rectification.rules.identity import finding_key
from rectification.services import evidence, extensions, findings, transitions, work
from rectification.services.import_rows import enter_findings
from rectification.workbook.plan import PlannedFinding, PlannedMeasure
from rectification.workbook.progress import ImportedState
from workshop.demo.plan import ActPlan, DemoPlan, FindingPlan
from workshop.demo.rectification.evidence_files import keep_evidence
from workshop.demo.stage import Act, House, OpenedRun, Stage

_WORKBOOK = "2026年科室问题台账"
_IMPORT = "import_"


def acts_of_rectification(plan: DemoPlan, stage: Stage) -> Iterator[Act]:
    """Everything but the entering of what was found on a sheet: that begins at the sheet."""
    for run in plan.runs:
        for part in run.participations:
            ledger = Ledger(stage, run.code, part.hospital)
            from_sheets = {line.finding for sheet in part.sheets for line in sheet.lines}
            for finding in part.findings:
                rest = finding.acts[1:] if finding.key in from_sheets else finding.acts
                for act in rest:
                    yield Act(act.at, partial(ledger.tell, finding, act))


@dataclass(frozen=True)
class Ledger:
    """One hospital's findings of one run."""

    stage: Stage
    run_code: str
    hospital: str

    @property
    def house(self) -> House:
        return self.stage.houses[self.hospital]

    @property
    def run(self) -> OpenedRun:
        return self.stage.runs[self.run_code]

    def tell(self, plan: FindingPlan, act: ActPlan) -> None:
        user = self.house.users[act.by]
        if act.name in ("enter", "register"):
            self.put(plan, self._create(plan, act, user))
        elif act.name.startswith(_IMPORT):
            self.put(plan, self._import(plan, act, user))
        else:
            finding = self.finding(plan.key)
            _ACTS.get(act.name, _move)(self, plan, act, {"finding": finding, "by": user, "now": act.at})

    def finding(self, key: str) -> Finding:
        return self.stage.findings[self.hospital, key]

    def put(self, plan: FindingPlan, finding: Finding) -> None:
        self.stage.findings[self.hospital, plan.key] = finding

    def department(self, name: str) -> Department:
        return self.house.departments[name]

    def person(self, employee_no: str) -> StaffMember:
        return self.house.staff[employee_no]

    def fields(self, plan: FindingPlan) -> findings.FindingInput:
        """The form of a finding as its author fills it in."""
        checkpoint = self.run.checkpoints[plan.clause]
        return findings.FindingInput(
            text=plan.text,
            item=checkpoint.item,
            checkpoint=checkpoint,
            lead_department=self.department(plan.lead),
            origin=plan.origin,
            found_on=plan.found_on,
            supporting=[self.department(name) for name in plan.supporting],
            responsible_person=self.person(plan.responsible_person),
            responsible_leader=self.person(plan.responsible_leader),
            deadline_kind=DeadlineKind.ONGOING if plan.ongoing else DeadlineKind.DATED,
            due_on=plan.due_on,
            repeats=self.finding(plan.repeats) if plan.repeats else None,
            penalty_barred=plan.penalty_barred,
        )

    def _create(self, plan: FindingPlan, act: ActPlan, user: User) -> Finding:
        return findings.create_finding(
            participation=self.run.participations[self.hospital],
            values=self.fields(plan),
            by=user,
            now=act.at,
            as_office=act.name == "register",
        )

    def _import(self, plan: FindingPlan, act: ActPlan, user: User) -> Finding:
        """A row of a workbook that the departments had kept."""
        participation = self.run.participations[self.hospital]
        participation.refresh_from_db(fields=["last_number"])
        with audit.acting(by=user):
            row = self._workbook_row(plan, act, participation.last_number + 1)
            enter_findings(findings=[row], participation=participation, by=user, now=act.at)
        return Finding.objects.get(entries__participation=participation, entries__import_key=row.key)

    def _workbook_row(self, plan: FindingPlan, act: ActPlan, number: int) -> PlannedFinding:
        item_code, _, point_code = plan.clause.partition(".")[2].partition(".")
        lead = self.department(plan.lead)
        return PlannedFinding(
            sheet=_WORKBOOK,
            row=number + 2,
            last_row=number + 2,
            number=str(number),
            text=plan.text,
            item_code=item_code,
            checkpoint_code=point_code,
            key=finding_key(place=f"{item_code}.{point_code}", lead_department_id=lead.pk, text=plan.text),
            state=ImportedState(act.name.removeprefix(_IMPORT)),
            origin=FindingOrigin(plan.origin),
            origin_label="",
            causes=tuple(cause.text for cause in plan.causes),
            measures=tuple(
                PlannedMeasure(
                    one.text, self.department(one.department).pk, self.person(one.person).pk, one.due_on
                )
                for one in plan.measures
            ),
            lead_department_id=lead.pk,
            supporting_ids=tuple(self.department(name).pk for name in plan.supporting),
            person_id=self.person(plan.responsible_person).pk,
            leader_id=self.person(plan.responsible_leader).pk,
            ongoing=plan.ongoing,
            due_on=plan.due_on,
            on_the_spot=False,
            found_on=None,
            accepted_on=None,
            done_on=None,
            original_due_on=None,
            progress=act.words,
            remark="",
        )


def _measures(finding: Finding) -> list[Measure]:
    return list(finding.measures.valid())


def _plan(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    """All causes, then all measures with the causes that they answer."""
    causes = [work.add_cause(category=one.category, text=one.text, **common) for one in plan.causes]
    for one in plan.measures:
        values = work.MeasureInput(
            text=one.text,
            strength=one.strength,
            causes=[causes[position - 1] for position in one.answers],
            department=ledger.department(one.department),
            person=ledger.person(one.person),
            due_on=one.due_on,
        )
        work.add_measure(values=values, **common)


def _evidence(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    """One file after the other, each with the measures that it proves."""
    measures = _measures(common["finding"])
    for file in act.files:
        stored = keep_evidence(name=file.name, by=common["by"], now=act.at)
        proved = [measures[position - 1] for position in file.proves]
        evidence.add_files(files=[stored], measures=proved, **common)


def _see_on_site(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    measures = _measures(common["finding"])
    evidence.see_on_site(measures=measures, words=act.words, seen_on=localdate(act.at), **common)


def _note(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    work.note_progress(text=act.words, **common)


def _ask_extension(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    to_due_on = act.to_due_on or localdate(act.at)  # without a later day the service refuses
    extensions.ask_extension(to_due_on=to_due_on, reason=act.words, **common)


def _decide_extension(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    asked = Extension.objects.get(finding=common.pop("finding"), decision=None)
    grant = act.name == "grant_extension"
    extensions.decide_extension(extension=asked, grant=grant, reason=act.words, **common)


def _merge(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    transitions.merge(into=ledger.finding(act.into), reason=act.words, **common)


def _move(ledger: Ledger, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
    transitions.move(name=act.name, reason=act.words, **common)


_ACTS = {
    "plan": _plan,
    "evidence": _evidence,
    "see_on_site": _see_on_site,
    "note": _note,
    "ask_extension": _ask_extension,
    "grant_extension": _decide_extension,
    "refuse_extension": _decide_extension,
    "merge": _merge,
}
