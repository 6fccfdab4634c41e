"""定稿: what a released ledger is, line by line, and what has changed since."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rectification.rules.ledger_columns import WRITTEN
from rectification.rules.ledger_rows import LedgerRow

_SHORT = 16


@dataclass(frozen=True)
class FixedLedger:
    """`sha256` is of the lines one below the other, `lines` number → hash of each."""

    sha256: str
    lines: dict[str, str]


def canonical(row: LedgerRow) -> bytes:
    """Every filled column by its stable word: a column of tomorrow changes no line that has nothing in it."""
    cells = {column.key.value: column.of(row) for column in WRITTEN}
    filled = {key: value for key, value in cells.items() if value not in (None, "")}
    return json.dumps(filled, ensure_ascii=False, sort_keys=True, default=date.isoformat).encode() + b"\n"


def fixed(rows: Iterable[LedgerRow]) -> FixedLedger:
    """Of numbered findings, counting upwards."""
    whole, lines = hashlib.sha256(), {}
    for row in rows:
        line = canonical(row)
        whole.update(line)
        lines[str(row.number)] = _hash(line)
    return FixedLedger(whole.hexdigest(), lines)


def changes_since(then: Mapping[str, str], rows: Iterable[LedgerRow], *, whole: bool) -> int:
    """How many of these lines are not as they were released; of the `whole` ledger also those that are gone."""
    now = {str(row.number): _hash(canonical(row)) for row in rows}
    other = sum(then.get(number) != line for number, line in now.items())
    return other + (len(then.keys() - now.keys()) if whole else 0)


def _hash(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()[:_SHORT]
