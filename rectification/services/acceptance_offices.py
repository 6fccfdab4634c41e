"""Which department accepts a finding: from the hospital's overlay, else by duty (DESIGN §6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from campaigns.models import CampaignItem, Checkpoint
from organizations.models import Department, DepartmentKind
from policy_texts.vocabulary import Duty
from rectification.rules.acceptance import Office, Offices, default_accepting_department

_OFFICES = (DepartmentKind.OFFICE, DepartmentKind.LEADERSHIP)


def accepting_department_for(
    *, hospital_id: int, checkpoint: Checkpoint | None, item: CampaignItem, lead: Department
) -> Department | None:
    """The default accepter; None when the hospital has named no office for it, then the quality office decides.

    One query: the departments that can be asked, with the one that the hospital's overlay names.
    """
    point = checkpoint or item.checkpoints.order_by("code").first()
    asked = {d.pk: d for d in _askable(hospital_id, point)}
    named = next((d for d in asked.values() if d.is_named), None)  # type: ignore[attr-defined]
    if named is None and point is not None:
        named = next((d for d in asked.values() if point.duty in d.duties), None)
    offices = [d for d in asked.values() if d.kind in _OFFICES]
    quality = next((d for d in offices if Duty.QUALITY in d.duties), None)
    leadership = next((d for d in offices if d.kind == DepartmentKind.LEADERSHIP), None)
    chosen = default_accepting_department(
        lead=Office(lead.pk, lead.parent_id),
        offices=Offices(_office(named), _office(quality), _office(leadership)),
    )
    return asked[chosen] if chosen is not None else None


@dataclass
class OfficesByDuty:
    """`accepting_department_for` of one hospital, asked once for each place and lead: for edits of many findings."""

    hospital_id: int
    _known: dict[tuple[int, int | None, int], Department | None] = field(default_factory=dict)

    def of(self, *, checkpoint: Checkpoint | None, item: CampaignItem, lead: Department) -> Department | None:
        key = (item.pk, checkpoint.pk if checkpoint else None, lead.pk)
        if key not in self._known:
            self._known[key] = accepting_department_for(
                hospital_id=self.hospital_id, checkpoint=checkpoint, item=item, lead=lead
            )
        return self._known[key]


def _office(department: Department | None) -> Office | None:
    return Office(department.pk, department.parent_id) if department else None


# Offices and leaders, whoever has the checkpoint's duty, and the department that the hospital's overlay names, as long
# as they are in use. Asked at every registering, so in SQL.
_ASKABLE = """
SELECT d.*, o.id IS NOT NULL AS is_named
FROM organizations_department d
LEFT JOIN campaigns_checkpointoverlay o ON o.functional_department_id = d.id AND o.checkpoint_id = %(checkpoint)s
WHERE d.hospital_id = %(hospital)s
    AND d.active_to IS NULL
    AND (o.id IS NOT NULL OR d.kind = ANY(%(offices)s) OR %(duty)s = ANY(d.duties))
ORDER BY d.level, d.code
"""


def _askable(hospital_id: int, point: Checkpoint | None) -> Iterable[Department]:
    asked = {
        "hospital": hospital_id,
        "checkpoint": point.pk if point else None,
        "duty": point.duty if point else None,
        "offices": [kind.value for kind in _OFFICES],
    }
    return Department.objects.raw(_ASKABLE, asked)
