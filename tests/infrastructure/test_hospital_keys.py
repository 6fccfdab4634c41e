"""The catalogue itself: every table of a place, and every reference between two of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, connections, migrations, models, transaction
from django.db.migrations.state import ProjectState

from infrastructure import audit
from infrastructure.hospital_keys import (
    HOSPITAL,
    OWNERSHIPS,
    Ownership,
    PlaceKey,
    RegionKey,
    TieToHospital,
    is_history,
    is_of_one_place,
)
from infrastructure.models import Job, StoredFile
from organizations.models import Posting, User
from tests import factories
from tests.rectification.world import NOW
from tests.repository.sources import PACKAGES

# Above or beside the hospitals, on purpose.
NOT_OF_A_HOSPITAL = {
    "organizations.Region",
    "organizations.Hospital",
    "organizations.RegionRole",
    "organizations.HospitalRole",
    "organizations.DepartmentRole",
    "campaigns.Campaign",
    "campaigns.CampaignItem",
    "campaigns.CampaignPhase",
    "campaigns.CampaignRequirement",
    "campaigns.Checkpoint",
    "campaigns.CampaignRun",
    "campaigns.RunPhase",
    "infrastructure.IdempotencyKey",
    "organizations.LogInTry",
    "infrastructure.RetentionRun",
}
# Without a hospital their references are empty: the check that says so.
HELD_BY_A_CHECK = {
    "organizations.User": "user_staff_has_hospital",
    "organizations.Membership": "membership_one_place",
}
OUR_MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in PACKAGES and not is_history(model)
]


def foreign_keys(table: str) -> dict[tuple[str, ...], tuple[str, tuple[str, ...]]]:
    """Columns of each foreign key of a table → the table and the columns that it leads to."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT array_agg(a.attname::text ORDER BY k.n), c.confrelid::regclass::text,
                   array_agg(f.attname::text ORDER BY k.n)
            FROM pg_constraint c
            CROSS JOIN LATERAL unnest(c.conkey, c.confkey) WITH ORDINALITY AS k(col, ref, n)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.col
            JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.ref
            WHERE c.contype = 'f' AND c.conrelid = %s::regclass GROUP BY c.oid, c.confrelid
            """,
            [table],
        )
        return {tuple(row[0]): (row[1], tuple(row[2])) for row in cursor.fetchall()}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda m: m._meta.label)
def test_every_table_is_of_a_hospital_or_named_here(model: type[models.Model]) -> None:
    assert HOSPITAL.has(model) != (model._meta.label in NOT_OF_A_HOSPITAL or _belongs_to_user_only(model))


def _belongs_to_user_only(model: type[models.Model]) -> bool:
    """Django's own link tables of the log-in (groups, permissions): we grant through neither."""
    return model._meta.auto_created is not False and model._meta.db_table.startswith("organizations_user_")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("place", "model"),
    [(place, m) for place in OWNERSHIPS for m in OUR_MODELS if place.references(m)],
    ids=lambda each: each.place if isinstance(each, Ownership) else each._meta.label,
)
def test_every_reference_inside_a_place_is_composite(place: Ownership, model: type[models.Model]) -> None:
    keys = foreign_keys(model._meta.db_table)
    for field in place.references(model):
        target = field.remote_field.model._meta.db_table
        led_to = keys.get((field.column, place.column))
        assert led_to == (target, ("id", place.column)), f"{field}: end its migration with TieToHospital()"
        assert (field.column,) not in keys, f"{field} has a second, weaker constraint"


def test_no_key_is_left_unchecked_by_an_empty_place() -> None:
    """A pair with a NULL in it is not checked: whoever may have no hospital carries the region's pair as well."""
    for model in OUR_MODELS:
        if not any(isinstance(field, PlaceKey) for field in model._meta.concrete_fields):
            continue
        kept_by = HELD_BY_A_CHECK.get(model._meta.label)
        assert (
            any(place.owns(model) for place in OWNERSHIPS)
            or is_of_one_place(model)
            or kept_by in {constraint.name for constraint in model._meta.constraints}
        ), model


