"""Not part of the suite: two tests that last, for the test that kills the run they are in."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from django.conf import settings


@pytest.mark.django_db
@pytest.mark.parametrize("number", range(2))
def test_that_lasts(number: int) -> None:
    note = Path(os.environ["NOTES_OF_A_LONG_RUN"], str(number))
    note.write_text(str(settings.LAYOUT.state.parent))
    time.sleep(600)
