"""Whether an exception means that the database or the broker is out of reach, and not that we have made a mistake."""

from __future__ import annotations

import redis.exceptions
from django.db import InterfaceError, OperationalError

DATABASE = "database"
BROKER = "broker"
# Of SQLSTATE: connection exceptions, and the server shutting down or starting up. Without one there was no server.
_LOST = ("08", "57P")


def unreachable(exception: BaseException | None) -> str | None:
    """Which of the two, also where a framework has wrapped it (a session that could not be saved)."""
    seen: set[int] = set()
    while exception is not None and id(exception) not in seen:
        seen.add(id(exception))
        if isinstance(exception, redis.exceptions.ConnectionError | redis.exceptions.TimeoutError):
            return BROKER
        if isinstance(exception, OperationalError | InterfaceError) and _is_lost(exception):
            return DATABASE
        exception = exception.__cause__ or exception.__context__
    return None


def _is_lost(exception: BaseException) -> bool:
    """A deadlock or a statement that took too long is an OperationalError too, and the server is well."""
    code = getattr(exception.__cause__, "pgcode", None)
    return code is None or code.startswith(_LOST)
