"""A department and its sub-units are one side: the database refuses an accepter on the side of the lead."""

from __future__ import annotations

import pgtrigger


def two_sides(lead: str, other: str, *, name: str, unless: str = "FALSE") -> pgtrigger.Trigger:
    """The trigger of a table whose columns `lead` and `other` name departments of two sides (or none).

    That the two differ at all is a CHECK of the table. A row whose departments have become one side since, because one
    was moved under the other, goes on being written: it is looked at when either of them is named.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{lead}_id", f"{other}_id"),
        when=pgtrigger.Before,
        func=f"""
            IF TG_OP = 'UPDATE' AND (NEW.{lead}_id, NEW.{other}_id) IS NOT DISTINCT FROM (OLD.{lead}_id, OLD.{other}_id)
            THEN
                RETURN NEW;
            END IF;
            IF NOT ({unless}) AND NEW.{other}_id <> NEW.{lead}_id AND (
                SELECT count(DISTINCT COALESCE(d.parent_id, d.id)) FROM organizations_department d
                WHERE d.id IN (NEW.{lead}_id, NEW.{other}_id)
            ) < 2 THEN
                RAISE EXCEPTION 'new row violates check "{name}"' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  our own column names
    )
