"""Addresses of lists: filters, order and page live in the query string, so that a link is the whole view."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

# A different filter or order begins on the first page again.
PAGE = "page"


def query_replace(pairs: Iterable[tuple[str, str]], changes: Mapping[str, object]) -> str:
    """The query string with ``changes`` made; None and "" take a key out, a list sets several values."""
    kept = [(key, value) for key, value in pairs if key not in changes and (key != PAGE or PAGE in changes)]
    for key, value in changes.items():
        values = value if isinstance(value, list | tuple) else [value]
        kept += [(key, str(one)) for one in values if one is not None and one != ""]
    return "?" + urlencode(kept)


def query_toggle(pairs: Iterable[tuple[str, str]], key: str, value: object) -> str:
    """The query string with this one value put in, or taken out when it is there already."""
    pairs = [(name, one) for name, one in pairs if name != PAGE]
    wanted = (key, str(value))
    return "?" + urlencode(
        [pair for pair in pairs if pair != wanted] if wanted in pairs else [*pairs, wanted]
    )


def page_numbers(current: int, last: int) -> list[int | None]:
    """Pages worth a link; None is a gap: ``1 … 4 [5] 6 … 20``."""
    near = {1, last, current - 1, current, current + 1}
    shown = sorted(number for number in near if 1 <= number <= last)
    numbers: list[int | None] = []
    for number in shown:
        before = numbers[-1] if numbers else None
        if before is not None and number - before == 2:
            numbers.append(number - 1)
        elif before is not None and number - before > 2:
            numbers.append(None)
        numbers.append(number)
    return numbers
