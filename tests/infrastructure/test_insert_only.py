"""What the application's own database role may never do. The tests connect as that role."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction

from infrastructure import audit
from infrastructure.hospital_keys import is_history
from organizations.models import Department
from tests import factories

pytestmark = pytest.mark.django_db

# pghistory's own two "tables" are queries over all of them, without rows of their own.
INSERT_ONLY = [
    m
    for m in apps.get_models()
    if m._meta.app_label != "pghistory" and (getattr(m, "insert_only", False) or is_history(m))
]


def test_there_is_something_to_protect() -> None:
    labels = {model._meta.label for model in INSERT_ONLY}
    assert {
        "infrastructure.AuditEntry",
        "infrastructure.AccessEntry",
        "rectification.FindingAct",
        "rectification.ProgressNote",
        "rectification.FindingEvent",
    } <= labels


@pytest.mark.parametrize(
    "statement", ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table}"]
)
@pytest.mark.parametrize("model", INSERT_ONLY, ids=lambda m: m._meta.label)
def test_insert_only_tables_refuse(model: type[models.Model], statement: str) -> None:
    sql = statement.format(table=model._meta.db_table, column=model._meta.pk.column)
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["rectification_finding", "organizations_department", "django_migrations"])
def test_no_table_at_all_can_be_truncated(table: str) -> None:
    refused = pytest.raises(ProgrammingError, match="permission denied")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {table} CASCADE")


def test_a_write_without_an_actor_is_refused_even_after_one_with() -> None:
    department = factories.make_department(factories.make_hospital())
    with pytest.raises(IntegrityError, match="pgh_context"), transaction.atomic():
        Department.objects.filter(pk=department.pk).update(name="改名")
    with audit.acting(by=None):
        Department.objects.filter(pk=department.pk).update(name="改名")
    image = department.images.model.objects.filter(pgh_obj=department).latest("pgh_id")
    assert (image.name, image.pgh_context) == ("改名", {"actor": 0, "name": "系统"})


def test_an_unknown_audit_action_raises() -> None:
    department = factories.make_department(factories.make_hospital())
    with pytest.raises(audit.UnknownAction):
        audit.record(
            action="nobody.registered.this",
            target=department,
            by=None,
            now=factories.OPENED_AT,
            hospital_id=department.hospital_id,
        )


def test_no_session_switches_a_trigger_off() -> None:
    """pgtrigger's own setting would let anybody with a SQL prompt write without a trace."""
    department = factories.make_department(factories.make_hospital())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger"
            " WHERE tgrelid = 'organizations_department'::regclass AND NOT tgisinternal"
        )
    with pytest.raises(IntegrityError, match="pgh_context"), transaction.atomic():
        Department.objects.filter(pk=department.pk).update(name="改名")
