"""Numbers of a ledger: given once, in order, never again."""

from __future__ import annotations

from django.db import connection

from campaigns.models import Participation
from rectification.models import Finding


def next_number(participation_id: int, *, count: int = 1) -> int:
    """Take `count` numbers and return the first. The counter's row lock orders whoever asks at once."""
    table = connection.ops.quote_name(Participation._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET last_number = last_number + %s WHERE id = %s RETURNING last_number",  # noqa: S608
            [count, participation_id],
        )
        (taken,) = cursor.fetchone()
    return int(taken) - count + 1


def number_entries(finding: Finding) -> None:
    """Give every line of the finding that has none its number (at submission)."""
    for entry in finding.entries.filter(number__isnull=True):
        entry.number = next_number(entry.participation_id)
        entry.save(update_fields=["number"])
