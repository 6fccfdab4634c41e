"""How many wrong passwords are too many: by account, by network and by the pair of the two.

A hospital sits behind one address, so an address is never shut by itself: when much goes wrong there, strangers get
fewer tries an account. A browser that has come in with this account before is counted on its own: whoever guesses
at all accounts of a hospital shuts out nobody who works there (docs/adr/0040).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Limit:
    """So many failures within so long; the next try waits until the oldest of them is that old."""

    failures: int
    within: timedelta


PAIR = Limit(5, timedelta(minutes=15))
PAIR_WHERE_MUCH_GOES_WRONG = Limit(2, timedelta(minutes=15))
ACCOUNT = Limit(20, timedelta(hours=1))
ADDRESS = Limit(50, timedelta(minutes=15))
# Rows older than this count for nothing.
LONGEST = max(limit.within for limit in (PAIR, ACCOUNT, ADDRESS))


@dataclass(frozen=True)
class Failures:
    """When tries have failed lately, newest first: of the pair, of the account by strangers, from the address."""

    pair: Sequence[datetime]
    account: Sequence[datetime]
    address: Sequence[datetime]


def closed_until(failures: Failures, *, known: bool, now: datetime) -> datetime | None:
    """When the next try is possible; None: now. `known` browsers answer for their own failures only."""
    if known:
        return _until(PAIR, failures.pair, now)
    crowded = _until(ADDRESS, failures.address, now) is not None
    pair = PAIR_WHERE_MUCH_GOES_WRONG if crowded else PAIR
    waits = (_until(pair, failures.pair, now), _until(ACCOUNT, failures.account, now))
    return max((wait for wait in waits if wait is not None), default=None)


def _until(limit: Limit, moments: Sequence[datetime], now: datetime) -> datetime | None:
    if len(moments) < limit.failures:
        return None
    end = moments[limit.failures - 1] + limit.within
    return end if end > now else None
