from __future__ import annotations

import pytest

from hospital_qs import assets


@pytest.fixture(scope="session")
def vendor() -> None:
    """The third-party files as set-up leaves them; nothing happens when they are there."""
    assets.build()
