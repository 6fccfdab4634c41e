"""The keys of a check-out: made once, so that log-ins and sealed texts survive a restart, and never shared."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path


def signing() -> str:
    return secrets.token_urlsafe(50)


def sealing() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def read_or_make(path: Path, *, make: Callable[[], str] = signing) -> str:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two processes may start together: the first link wins, both read the same key.
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        try:
            os.link(draft, path)
        except FileExistsError:
            return path.read_text()
        finally:
            draft.unlink()
    return path.read_text()
