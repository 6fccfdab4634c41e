"""What a hospital is in the eyes of the authorities, dated: level, grade, kind, line, affiliation, supervisor.

A change has a first day and a reason. It holds until the next change that is already recorded, and what campaigns have
counted keeps what it was: a participation holds its own copy.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from infrastructure import audit
from infrastructure.errors import EditConflict, Refusal
from infrastructure.reasons import words_of
from organizations.actions import OrganizationAction
from organizations.models import (
    AdministrativeLine,
    Affiliation,
    Hospital,
    HospitalKind,
    HospitalLevel,
    HospitalStanding,
    Region,
    Standing,
    User,
)

LABELS = {
    "level": "等级",
    "grade": "等次",
    "kind": "类别",
    "line": "条线",
    "affiliation": "隶属关系",
    "supervised_by": "监管单位",
}
_CHOICES = {
    "level": HospitalLevel,
    "kind": HospitalKind,
    "line": AdministrativeLine,
    "affiliation": Affiliation,
}


@dataclass(frozen=True)
class StandingValues:
    level: str
    grade: str
    kind: str
    line: str
    affiliation: str
    supervised_by: Region

    @classmethod
    def of(cls, row: Standing) -> StandingValues:
        return cls(**{name: getattr(row, name) for name in LABELS})


def first_standing(hospital: Hospital) -> HospitalStanding:
    """The period that begins with the hospital itself; not saved. Its row may not be saved yet either."""
    return HospitalStanding(
        hospital=hospital,
        from_on=hospital.active_from,
        reason="建立机构",
        **vars(StandingValues.of(hospital)),
    )


def version_of(hospital: Hospital) -> str:
    """By which a page says what it was opened with: other periods, another version."""
    rows = hospital.standings.order_by("from_on").values_list("from_on", "reason", *LABELS)
    return hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:16]


def change_standing(
    *,
    hospital: Hospital,
    values: StandingValues,
    from_on: date,
    reason: str,
    by: User | None,
    now: datetime,
    seen: str | None = None,
) -> HospitalStanding:
    """From this day on the hospital is `values`. On the first day of a period it corrects that period.

    Every side of it is said at once: EditConflict when the periods are no longer those that were `seen`.
    """
    ground = words_of(
        reason, most=200, missing="请写明依据，例如等级评审批复的文号。", field="reason", label="依据"
    )
    with audit.acting(by=by):
        locked = Hospital.objects.select_for_update(no_key=True, of=("self",)).get(pk=hospital.pk)
        period = locked.standings.in_force(from_on).select_related("supervised_by").first()
        if period is None:
            first = locked.standings.order_by("from_on").values_list("from_on", flat=True).first()
            raise Refusal(f"生效日期不能早于本机构的第一天（{first}）。", field="from_on")
        before = StandingValues.of(period)
        if before == values:
            raise Refusal("与这一天已有的登记相同，没有需要修改的内容。")
        if seen not in (None, version_of(locked)):
            raise _conflict(before, values)
        changed = _begin(period, values, from_on, ground)
        _follow(locked, as_of=timezone.localdate(now))
        audit.record(
            action=OrganizationAction.HOSPITAL_EDITED,
            target=locked,
            by=by,
            now=now,
            hospital_id=locked.pk,
            reason=changed.reason,
            detail={**_differences(before, values), "from_on": from_on.isoformat()},
        )
    return changed


def bring_in_step(*, as_of: date) -> int:
    """Hospitals for which another period has begun: what they repeat of it is renewed. How many there were."""
    same = Q(**{name: F(f"hospital__{name}") for name in LABELS})
    behind = HospitalStanding.objects.in_force(as_of).exclude(same).values_list("hospital", flat=True)
    with audit.acting(by=None):
        rows = list(Hospital.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=behind))
        for hospital in rows:
            _follow(hospital, as_of=as_of)
    return len(rows)


def _begin(period: HospitalStanding, values: StandingValues, from_on: date, reason: str) -> HospitalStanding:
    if period.from_on == from_on:
        changed = period
    else:
        changed = HospitalStanding(hospital_id=period.hospital_id, from_on=from_on, to_on=period.to_on)
        period.to_on = from_on - timedelta(days=1)
        period.save(update_fields=["to_on"])
    for name, value in vars(values).items():
        setattr(changed, name, value)
    changed.reason = reason
    changed.save()
    return changed


def _follow(hospital: Hospital, *, as_of: date) -> None:
    """The hospital's own columns repeat the period of the day."""
    today = hospital.standings.in_force(as_of).select_related("supervised_by").first()
    if today is None or StandingValues.of(today) == StandingValues.of(hospital):
        return  # its first day is still to come, or another day was changed
    for name, value in vars(StandingValues.of(today)).items():
        setattr(hospital, name, value)
    hospital.save(update_fields=list(LABELS))


def _conflict(before: StandingValues, values: StandingValues) -> EditConflict:
    changes = _differences(before, values)
    now = "、".join(f"{label}现在是“{current}”" for label, (current, _) in changes.items())
    return EditConflict(
        f"您打开这页之后，别人登记过变更：那一天的{now}。请核对后再保存，再次保存以您填写的为准。",
        current={label: current for label, (current, _) in changes.items()},
        submitted={label: typed for label, (_, typed) in changes.items()},
    )


def _differences(before: StandingValues, after: StandingValues) -> dict[str, list[str]]:
    return {
        label: [_words(name, before), _words(name, after)]
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(after, name)
    }


def _words(name: str, values: StandingValues) -> str:
    value = getattr(values, name)
    return str(_CHOICES[name](value).label) if name in _CHOICES else str(value)
