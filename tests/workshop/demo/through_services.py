"""The same findings once more, act by act through the services: what the demo's bulk rows are held against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.timezone import localdate

from campaigns.models import Checkpoint, Participation
from infrastructure import audit
from organizations.models import Department, Hospital, StaffMember, User
from policy_texts.vocabulary import FindingOrigin
from rectification.models import DeadlineKind, Extension, Finding
from rectification.rules.identity import finding_key
from rectification.services import evidence, extensions, findings, transitions, work
from rectification.services.import_rows import enter_findings
from rectification.workbook.plan import PlannedFinding, PlannedMeasure
from rectification.workbook.progress import ImportedState
from workshop.demo.loading.files import evidence_file
from workshop.demo.plan import ActPlan, FindingPlan, RunPlan

WORKBOOK = "2026年科室问题台账"


class Replay:
    """One hospital's findings of one run."""

    def __init__(self, hospital: Hospital, earlier: dict[str, Finding]) -> None:
        self.hospital, self.found = hospital, dict(earlier)
        self.departments = {row.name: row for row in Department.objects.filter(hospital=hospital)}
        self.staff = {row.employee_no: row for row in StaffMember.objects.filter(hospital=hospital)}
        users = User.objects.filter(hospital=hospital).select_related("staff")
        self.users = {user.staff.employee_no: user for user in users if user.staff}

    def run(self, run: RunPlan, plans: Sequence[FindingPlan]) -> dict[str, Finding]:
        self.participation = Participation.objects.select_related("hospital", "run").get(
            run__code=run.code, hospital=self.hospital
        )
        self.checkpoints = {
            point.clause: point
            for point in Checkpoint.objects.filter(
                item__campaign=self.participation.run.campaign
            ).select_related("item")
        }
        acts = [(plan, act) for plan in plans for act in plan.acts]
        for plan, act in sorted(acts, key=lambda pair: pair[1].at):
            self.tell(plan, act)
        return self.found

    def tell(self, plan: FindingPlan, act: ActPlan) -> None:
        user = self.users[act.by]
        if act.name in ("enter", "register"):
            self.found[plan.key] = self.create(plan, act, user)
        elif act.name.startswith("import_"):
            self.import_row(plan, act, user)
        else:
            finding = Finding.objects.get(pk=self.found[plan.key].pk)
            told = getattr(self, f"do_{act.name}", None)
            common: dict[str, Any] = {"finding": finding, "by": user, "now": act.at}
            if told is None:
                transitions.move(name=act.name, reason=act.words, **common)
            else:
                told(plan, act, common)

    def create(self, plan: FindingPlan, act: ActPlan, user: User) -> Finding:
        checkpoint = self.checkpoints[plan.clause]
        values = findings.FindingInput(
            text=plan.text,
            item=checkpoint.item,
            checkpoint=checkpoint,
            lead_department=self.departments[plan.lead],
            origin=plan.origin,
            found_on=plan.found_on,
            supporting=[self.departments[name] for name in plan.supporting],
            responsible_person=self.staff[plan.responsible_person],
            responsible_leader=self.staff[plan.responsible_leader],
            deadline_kind=DeadlineKind.ONGOING if plan.ongoing else DeadlineKind.DATED,
            due_on=plan.due_on,
            repeats=self.found.get(plan.repeats),
            penalty_barred=plan.penalty_barred,
        )
        return findings.create_finding(
            participation=self.participation,
            values=values,
            by=user,
            now=act.at,
            as_office=act.name == "register",
        )

    def import_row(self, plan: FindingPlan, act: ActPlan, user: User) -> None:
        number = Participation.objects.get(pk=self.participation.pk).last_number + 1
        item_code, _, point_code = plan.clause.partition(".")[2].partition(".")
        planned = PlannedFinding(
            sheet=WORKBOOK,
            row=number + 2,
            last_row=number + 2,
            number=str(number),
            text=plan.text,
            item_code=item_code,
            checkpoint_code=point_code,
            key=finding_key(
                place=f"{item_code}.{point_code}",
                lead_department_id=self.departments[plan.lead].pk,
                text=plan.text,
            ),
            state=ImportedState(act.name.removeprefix("import_")),
            origin=FindingOrigin(plan.origin),
            origin_label="",
            causes=tuple(cause.text for cause in plan.causes),
            measures=tuple(
                PlannedMeasure(
                    one.text, self.departments[one.department].pk, self.staff[one.person].pk, one.due_on
                )
                for one in plan.measures
            ),
            lead_department_id=self.departments[plan.lead].pk,
            supporting_ids=tuple(self.departments[name].pk for name in plan.supporting),
            person_id=self.staff[plan.responsible_person].pk,
            leader_id=self.staff[plan.responsible_leader].pk,
            ongoing=plan.ongoing,
            due_on=plan.due_on,
            on_the_spot=False,
            found_on=None,
            accepted_on=None,
            progress=act.words,
            remark="",
        )
        with audit.acting(by=user):
            enter_findings(findings=[planned], participation=self.participation, by=user, now=act.at)
        self.found[plan.key] = Finding.objects.latest("pk")

    def do_plan(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        causes = [work.add_cause(category=one.category, text=one.text, **common) for one in plan.causes]
        for one in plan.measures:
            values = work.MeasureInput(
                text=one.text,
                strength=one.strength,
                causes=[causes[position - 1] for position in one.answers],
                department=self.departments[one.department],
                person=self.staff[one.person],
                due_on=one.due_on,
            )
            work.add_measure(values=values, **common)

    def do_evidence(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        measures = list(common["finding"].measures.valid())
        for file in act.files:
            stored = evidence_file(file.name, by=common["by"], at=act.at)
            stored.save()
            proved = [measures[position - 1] for position in file.proves]
            evidence.add_files(files=[stored], measures=proved, **common)

    def do_see_on_site(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        evidence.see_on_site(
            measures=list(common["finding"].measures.valid()),
            words=act.words,
            seen_on=localdate(act.at),
            **common,
        )

    def do_note(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        work.note_progress(text=act.words, **common)

    def do_ask_extension(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        assert act.to_due_on
        extensions.ask_extension(to_due_on=act.to_due_on, reason=act.words, **common)

    def do_grant_extension(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        self._decide(act, common, grant=True)

    def do_refuse_extension(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        self._decide(act, common, grant=False)

    def _decide(self, act: ActPlan, common: dict[str, Any], *, grant: bool) -> None:
        asked = Extension.objects.get(finding=common["finding"], decision=None)
        extensions.decide_extension(
            extension=asked, grant=grant, by=common["by"], now=act.at, reason=act.words
        )

    def do_merge(self, plan: FindingPlan, act: ActPlan, common: dict[str, Any]) -> None:
        into = Finding.objects.get(pk=self.found[act.into].pk)
        transitions.merge(into=into, reason=act.words, **common)
