"""Log-in throttle. A try counts as failed before it is looked at: a hundred at one moment pass no limit.

Counted is the account aimed at, whether by user name or by 工号; pages, tokens, codes and the question for the
present password share the counters, because they can all be used to guess the same secret.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network

from django.db import connection, transaction
from django.utils.timezone import localtime

from infrastructure.errors import Refusal
from organizations.models import LogInTry, User
from organizations.rules import log_in_limits as limits


@dataclass(frozen=True)
class Source:
    """Where a try comes from: `browser` names one that has come in with this account before."""

    address: str | None
    browser: str = ""

    @property
    def network(self) -> str:
        """The address; of IPv6 the first half, for one machine has as many of the others as it likes."""
        if not self.address:
            return ""
        known = ip_address(self.address)
        return str(ip_network(f"{known}/64", strict=False)) if known.version == 6 else str(known)

    @property
    def key(self) -> str:
        return f"browser:{self.browser}" if self.browser else f"network:{self.network}"


class TooManyTries(Refusal):
    """Not looked at: `until` says when the next try is possible (429)."""

    status = 429

    def __init__(self, until: datetime, *, now: datetime, field: str = "") -> None:
        super().__init__(f"尝试次数过多，请在 {localtime(until):%H:%M} 之后再试。", field=field)
        self.until = until
        self.retry_after = max(1, math.ceil((until - now).total_seconds()))

    @property
    def minutes(self) -> int:
        return math.ceil(self.retry_after / 60)


def account_key(user: User | None, *, typed: str = "", hospital_code: str = "") -> str:
    """The account that is meant; a name that means nobody is counted as it was typed, in the same way."""
    return f"user:{user.pk}" if user is not None else f"name:{hospital_code}:{typed}"[:150]


def begin_try(*, account: str, source: Source, now: datetime) -> LogInTry:
    """Count a try, or refuse it with `TooManyTries` when it is one too many."""
    with transaction.atomic():
        with connection.cursor() as cursor:  # tries at one account take turns
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"log-in {account}"])
        until = closed_until(account=account, source=source, now=now)
        if until is not None:
            raise TooManyTries(until, now=now)
        network = "" if source.browser else source.network
        return LogInTry.objects.create(at=now, account=account, source=source.key, network=network)


def closed_until(*, account: str, source: Source, now: datetime) -> datetime | None:
    """When this account can be tried again from there; None: now."""
    lately = LogInTry.objects.filter(at__gt=now - limits.LONGEST).order_by("-at")
    of_account = list(lately.filter(account=account).values_list("at", "source", "network"))
    from_there = lately.filter(network=source.network) if source.network and not source.browser else None
    failures = limits.Failures(
        pair=[at for at, origin, _ in of_account if origin == source.key],
        account=[at for at, _, network in of_account if network],
        address=[]
        if from_there is None
        else list(from_there.values_list("at", flat=True)[: limits.ADDRESS.failures]),
    )
    return limits.closed_until(failures, known=bool(source.browser), now=now)


def was_right(tried: LogInTry) -> None:
    """This one was no failure; what failed before it still counts until the log-in is complete."""
    tried.delete()


def forgive(*, account: str, source: Source) -> None:
    """After a complete log-in: the failures of this account from there. All other counters stay as they are."""
    LogInTry.objects.filter(account=account, source=source.key).delete()


def forget_old(*, now: datetime) -> int:
    """Drop what no limit looks at any more."""
    return int(LogInTry.objects.filter(at__lte=now - limits.LONGEST).delete()[0])
