"""Findings by the thousand, as an import leaves them."""

from __future__ import annotations

from typing import Any

from django.db import connection

from infrastructure import audit
from tests.rectification.world import World


def fill(world: World, amount: int, department: Any, *, first: int = 0) -> None:
    """Findings in bulk, as an import leaves them, without row images of a million rows.

    Each has an office that accepts; every third has a supporting department.
    """
    with audit.acting(by=world.clerk), connection.cursor() as cursor:
        cursor.execute(
            """
            WITH made AS (
              INSERT INTO rectification_finding (uid, hospital_id, text, state, state_origin, origin, origin_label,
                origin_key, penalty_barred, lead_department_id,
                accepting_department_id, deadline_kind, due_on, on_the_spot, round_no,
                proof_since_round, remark, imported_progress, created_by_id, created_at, revision)
              SELECT gen_random_uuid(), %(hospital)s, '抽查病历发现问题 ' || n, 'rectifying', 'imported',
                'self_inspection', '', '', false, %(department)s,
                %(accepting)s, 'dated', DATE '2026-01-01' + (n %% 700)::int, false,
                1, 1, '', '', %(user)s, now(), 1
              FROM generate_series(%(first)s + 1, %(first)s + %(amount)s) n RETURNING id),
            supported AS (
              INSERT INTO rectification_supportingdepartment (hospital_id, finding_id, department_id, position)
              SELECT %(hospital)s, id, %(supporting)s, 0 FROM made WHERE id %% 3 = 0)
            INSERT INTO rectification_ledgerentry (uid, hospital_id, finding_id, participation_id, item_id,
              number, "primary", key, import_key)
            SELECT gen_random_uuid(), %(hospital)s, id, %(participation)s, %(item)s,
              %(first)s + row_number() OVER (ORDER BY id), true, id::text, '' FROM made
            """,
            {
                "hospital": world.hospital.pk,
                "department": department.pk,
                "accepting": world.medical.pk,
                "supporting": world.quality.pk,
                "user": world.clerk.pk,
                "participation": world.participation.pk,
                "item": world.item.pk,
                "first": first,
                "amount": amount,
            },
        )
