"""How long logs are kept (DESIGN §5, Audit). Nothing here deletes: one function of the owner does, and records it.

The application's role has no DELETE on a log. It may call `remove_expired_logs(kind, cut_off)`: its list of tables and
its floor of six months are text of the function, laid down after every migrate (`retention_function.py`).
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.db import connection, models
from django.utils import timezone
from pghistory.models import Event

from infrastructure.models import AccessEntry, AuditEntry, RetentionRun
from infrastructure.registry import Registry

FLOOR_MONTHS = 6  # 网络安全法第二十一条: not less than six months
LOG_MONTHS = 36
# The timeline of a record is the proof of its acceptance and outlives what it belongs to.
TIMELINE_MONTHS = 120


@dataclass(frozen=True)
class LogKind:
    """Insert-only tables that are kept equally long. `moment` is the column that says how old a row is."""

    code: str
    label: str
    months: int
    models: Callable[[], Iterable[type[models.Model]]]
    moment: str = "at"

    @property
    def months_kept(self) -> int:
        """What this deployment has set, or the default."""
        return int(settings.RETENTION_MONTHS.get(self.code, self.months))


_KINDS = Registry[LogKind]("kind of log")


def register(kind: LogKind) -> LogKind:
    """An app's own logs, from its `ready()`."""
    if not kind.code.isidentifier():
        raise ValueError(f"kind of log {kind.code!r} is no word")
    _KINDS.add(kind.code, kind)
    return kind


def kinds() -> tuple[LogKind, ...]:
    return _KINDS.entries


def row_images() -> list[type[models.Model]]:
    """The history tables of every app that is installed."""
    return [model for model in apps.get_models() if issubclass(model, Event) and model._meta.managed]


register(LogKind("access", "访问日志", LOG_MONTHS, lambda: [AccessEntry]))
register(LogKind("audit", "操作记录", TIMELINE_MONTHS, lambda: [AuditEntry]))
register(LogKind("images", "数据修改前后的存底", LOG_MONTHS, row_images, moment="pgh_created_at"))


def cut_off(*, as_of: date, months: int) -> datetime:
    """The local midnight before which rows are removed; the last day of a shorter month stands in for its 31st."""
    month = as_of.year * 12 + as_of.month - 1 - months
    year, month = divmod(month, 12)
    day = min(as_of.day, calendar.monthrange(year, month + 1)[1])
    return timezone.make_aware(datetime.combine(date(year, month + 1, day), time.min))


def remove_expired(*, kind: LogKind, as_of: date) -> RetentionRun:
    """Have the owner's function remove what is older than this kind is kept. It refuses what is not six months old."""
    before = cut_off(as_of=as_of, months=kind.months_kept)
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.remove_expired_logs(%s, %s)", [kind.code, before])
        return RetentionRun.objects.get(pk=cursor.fetchone()[0])


@checks.register
def check_months(**_: Any) -> list[checks.CheckMessage]:
    """What a deployment sets must name a kind and stay above the floor: said at the start, not one night."""
    found: list[checks.CheckMessage] = []
    for code, months in settings.RETENTION_MONTHS.items():
        if code not in _KINDS:
            known = ", ".join(_KINDS.names)
            found.append(checks.Error(f"RETENTION_MONTHS: {code!r} is no kind of log ({known})"))
        elif not str(months).isdecimal() or int(months) < FLOOR_MONTHS:
            found.append(checks.Error(f"RETENTION_MONTHS: {code} must be {FLOOR_MONTHS} months or more"))
    return found