@pytest.mark.django_db
def test_a_row_of_another_hospital_is_refused_by_the_database() -> None:
    ours, theirs = factories.make_hospital(), factories.make_hospital()
    staff = factories.make_staff(ours)
    foreign = factories.make_department(theirs)
    with audit.acting(by=None):
        Posting.objects.create(hospital=ours, staff=staff, department=foreign, from_on=factories.LONG_AGO)
    with pytest.raises(IntegrityError, match="same_hospital"):
        connection.check_constraints()


def test_owned_means_not_null() -> None:
    loose = {m._meta.label for m in OUR_MODELS if HOSPITAL.has(m) and not HOSPITAL.owns(m)}
    assert loose == {
        "campaigns.CheckEntry",
        "infrastructure.AuditEntry",
        "infrastructure.AccessEntry",
        "infrastructure.RetentionCount",
        "infrastructure.StoredFile",
        "infrastructure.Job",
        "organizations.AccountReset",
        "organizations.User",
        "organizations.Membership",
    }
    assert {m._meta.label for m in OUR_MODELS if is_of_one_place(m)} == {
        "campaigns.CheckEntry",
        "infrastructure.StoredFile",
        "infrastructure.Job",
    }


def file_of(**place: int | None) -> StoredFile:
    name = uuid.uuid4().hex
    return StoredFile.objects.create(
        **place,
        storage_name=f"files/2026/11/21/{name}",
        original_name="通知.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        uploaded_by=User.objects.first() or factories.make_user(factories.make_hospital()),
        uploaded_at=NOW,
    )


def job_of(file: StoredFile, **place: int | None) -> Job:
    return Job.objects.create(
        kind="k",
        title="t",
        requested_by=file.uploaded_by,
        result_file=file,
        state="done",
        finished_at=NOW,
        **place,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("place", [{}, {"hospital_id": 1, "region_id": 1}])
def test_a_file_and_a_job_are_of_exactly_one_place(place: dict[str, int]) -> None:
    with pytest.raises(IntegrityError, match="file_of_one_place"), transaction.atomic():
        file_of(**place)
    with pytest.raises(IntegrityError, match="job_of_one_place"), transaction.atomic():
        job_of(file_of(region_id=7), **place)


@pytest.mark.django_db
@pytest.mark.parametrize("place", [{"region_id": 8}, {"hospital_id": 7}])
def test_a_job_keeps_no_file_of_another_place(place: dict[str, int]) -> None:
    """Numbers may meet: region 7 and hospital 7 are two places."""
    file = file_of(region_id=7)
    job_of(file, region_id=7)
    connection.check_constraints()
    job_of(file, **place)
    with pytest.raises(IntegrityError, match="same_(region|hospital)"):
        connection.check_constraints()


class NoticeOfRegion(migrations.CreateModel):
    """A table of the packages to come: it belongs to a region and refers to that region's file."""

    def __init__(self) -> None:
        super().__init__(
            "Notice",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("region_id", models.BigIntegerField()),
                ("paper", RegionKey("infrastructure.StoredFile")),
            ],
        )


@pytest.fixture
def notices(databases: Any, django_db_blocker: Any) -> Iterator[Any]:
    """The table exists in the owner's transaction only."""
    owner = connections["owner"]
    state = ProjectState.from_apps(apps)
    with django_db_blocker.unblock(), transaction.atomic(using="owner"):
        with owner.schema_editor(atomic=False) as editor:
            for operation in (NoticeOfRegion(), TieToHospital()):
                before = state.clone()
                operation.state_forwards("infrastructure", state)
                operation.database_forwards("infrastructure", editor, before, state)
        yield owner
        transaction.set_rollback(True, using="owner")
    owner.close()


def test_a_table_of_a_region_refers_to_files_of_its_own_region_only(notices: Any) -> None:
    with notices.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'infrastructure_notice'::regclass AND contype IN ('u', 'f')"
        )
        found = dict(cursor.fetchall())
    assert found == {
        "infrastructure_notice_of_region": "UNIQUE (id, region_id)",
        "infrastructure_notice_paper_id_same_region": "FOREIGN KEY (paper_id, region_id)"
        " REFERENCES infrastructure_storedfile(id, region_id) DEFERRABLE INITIALLY DEFERRED",
    }
