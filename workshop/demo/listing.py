"""The named log-ins as a table for a terminal: what `make run` prints and the README repeats."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from workshop.demo.content import Content


def account_lines(content: Content) -> Iterator[str]:
    """A line for each named log-in, then the password that all share."""
    accounts = content.accounts.accounts
    width = max(len(account.username) for account in accounts) + 2
    words = max(_cells(account.purpose) for account in accounts)
    main = next(hospital for hospital in content.hospitals if hospital.pattern == "full")
    yield f"演示账号（{main.name} {main.code}）"
    for account in accounts:
        gap = " " * (words - _cells(account.purpose) + 2)
        yield f"  {account.username:<{width}}{account.purpose}{gap}{account.role}"
    yield f"密码都是 {content.accounts.password}"


def _cells(text: str) -> int:
    """Chinese takes two cells of a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
