"""Refusals that a person can act on. Pages show them at the field, the API as a problem detail."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """A service will not do it, and says in Chinese why and what to do. `field` names the place in the form."""

    status = 400
    retry_after = 0  # seconds until it may be asked again; 0: waiting does not help

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(Refusal):
    """The user may see the record but not do this to it (403)."""

    status = 403


class WrongState(Refusal):
    """The record is no longer in the state that the act needs: pressed twice, or somebody was faster (409)."""

    status = 409


class EditConflict(Refusal):
    """Somebody saved in between (409). Carries both versions: nothing typed is lost."""

    status = 409

    def __init__(self, message: str, *, current: dict[str, Any], submitted: dict[str, Any]) -> None:
        super().__init__(message)
        self.current = current
        self.submitted = submitted


class Invalid(Refusal):
    """Several fields are wrong at once: field → message."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("；".join(errors.values()))
        self.errors = errors
