"""Which addresses are anonymous, and how the logs are kept out of them. Read before Django is there.

The handler of these addresses is `open_stack.py`; here is what the web server's log and Django's logging ask.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar

OPEN = "open"
# The one logger that is heard from inside: it says that a page broke and where, never what was asked or typed.
LOGGER = "hospital_qs.open_stack"

answering: ContextVar[bool] = ContextVar("answering_an_open_page", default=False)


def is_open(path: str) -> bool:
    """Whether an address belongs to the stack. Misspelt ones too: its 404 remembers nothing, another page might."""
    return path.lstrip("/").partition("/")[0].casefold() == OPEN


class NothingOfOpenPages(logging.Filter):
    """On every handler: what a library logs while an open page is answered may name an address or quote a text."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.name == LOGGER or not answering.get()
