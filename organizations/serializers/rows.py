"""Which rows of places and people a body may name: `hospital` and `as_of` of the context are the fence."""

from __future__ import annotations

from infrastructure.api.references import Rows
from organizations import selectors
from organizations.models import Department, StaffMember, User

DEPARTMENTS = Rows(
    "departments", lambda c: Department.objects.filter(hospital=c["hospital"]).active(c["as_of"])
)
FUTURE_DEPARTMENTS = Rows(
    "future_departments",
    lambda c: selectors.departments_to_choose(c["hospital"], as_of=c["as_of"]).select_related("hospital"),
)
PEOPLE = Rows("people", lambda c: StaffMember.objects.filter(hospital=c["hospital"]).employed(c["as_of"]))
FUTURE_PEOPLE = Rows("future_people", lambda c: selectors.people_to_choose(c["hospital"], as_of=c["as_of"]))
ACCOUNTS = Rows(
    "accounts",
    lambda c: User.objects.filter(hospital=c["hospital"], is_active=True).select_related("hospital", "staff"),
)
