"""Who looked, and when: the words drawn over pages, prints and tables of a hospital that has asked for it."""

from __future__ import annotations

from datetime import date

from organizations.models import Hospital, User


def watermark_words(*, hospital: Hospital, user: User, as_of: date) -> str:
    """Name, 工号 and date of the person at the screen; nothing where the hospital's setting is off (DESIGN §8)."""
    return signed_words(user=user, as_of=as_of) if hospital.watermark else ""


def signed_words(*, user: User, as_of: date) -> str:
    """A log-in without a member of staff has no 工号: its user name says as much."""
    number = user.staff.employee_no if user.staff else user.username
    return f"{user.display_name} {number} {as_of.isoformat()}"
