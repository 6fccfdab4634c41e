"""Rows as they come about, kept until each table is written with a few statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, models
from psycopg2 import sql

from infrastructure import audit
from infrastructure.models import AuditEntry, StoredFile
from rectification.models import (
    AcceptanceRound,
    Cause,
    Evidence,
    EvidenceMeasure,
    Extension,
    Finding,
    FindingAct,
    LedgerEntry,
    Measure,
    MeasureCause,
    ProgressNote,
    SupportingDepartment,
)
from workshop.demo.loading.uids import derived_uid

# What refers comes after what it refers to.
_ORDER: tuple[type[models.Model], ...] = (
    StoredFile,
    Finding,
    LedgerEntry,
    SupportingDepartment,
    Cause,
    Measure,
    MeasureCause,
    Evidence,
    EvidenceMeasure,
    ProgressNote,
    AcceptanceRound,
    Extension,
    FindingAct,
)
_BATCH = 500
Row = TypeVar("Row", bound=models.Model)


class Rows:
    """Not yet in the database. A row may be changed until `write`; whatever it refers to by then has its id."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[Any]] = defaultdict(list)
        self._entries: list[AuditEntry] = []

    def add(self, row: Row, *, at: datetime) -> Row:
        """Keep a row that came about at this moment; it gets its public identifier here unless it has a derived one."""
        kept = self._rows[type(row)]
        if hasattr(row, "uid") and not isinstance(row, Finding):
            row.uid = derived_uid(at, row._meta.label_lower, len(kept))
        kept.append(row)
        return row

    def record(self, entry: AuditEntry) -> None:
        self._entries.append(entry)

    def stored_files(self) -> Iterable[StoredFile]:
        return tuple(self._rows[StoredFile])

    def write(self) -> None:
        """Everything, and the audit in the order in which it happened. Runs inside the caller's `acting`."""
        for model in _ORDER:
            model._default_manager.bulk_create(self._rows.pop(model, []), batch_size=_BATCH)
        if self._rows:
            raise LookupError(f"rows of {', '.join(model.__name__ for model in self._rows)} have no place")
        self._entries.sort(key=lambda entry: entry.at)
        for number, entry in enumerate(self._entries):
            entry.uid = derived_uid(entry.at, "audit", number)
        audit.record_many(self._entries)


def take_finding_ids(count: int) -> list[int]:
    """Ids from the table's own sequence: findings refer to each other before they are written."""
    table = Finding._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
        )
        return [number for (number,) in cursor.fetchall()]


def update_rows(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write these fields of many rows of one table in one statement; `bulk_update` takes minutes for thousands."""
    if not rows:
        return
    fields: list[Any] = [rows[0]._meta.get_field(name) for name in ("id", *names)]
    parts = {
        "table": sql.Identifier(rows[0]._meta.db_table),
        "assigned": sql.SQL(", ").join(
            sql.SQL("{0} = new.{0}").format(sql.Identifier(field.column)) for field in fields[1:]
        ),
        "arrays": sql.SQL(", ").join(
            sql.SQL("%s::{}[]").format(sql.SQL(field.rel_db_type(connection) or "")) for field in fields
        ),
        "columns": sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    }
    statement = sql.SQL(
        "UPDATE {table} AS old SET {assigned} FROM unnest({arrays}) AS new ({columns}) WHERE old.id = new.id"
    ).format(**parts)
    values = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for row in rows] for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.cursor), values)
