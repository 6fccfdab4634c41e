"""Every checkpoint of QS25 reaches those it is for, and a finding can be registered against it (QS25.P2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from inspections.models import Answer, InspectionSheet, SheetLine
from inspections.services.sheet_findings import register_from_line
from organizations.models import Role
from rectification.models import FindingState
from tests.inspections.hospital import NOW, OWN, Place, all_checkpoints, make_place

CHECKPOINTS = [
    pytest.param(clause, audiences, duty, marks=pytest.mark.clause(clause), id=clause)
    for clause, audiences, duty in all_checkpoints()
]
OF_DEPARTMENTS = [each for each in CHECKPOINTS if set(each.values[1]) - {"hospital"}]
OF_HOSPITAL = [each for each in CHECKPOINTS if "hospital" in each.values[1]]


@pytest.fixture(scope="module")
def place(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Place]:
    """One hospital for the 35: each test works in a savepoint of this transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_place()
        transaction.set_rollback(True)


def asked_kinds(audiences: tuple[str, ...]) -> list[str]:
    """Kinds of departments; where none is marked as operating, every ward stands for those that do."""
    kinds = [kind for kind in audiences if kind not in ("hospital", "surgical")]
    return kinds + (["clinical", "nursing_unit"] if "surgical" in audiences else [])


@pytest.mark.clause("QS25.P2")
def test_the_text_has_35_checkpoints_of_both_levels() -> None:
    assert (len(CHECKPOINTS), len(OF_DEPARTMENTS), len(OF_HOSPITAL)) == (35, 24, 18)


@pytest.mark.django_db
@pytest.mark.parametrize(("clause", "audiences", "duty"), OF_DEPARTMENTS)
def test_a_departments_checkpoint_stands_on_the_sheets_of_its_audience_alone(
    place: Place, clause: str, audiences: tuple[str, ...], duty: str
) -> None:
    holders = {
        line.sheet.department.kind
        for line in SheetLine.objects.filter(
            checkpoint__clause=clause, hospital=place.hospital, sheet__level="department"
        ).select_related("sheet__department")
    }
    kinds = asked_kinds(audiences)
    assert holders == set(kinds)
    assert (clause in place.lines(None)) == ("hospital" in audiences)

    line = place.lines(kinds[0])[clause]
    liaison = place.member(Role.LIAISON, kinds[0])
    finding = register_from_line(line=line, text="抽查发现一处不符合。", by=liaison, now=NOW, submit=True)

    entry = finding.entries.get(primary=True)
    assert (entry.checkpoint.clause, entry.item.clause) == (clause, clause.rpartition(".")[0])
    assert finding.lead_department == place.departments[kinds[0]]
    assert finding.state == FindingState.SUBMITTED
    assert entry.number == 1
    line.refresh_from_db()
    assert line.answer == Answer.FINDING


@pytest.mark.django_db
@pytest.mark.parametrize(("clause", "audiences", "duty"), OF_HOSPITAL)
def test_a_hospitals_checkpoint_goes_once_to_its_functional_department(
    place: Place, clause: str, audiences: tuple[str, ...], duty: str
) -> None:
    line = SheetLine.objects.get(checkpoint__clause=clause, hospital=place.hospital, sheet__level="hospital")
    assert line.department == place.departments[duty]

    liaison = place.member(Role.LIAISON, duty)
    finding = register_from_line(line=line, text="全院层面发现一处不符合。", by=liaison, now=NOW)

    assert finding.entries.get(primary=True).checkpoint.clause == clause
    assert finding.lead_department == place.departments[duty]
    assert finding.accepting_department != finding.lead_department


@pytest.mark.django_db
def test_every_kind_of_department_has_a_sheet_and_leaders_have_none(place: Place) -> None:
    kinds = set(
        InspectionSheet.objects.filter(participation=place.participation, level="department").values_list(
            "department__kind", flat=True
        )
    )
    assert kinds == {*OWN, "office"}
