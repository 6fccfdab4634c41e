"""The one way out of an insert-only log: a function of the role that owns the tables (docs/adr/0003, 0042).

SECURITY DEFINER, so: a pinned search path, every name with its schema, no SQL put together from arguments, and nobody
but the application's role may call it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from psycopg2 import sql

from infrastructure import retention

SIGNATURE = sql.SQL("public.remove_expired_logs(text, timestamptz)")

_FUNCTION = sql.SQL("""
CREATE OR REPLACE FUNCTION public.remove_expired_logs(kind text, cut_off timestamptz) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
DECLARE
    run bigint;
BEGIN
    -- The database's own clock, whatever date the application believes it is.
    IF cut_off IS NULL
        OR cut_off > (now() AT TIME ZONE 'Asia/Shanghai' - interval '{months} months') AT TIME ZONE 'Asia/Shanghai'
    THEN
        RAISE EXCEPTION 'retention: logs are kept for at least {months} months' USING ERRCODE = 'check_violation';
    END IF;
    INSERT INTO public.infrastructure_retentionrun (at, kind, cut_off)
        VALUES (now(), remove_expired_logs.kind, remove_expired_logs.cut_off) RETURNING id INTO run;
    CASE kind
        {kinds}
        ELSE RAISE EXCEPTION 'retention: % is no kind of log', kind USING ERRCODE = 'invalid_parameter_value';
    END CASE;
    RETURN run;
END
$function$
""")

_KIND = sql.SQL("""WHEN {code} THEN
            {tables}""")

_TABLE = sql.SQL("""WITH gone AS (
                DELETE FROM {table} AS log WHERE log.{moment} < remove_expired_logs.cut_off
                RETURNING {hospital} AS hospital
            ) INSERT INTO public.infrastructure_retentioncount (run_id, table_name, hospital_id, removed)
                SELECT run, {name}, hospital, count(*) FROM gone GROUP BY hospital;""")


def lay_down(cursor: Any, *, existing: frozenset[str]) -> None:
    """Made anew after every migrate: the tables of each kind stand in it as text."""
    bodies = [
        _KIND.format(code=sql.Literal(kind.code), tables=sql.SQL("\n            ").join(tables))
        for kind in retention.kinds()
        if (tables := list(_tables(kind, existing)))
    ]
    months = sql.SQL(str(retention.FLOOR_MONTHS))
    cursor.execute(_FUNCTION.format(months=months, kinds=sql.SQL("\n        ").join(bodies)))
    cursor.execute(sql.SQL("REVOKE ALL ON FUNCTION {} FROM PUBLIC").format(SIGNATURE))


def _tables(kind: retention.LogKind, existing: frozenset[str]) -> Iterable[sql.Composed]:
    for model in kind.models():
        name = model._meta.db_table
        if name not in existing:
            continue  # a migrate of some apps only
        has_hospital = any(field.column == "hospital_id" for field in model._meta.concrete_fields)
        yield _TABLE.format(
            table=sql.Identifier("public", name),
            moment=sql.Identifier(kind.moment),
            name=sql.Literal(name),
            hospital=sql.SQL("log.hospital_id") if has_hospital else sql.SQL("NULL::bigint"),
        )
