"""What the application's database role may do, laid down again after every migrate (DESIGN §5, Audit).

The owner role makes tables; web and worker log in as another role. That one never truncates, and on
audit, history, release and frozen tables it may only read and add: the database itself refuses the rest. What must
leave a log one day leaves it through one function of the owner (`retention_function.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from pghistory.models import Event
from psycopg2 import sql

from infrastructure import retention_function

READ_ONLY_TABLES = frozenset({"django_migrations"})


# pgtrigger asks this function at every row whether its session has switched the trigger off. No session of ours may:
# row images and what is for ever would be a matter of one SET. Theirs is slow as well: while the setting is not
# defined it aborts a subtransaction a row, which walks through all deferred checks (20,000 rows: minutes).
NO_TRIGGER_IS_EVER_OFF = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE AS 'SELECT false'
"""


def grant_after_migrate(*, using: str, **signal: Any) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(NO_TRIGGER_IS_EVER_OFF)
        retention_function.lay_down(cursor, existing=_tables(cursor))
    apply_grants(owner=connections[using], role=connections["default"].settings_dict["USER"])


def apply_grants(*, owner: BaseDatabaseWrapper, role: str) -> None:
    """Idempotent. Where both log-ins are one (a developer's own server), there is nothing to withhold."""
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if not role or cursor.fetchone()[0] == role:
            return
        for statement in _statements(
            insert_only=insert_only_tables(),
            read_only=read_only_tables(),
            role=role,
            existing=_tables(cursor),
        ):
            cursor.execute(statement)


def insert_only_tables() -> frozenset[str]:
    """Models say it themselves: `insert_only = True`. Row images always are."""
    return frozenset(model._meta.db_table for model in apps.get_models() if is_insert_only(model))


def read_only_tables() -> frozenset[str]:
    """What only the owner's functions write: `owner_writes = True`."""
    ours = {m._meta.db_table for m in apps.get_models() if getattr(m, "owner_writes", False)}
    return READ_ONLY_TABLES | ours


def is_insert_only(model: type[models.Model]) -> bool:
    return bool(getattr(model, "insert_only", False)) or issubclass(model, Event)


def _tables(cursor: Any) -> frozenset[str]:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return frozenset(name for (name,) in cursor.fetchall())


def _statements(
    *, insert_only: frozenset[str], read_only: frozenset[str], role: str, existing: frozenset[str]
) -> Iterable[sql.Composed]:
    to = sql.Identifier(role)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(to)
    yield sql.SQL("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}").format(to)
    yield sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(to)
    yield sql.SQL("GRANT EXECUTE ON FUNCTION {} TO {}").format(retention_function.SIGNATURE, to)
    kinds = {
        "SELECT": existing & read_only,
        "SELECT, INSERT": existing & insert_only,
        "SELECT, INSERT, UPDATE, DELETE": existing - insert_only - read_only,
    }
    for privileges, tables in kinds.items():
        if tables:
            names = sql.SQL(", ").join(sql.Identifier("public", table) for table in sorted(tables))
            yield sql.SQL("GRANT {} ON {} TO {}").format(sql.SQL(privileges), names, to)
