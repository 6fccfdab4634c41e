"""Which addresses are anonymous, and how the logs are kept out of them. Read before Django is there.

The handler of these addresses is `open_stack.py`; here is what the web server's log and Django's logging ask.
"""

from __future__ import annotations

import logging
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote, urlsplit

OPEN = "open"
# The one logger that is heard from inside: it says that a page broke and where, never what was asked or typed.
LOGGER = "hospital_qs.open_stack"

answering: ContextVar[bool] = ContextVar("answering_an_open_page", default=False)


def is_open(path: str) -> bool:
    """Whether an address belongs to the stack. Misspelt ones too: its 404 remembers nothing, another page might."""
    return path.lstrip("/").partition("/")[0].casefold() == OPEN


def _names_an_open_page(text: Any) -> bool:
    """Of an address as somebody logs it: the web server too, when a browser goes away in the middle."""
    return (
        isinstance(text, str) and text.startswith("/") and is_open(unquote(urlsplit(text.lstrip("/")).path))
    )


class NothingOfOpenPages(logging.Filter):
    """On every handler: what a library logs about an open page may name an address or quote a text."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name == LOGGER:
            return True
        told = record.args if isinstance(record.args, tuple) else ()
        return not answering.get() and not any(map(_names_an_open_page, told))
