"""The demo in the database: what its plan says, whole, in order, and written by the services."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TestCase, override_settings
from pytest_django import DjangoDbBlocker

from campaigns.models import LaunchPlan, MeetingFile, Participation
from infrastructure.files.names import preview_name, thumbnail_name
from infrastructure.models import AuditEntry, StoredFile
from inspections.models import InspectionSheet, SheetLine
from organizations.models import Department, DepartmentAlias, Hospital, Posting, StaffMember, User
from organizations.scope import grants_of
from rectification.models import Finding, FindingAct, LedgerEntry, PartKind, RoundPart
from rectification.rules.identity import finding_key
from rectification.rules.lifecycle import TRANSITIONS
from rectification.services.findings import place_code
from tests.workshop.demo.conftest import storages_in
from workshop.demo.builder import build_demo
from workshop.demo.plan import DemoPlan, FindingPlan

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 21)
MAIN = "GJRMYY"


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoPlan]:
    """Played once for the tests of this file, and taken back."""
    folder = tmp_path_factory.mktemp("files")
    plan = build_demo(TODAY)
    with (
        django_db_blocker.unblock(),
        override_settings(STORAGES=storages_in(folder)),
        transaction.atomic(),
    ):
        with TestCase.captureOnCommitCallbacks(execute=True):
            call_command("load_demo", "--date", TODAY.isoformat(), verbosity=0)
        yield plan
        transaction.set_rollback(True)


def planned(demo: DemoPlan) -> dict[tuple[str, str], FindingPlan]:
    return {
        (run.code, f"{part.hospital} {plan.text} {plan.lead}"): plan
        for run in demo.runs
        for part in run.participations
        for plan in part.findings
    }


def loaded() -> dict[tuple[str, str], Finding]:
    entries = LedgerEntry.objects.select_related(
        "participation__run", "hospital", "finding__lead_department", "checkpoint__item", "item"
    )
    return {
        (
            entry.participation.run.code,
            f"{entry.hospital.code} {entry.finding.text} {entry.finding.lead_department.name}",
        ): entry.finding
        for entry in entries
    }


def test_nothing_waits_for_the_commit_to_fail(demo: DemoPlan) -> None:
    connection.check_constraints()


def test_places_and_people(demo: DemoPlan) -> None:
    assert Hospital.objects.count() == 12
    main = next(hospital for hospital in demo.hospitals if hospital.code == MAIN)
    assert len(main.staff) == 300
    assert StaffMember.objects.filter(hospital__code=MAIN).count() == 300
    assert Department.objects.filter(hospital__code=MAIN).count() == len(main.departments)
    aliases = {alias for department in main.departments for alias in department.aliases}
    assert set(DepartmentAlias.objects.filter(hospital__code=MAIN).values_list("name", flat=True)) == aliases
    assert {row.parent.name for row in Department.objects.filter(level=2).select_related("parent")} <= {
        department.name for department in main.departments
    }
    assert Posting.objects.count() == sum(
        len(person.postings) for hospital in demo.hospitals for person in hospital.staff
    )


def test_every_log_in_opens_what_its_roles_say(demo: DemoPlan) -> None:
    users = {user.username: user for user in User.objects.select_related("staff", "hospital")}
    assert users.keys() == {account.username for account in demo.accounts}
    assert len({user.password for user in users.values()}) == 1
    for account in demo.accounts:
        user = users[account.username]
        assert (user.staff.employee_no if user.staff else "") == account.employee_no
        assert not user.must_change_password
        held = Counter(grant.role.value for grant in grants_of(user, TODAY).grants)
        assert held == Counter(grant.role for grant in account.grants), account.username
    assert users["quality"].check_password(demo.password)


def test_findings_are_where_the_plan_says(demo: DemoPlan) -> None:
    wanted, found = planned(demo), loaded()
    assert found.keys() == wanted.keys()
    for key, plan in wanted.items():
        row = found[key]
        assert (row.state, row.due_on) == (plan.state, plan.current_due_on or row.due_on), key
        assert row.due_on == plan.current_due_on or plan.on_the_spot
        assert row.found_on == plan.found_on
        assert (row.repeats_id is not None) == bool(plan.repeats)
        assert row.accepting_department
        assert row.accepting_department.name == plan.accepting, key
    assert {row.state for row in found.values()} >= {
        "draft", "submitted", "analysing", "rectifying", "awaiting", "accepted", "closed", "merged", "void",
    }  # fmt: skip


def test_numbers_are_given_once_and_without_gaps(demo: DemoPlan) -> None:
    for part in Participation.objects.all():
        numbers = part.entries.exclude(number=None).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, part.last_number + 1))
    never = LedgerEntry.objects.filter(number=None).values_list("finding__state", flat=True)
    assert set(never) <= {"draft", "void", "merged"}


def test_keys_are_those_that_an_import_will_look_for(demo: DemoPlan) -> None:
    for entry in LedgerEntry.objects.select_related("finding", "item", "checkpoint"):
        place = place_code(entry.item, entry.checkpoint)
        lead = entry.finding.lead_department_id
        assert entry.key == finding_key(place=place, lead_department_id=lead, text=entry.finding.text)


def test_the_audit_is_in_the_order_of_what_happened(demo: DemoPlan) -> None:
    moments = list(
        AuditEntry.objects.filter(target_type="rectification.finding")
        .order_by("id")
        .values_list("at", flat=True)
    )
    assert len(moments) > 2000
    assert moments == sorted(moments)
    assert FindingAct.objects.count() == AuditEntry.objects.exclude(from_state="").count()


def test_sheets_are_filled_in_as_planned(demo: DemoPlan) -> None:
    parts = [(run.code, part) for run in demo.runs for part in run.participations]
    for code, part in parts:
        sheets = InspectionSheet.objects.filter(
            participation__run__code=code, hospital__code=part.hospital
        ).select_related("department", "confirmed_by")
        assert {sheet.department.name if sheet.department else "" for sheet in sheets} == {
            plan.department for plan in part.sheets
        }
        confirmed = {
            sheet.department.name if sheet.department else "": sheet for sheet in sheets if sheet.confirmed_by
        }
        assert {name: sheet.confirmed_by.employee_no for name, sheet in confirmed.items()} == {
            plan.department: plan.confirmed_by for plan in part.sheets if plan.confirmed_by
        }
        lines = SheetLine.objects.filter(sheet__in=sheets).exclude(answer="")
        assert lines.count() == sum(len(plan.lines) for plan in part.sheets)


def test_findings_of_a_sheet_know_their_line(demo: DemoPlan) -> None:
    keys = set(Finding.objects.exclude(origin_key="").values_list("origin_key", flat=True))
    found = SheetLine.objects.filter(answer="finding").values_list("uid", flat=True)
    assert keys == {f"sheet:{uid}" for uid in found}


def test_every_file_has_its_bytes_and_its_previews(demo: DemoPlan) -> None:
    storage = storages["default"]
    files = list(StoredFile.objects.all())
    evidence = sum(len(act.files) for plan in planned(demo).values() for act in plan.acts if act.files)
    of_launch = {row.file_id for model in (LaunchPlan, MeetingFile) for row in model.objects.all()}
    assert len(files) == evidence + len(of_launch)
    for file in files:
        with storage.open(file.storage_name) as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == file.sha256
        if file.pk in of_launch:
            continue  # handed out as they are: nobody looks at them in a page
        previewed = file.original_name.rpartition(".")[2] in ("pdf", "jpg", "png")
        assert (file.preview_state == "ready") == previewed
        assert storage.exists(thumbnail_name(file.storage_name)) == previewed
        assert storage.exists(preview_name(file.storage_name, 1)) == previewed


def test_a_finding_went_the_way_of_the_plan_and_nowhere_else(demo: DemoPlan) -> None:
    went: dict[int, list[tuple[str, datetime, str]]] = defaultdict(list)
    for act in FindingAct.objects.select_related("signatory").order_by("id"):
        went[act.finding_id].append((act.name, act.at, act.signatory.employee_no))
    found = loaded()
    for key, plan in planned(demo).items():
        moves = [(act.name, act.at, act.by) for act in plan.acts if act.name in TRANSITIONS]
        assert went[found[key].pk] == moves, key


def test_the_timeline_tells_every_act_at_its_time_by_its_person(demo: DemoPlan) -> None:
    told: dict[str, set[tuple[datetime, str]]] = defaultdict(set)
    for entry in AuditEntry.objects.filter(target_type="rectification.finding"):
        told[str(entry.target_uid)].add((entry.at, entry.actor_name))
    names = {
        (hospital.code, one.employee_no): one.name for hospital in demo.hospitals for one in hospital.staff
    }
    found = loaded()
    for key, plan in planned(demo).items():
        row = found[key]
        hospital = row.hospital.code
        assert told[str(row.uid)] == {(act.at, names[hospital, act.by]) for act in plan.acts}, key


def test_row_images_name_who_acted(demo: DemoPlan) -> None:
    """A row that is written past the services has no image of its way, or the system's name under it."""
    numbers = dict(User.objects.exclude(staff=None).values_list("pk", "staff__employee_no"))
    found = loaded()
    plans = planned(demo)
    merged = {(act.into, act.by) for plan in plans.values() for act in plan.acts if act.into}
    for key, plan in plans.items():
        images = found[key].images.all()  # type: ignore[attr-defined]
        assert len(images) > sum(act.name in TRANSITIONS for act in plan.acts), key
        by = {act.by for act in plan.acts} | {officer for into, officer in merged if into == plan.key}
        assert {numbers.get(image.pgh_context["actor"]) for image in images} <= by, key


def test_the_four_eyes_know_who_wrote_which_measure(demo: DemoPlan) -> None:
    found = loaded()
    for key, plan in planned(demo).items():
        parts = RoundPart.objects.filter(finding=found[key], kind=PartKind.MEASURE)
        authors = [act.by for act in plan.acts if act.name == "plan" for _ in plan.measures]
        assert list(parts.values_list("staff__employee_no", flat=True)) == authors, key
