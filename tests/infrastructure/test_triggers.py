"""What triggers cost: they run at every row that anybody writes."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.mark.django_db
def test_the_question_of_every_trigger_has_an_answer() -> None:
    """pgtrigger asks for this setting at each row; undefined, the answer is a failed subtransaction each time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('pgtrigger.ignore')")
        assert cursor.fetchone() == ("{}",)
