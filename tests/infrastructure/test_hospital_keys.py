"""The catalogue itself: every hospital-owned table, and every reference between two of them."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models

from infrastructure import audit
from infrastructure.hospital_keys import has_hospital, hospital_references, is_history, is_hospital_owned
from organizations.models import Posting
from tests import factories

OUR_APPS = {"infrastructure", "organizations", "campaigns", "rectification", "inspections", "hospital_qs"}
# Above or beside the hospitals, on purpose.
NOT_OF_A_HOSPITAL = {
    "organizations.Region",
    "organizations.Hospital",
    "organizations.RegionRole",
    "organizations.HospitalRole",
    "organizations.DepartmentRole",
    "campaigns.Campaign",
    "campaigns.CampaignItem",
    "campaigns.Checkpoint",
    "campaigns.CampaignRun",
    "campaigns.RunPhase",
    "infrastructure.IdempotencyKey",
    "organizations.LogInTry",
    "infrastructure.RetentionRun",
}
OUR_MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.app_label in OUR_APPS and not is_history(model)
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
    assert has_hospital(model) != (model._meta.label in NOT_OF_A_HOSPITAL or _belongs_to_user_only(model))


def _belongs_to_user_only(model: type[models.Model]) -> bool:
    """Django's own link tables of the log-in (groups, permissions): we grant through neither."""
    return model._meta.auto_created is not False and model._meta.db_table.startswith("organizations_user_")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", [m for m in OUR_MODELS if hospital_references(m)], ids=lambda m: m._meta.label
)
def test_every_reference_inside_a_hospital_is_composite(model: type[models.Model]) -> None:
    keys = foreign_keys(model._meta.db_table)
    for field in hospital_references(model):
        target = field.remote_field.model._meta.db_table
        assert keys.get((field.column, "hospital_id")) == (target, ("id", "hospital_id")), field
        assert (field.column,) not in keys, f"{field} has a second, weaker constraint"


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
    assert {m._meta.label for m in OUR_MODELS if has_hospital(m) and not is_hospital_owned(m)} == {
        "infrastructure.AuditEntry",
        "infrastructure.AccessEntry",
        "infrastructure.RetentionCount",
        "organizations.User",
        "organizations.Membership",
    }
