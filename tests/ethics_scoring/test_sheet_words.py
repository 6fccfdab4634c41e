"""Points in words. Pure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ethics_scoring.rules.sheet_text import signed


@pytest.mark.parametrize(("points", "written"), [("6", "+6"), ("-0.5", "−0.5"), ("0", "0")])
def test_nothing_has_no_sign(points: str, written: str) -> None:
    assert signed(Decimal(points)) == written
