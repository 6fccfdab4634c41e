"""A department and its sub-units are one side: the database refuses an accepter on the side of the lead."""

from __future__ import annotations

import pgtrigger


def two_sides(lead: str, other: str, *, name: str) -> pgtrigger.Trigger:
    """The trigger of a table whose columns `lead` and `other` name departments of two sides (or none).

    That the two differ at all is a CHECK of the table.
    """
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(f"{lead}_id", f"{other}_id"),
        when=pgtrigger.Before,
        func=f"""
            IF NEW.{other}_id <> NEW.{lead}_id AND (
                SELECT count(DISTINCT COALESCE(d.parent_id, d.id)) FROM organizations_department d
                WHERE d.id IN (NEW.{lead}_id, NEW.{other}_id)
            ) < 2 THEN
                RAISE EXCEPTION 'new row violates check "{name}"' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,  # noqa: S608  our own column names
    )
