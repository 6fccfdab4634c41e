"""Every constraint of the rectification tables, broken once by the application's own role, by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from campaigns.models import (
    CampaignItem,
    CampaignPhase,
    CampaignRequirement,
    Checkpoint,
    CheckpointOverlay,
    Participation,
    RunPhase,
)
from infrastructure import audit
from infrastructure.hospital_keys import is_history
from inspections.models import InspectionSheet, SheetLine
from inspections.services.missing_sheets import add_missing_sheets
from inspections.services.sheets import rest_in_order
from rectification.models import (
    AcceptanceRound,
    BlankColumn,
    Evidence,
    EvidenceMeasure,
    Extension,
    Finding,
    ImportLine,
    LedgerEntry,
    LedgerFinal,
    LedgerImport,
    MeasureCause,
    OriginLabel,
    RoundPart,
    SuperiorBlank,
    SupportingDepartment,
)
from rectification.services.ledger_finals import set_final
from tests import factories
from tests.rectification.launch_rows import (
    launch_check_entry,
    launch_confirmation,
    launch_duty,
    launch_meeting,
    launch_meeting_file,
    launch_member,
    launch_plan,
    launch_supporting,
)
from tests.rectification.template_rows import template_row
from tests.rectification.world import IN_TWO_WEEKS, NOW, TODAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
Break = Callable[[World], object]


def change(row: Any, **values: Any) -> int:
    """UPDATE of one row, past services and `full_clean`."""
    return type(row).objects.filter(pk=row.pk).update(**values)


def again(row: Any, **values: Any) -> Any:
    """INSERT of the same row once more, with some columns changed."""
    copied = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key and field.name != "uid" and not field.generated
    }
    return type(row).objects.create(**(copied | values))


def finding(world: World) -> Finding:
    return world.draft()


def working(world: World) -> Finding:
    return world.planned()[0]


def accepted_round(world: World) -> AcceptanceRound:
    return AcceptanceRound.objects.get(finding=world.accepted())


def extension(world: World, **values: Any) -> Extension:
    planned = world.planned()[0]
    return Extension.objects.create(
        **{
            "hospital": world.hospital,
            "finding": planned,
            "from_due_on": TODAY,
            "to_due_on": IN_TWO_WEEKS,
            "reason": "缺货",
            "asked_by": world.head.staff,
            "asked_recorded_by": world.head,
            "asked_at": NOW,
        }
        | values
    )


def decided(world: World) -> dict[str, Any]:
    return {
        "decision": "granted",
        "decided_by": world.clerk.staff,
        "decided_recorded_by": world.clerk,
        "decided_at": NOW,
    }


def proof(world: World) -> Evidence:
    planned, _, measure = world.planned()
    world.prove(planned, measure)
    return planned.evidence.get()


def sheet(world: World) -> InspectionSheet:
    add_missing_sheets(participation=world.participation, by=world.clerk, now=NOW)
    return InspectionSheet.objects.get(participation=world.participation, department=world.ward)


def line(world: World) -> SheetLine:
    filled = sheet(world)
    rest_in_order(sheet=filled, by=world.clerk, now=NOW)
    return filled.lines.first()


def entry(world: World) -> LedgerEntry:
    return finding(world).entries.get()


def numbered(world: World) -> LedgerEntry:
    return world.move(world.draft(), "submit", world.liaison).entries.get()


def _second_finding(world: World) -> Finding:
    return again(finding(world))


def _imported_twice(world: World) -> None:
    first = entry(world)
    change(first, import_key="k" * 64)
    again(first, finding_id=_second_finding(world).pk, import_key="k" * 64)


def _replaced_twice(world: World) -> None:
    first = proof(world)
    again(first, replaces_id=first.pk)
    again(first, replaces_id=first.pk)


def _phase(world: World, **values: Any) -> RunPhase:
    return RunPhase.objects.create(
        **{"run": world.run, "number": 9, "kind": "launch", "from_on": "2030-01-01", "to_on": "2030-02-01"}
        | values
    )


def _overlay(world: World) -> CheckpointOverlay:
    return CheckpointOverlay.objects.create(hospital=world.hospital, checkpoint=world.checkpoint)


def _import(world: World, **values: Any) -> LedgerImport:
    return LedgerImport.objects.create(
        hospital=world.hospital,
        participation=world.participation,
        file=world.stored_file(world.clerk, "台账.xlsx"),
        cells=1,
        created_by=world.clerk,
        created_at=NOW,
        **values,
    )


def _import_line(world: World) -> ImportLine:
    return ImportLine.objects.create(
        opened=_import(world), hospital=world.hospital, position=1, sheet="台账", verdict="ready", content={}
    )


def _blank(world: World) -> SuperiorBlank:
    return SuperiorBlank.objects.create(
        hospital=world.hospital,
        name="月报附件2",
        file=world.stored_file(world.clerk, "附件2.xlsx"),
        sheet="附件2",
        header_row=3,
        first_row=5,
        last_row=9,
        bound_at=NOW,
        created_by=world.clerk,
        created_at=NOW,
    )


def _blank_column(world: World) -> BlankColumn:
    return _blank(world).columns.create(hospital=world.hospital, place=1, kind="ledger", column="item")


BREAKS: dict[str, Break] = {
    "finding_known_state": lambda w: change(finding(w), state="archived"),
    "finding_merged_into_another": lambda w: change(finding(w), state="merged"),
    "finding_not_its_own_relative": lambda w: change(f := finding(w), repeats=f.pk),
    "finding_ongoing_has_no_date": lambda w: change(finding(w), deadline_kind="ongoing"),
    "finding_dated_has_date": lambda w: change(working(w), due_on=None),
    "finding_work_has_person": lambda w: change(working(w), responsible_person=None),
    "finding_submitted_moment": lambda w: change(working(w), submitted_at=None),
    "finding_accepted_moment": lambda w: change(working(w), accepted_at=NOW),
    "finding_closed_moment": lambda w: change(w.accepted(), closed_at=NOW),
    "finding_extended_has_both_dates": lambda w: change(finding(w), due_on=None, original_due_on=TODAY),
    "finding_accepted_by_another": lambda w: change(finding(w), accepting_department=w.ward.pk),
    "supporting_once": lambda w: again(
        SupportingDepartment.objects.get(finding=w.draft(supporting=[w.other_ward]))
    ),
    "entry_number_once": lambda w: again(
        numbered(w), finding_id=_second_finding(w).pk, key="x", primary=True
    ),
    "entry_imported_once": lambda w: _imported_twice(w),
    "entry_once_a_ledger": lambda w: again(entry(w), primary=False),
    "entry_one_primary": lambda w: again(
        entry(w), participation_id=_other_ledger(w).pk, number=None, primary=True
    ),
    "measure_answers_once": lambda w: again(MeasureCause.objects.get(measure=w.planned()[2])),
    "evidence_file_or_seen": lambda w: change(proof(w), seen_on=TODAY),
    "evidence_replaced_once": _replaced_twice,
    "evidence_proves_once": lambda w: again(EvidenceMeasure.objects.get(evidence=proof(w))),
    "round_number_once": lambda w: again(accepted_round(w)),
    "round_one_undecided": lambda w: again(AcceptanceRound.objects.get(finding=w.awaiting()), no=2),
    "round_two_people": lambda w: change(accepted_round(w), accepted_by=w.head.staff),
    "round_two_departments": lambda w: change(accepted_round(w), accepted_dept=w.ward),
    "round_two_recorders": lambda w: change(accepted_round(w), accepted_recorded_by=w.head),
    "round_not_closed_by_rectifier": lambda w: change(
        accepted_round(w), closed_by=w.head.staff, closed_recorded_by=w.clerk, closed_at=NOW
    ),
    "round_not_closed_by_recorder": lambda w: change(
        accepted_round(w), closed_by=w.clerk.staff, closed_recorded_by=w.head, closed_at=NOW
    ),
    "round_not_closed_by_accepter": lambda w: change(
        accepted_round(w), closed_by=w.accepter.staff, closed_recorded_by=w.clerk, closed_at=NOW
    ),
    "round_not_closed_by_acceptance_recorder": lambda w: change(
        accepted_round(w), closed_by=w.clerk.staff, closed_recorded_by=w.accepter, closed_at=NOW
    ),
    "part_once": lambda w: again(RoundPart.objects.get(measure=w.planned()[2])),
    "part_known_kind": lambda w: again(RoundPart.objects.get(measure=w.planned()[2]), kind="cause"),
    "round_decided_by_somebody": lambda w: change(accepted_round(w), accepted_by=None),
    "round_returned_with_reason": lambda w: change(accepted_round(w), decision="returned", reason=""),
    "round_closed_after_acceptance": lambda w: change(accepted_round(w), closed_at=NOW),
    "extension_is_later": lambda w: extension(w, to_due_on=TODAY),
    "extension_one_undecided": lambda w: again(extension(w)),
    "extension_granted_number_once": lambda w: again(extension(w, granted_no=1, **decided(w))),
    "extension_at_most_two": lambda w: extension(w, granted_no=3, **decided(w)),
    "extension_two_people": lambda w: extension(w, granted_no=1, **decided(w) | {"decided_by": w.head.staff}),
    "extension_two_recorders": lambda w: extension(
        w, granted_no=1, **decided(w) | {"decided_recorded_by": w.head}
    ),
    "extension_decided_by_somebody": lambda w: extension(
        w, granted_no=1, **decided(w) | {"decided_by": None}
    ),
    "campaign_version_once": lambda w: again(w.campaign),
    "item_code_once": lambda w: again(_free_checkpoint().item, number=9),
    "item_number_once": lambda w: again(_free_checkpoint().item, code="I9"),
    "checkpoint_code_once": lambda w: again(_free_checkpoint()),
    "text_phase_number_once": lambda w: again(_text_phase()),
    "text_phase_dates_in_order": lambda w: change(_text_phase(), to_on="2019-12-31"),
    "requirement_number_once": lambda w: again(_requirement()),
    "run_one_owner": lambda w: change(w.run, owner_hospital=None),
    "phase_number_once": lambda w: _phase(w, number=1),
    "phase_dates_in_order": lambda w: _phase(w, to_on="2029-12-31"),
    "phase_no_overlap": lambda w: _phase(w, from_on="2026-11-01", to_on="2026-11-02"),
    "participation_once": lambda w: again(w.participation),
    "overlay_once": lambda w: again(_overlay(w)),
    "launch_plan_one_in_force": lambda w: again(launch_plan(w)),
    "group_dates_in_order": lambda w: change(launch_member(w), to_on="2026-01-01"),
    "group_member_once": lambda w: again(launch_member(w), post="head"),
    "duty_once": lambda w: again(launch_duty(w)),
    "supporting_duty_once": lambda w: again(launch_supporting(w)),
    "launch_meeting_attended": lambda w: change(launch_meeting(w), attendance=0),
    "meeting_file_once": lambda w: again(launch_meeting_file(w)),
    "plan_confirmed_once": lambda w: again(launch_confirmation(w)),
    "campaigns_checkentry_of_one_place": lambda w: change(launch_check_entry(w), hospital=None),
    "check_entry_times": lambda w: change(launch_check_entry(w), ended_at="2026-01-01T00:00:00Z"),
    "check_entry_sample_of_something": lambda w: again(launch_check_entry(w), sample_size=5),
    "sheet_once": lambda w: again(sheet(w)),
    "sheet_of_department_or_hospital": lambda w: change(sheet(w), level="hospital"),
    "sheet_confirmed_by_somebody": lambda w: change(sheet(w), confirmed_at=NOW),
    "sheet_line_once": lambda w: again(line(w)),
    "sheet_line_answered_by_somebody": lambda w: change(line(w), answered_at=None),
    "sheet_line_not_applicable_says_why": lambda w: change(line(w), answer="not_applicable", note=""),
    "origin_label_once": lambda w: again(_origin_label(w), label="另一种叫法"),
    "origin_label_means_one_kind": lambda w: again(_origin_label(w), origin="tip"),
    "origin_label_not_empty": lambda w: change(_origin_label(w), label=""),
    "final_sha256_is_hex": lambda w: change(_final(w), sha256="0" * 63),
    "final_not_empty": lambda w: change(_final(w), count=0),
    "final_withdrawn_with_reason": lambda w: change(_final(w), withdrawn_at=NOW, withdrawn_by=w.clerk),
    "import_done_with_count": lambda w: _import(w, imported_at=NOW),
    "import_line_once": lambda w: again(_import_line(w)),
    "template_row_once": lambda w: again(template_row(w)),
    "blank_name_once": lambda w: again(_blank(w)),
    "blank_has_a_name": lambda w: change(_blank(w), name=""),
    "blank_bound_with_its_rows": lambda w: change(_blank(w), header_row=None),
    "blank_column_once": lambda w: again(_blank_column(w), kind="running", column=""),
    "blank_meaning_once": lambda w: again(_blank_column(w), place=2),
    "blank_column_of_one_kind": lambda w: change(_blank_column(w), column=""),
}


def _free_checkpoint() -> Checkpoint:
    """Of a version that no run uses: one in use is frozen before any constraint is asked."""
    campaign = factories.make_version("FREE")
    item = CampaignItem.objects.create(
        campaign=campaign, code="I1", clause="FREE.I1", number=1, title="某项", short_title="某项"
    )
    return Checkpoint.objects.create(
        item=item,
        code="a",
        clause="FREE.I1.a",
        text="某要点",
        audiences=["clinical"],
        duty="quality",
        hospital_level=False,
    )


def _origin_label(world: World) -> OriginLabel:
    return OriginLabel.objects.create(hospital=world.hospital, origin="complaint", label="来访")


def _final(world: World) -> LedgerFinal:
    world.planned()
    return set_final(participation=world.participation, by=world.clerk, now=NOW)


def _text_phase() -> CampaignPhase:
    campaign = factories.make_version("FREE")
    return campaign.phases.create(number=1, kind="launch", from_on="2020-01-01", to_on="2020-02-01")


def _requirement() -> CampaignRequirement:
    return factories.make_version("FREE").requirements.create(number=1)


def _other_ledger(world: World) -> Participation:
    run = again(world.run, code="another-run")
    return factories.take_part(world.hospital, run)


def _own_constraints() -> set[str]:
    models = [
        model
        for app in ("campaigns", "rectification", "inspections")
        for model in apps.get_app_config(app).get_models()
        if not is_history(model)
    ]
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    return names - {"finding_cited"}  # holds the id: made to be referred to (test_citations.py)


def test_no_constraint_is_left_out() -> None:
    assert set(BREAKS) == _own_constraints()


@pytest.mark.parametrize("name", BREAKS)
def test_the_database_refuses(name: str) -> None:
    world = World()
    with pytest.raises(IntegrityError, match=f'"{name}"'), audit.acting(by=world.clerk), transaction.atomic():
        BREAKS[name](world)


def test_the_barring_of_penalties_is_for_ever() -> None:
    world = World()
    barred = world.draft(penalty_barred=True)
    with (
        pytest.raises(IntegrityError, match="penalty_barred is for ever"),
        audit.acting(by=None),
        transaction.atomic(),
    ):
        change(barred, penalty_barred=False)


def test_a_finding_keeps_one_primary_line() -> None:
    """Looked at when the transaction ends, so that the line may change its ledger."""
    world = World()
    line = world.draft().entries.get()
    with audit.acting(by=None), connection.cursor() as cursor:
        change(line, primary=False)
        with pytest.raises(IntegrityError, match="no primary ledger entry"), transaction.atomic():
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        change(line, primary=True)
