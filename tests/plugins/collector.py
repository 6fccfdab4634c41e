"""The garbage collector leaves alone what lives to the end: Django, the models, thousands of collected tests.

Walking that heap again and again costs a tenth of the suite.
"""

from __future__ import annotations

import gc

import pytest

_BEFORE_A_YOUNG_COLLECTION = 50_000


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(_BEFORE_A_YOUNG_COLLECTION, 20, 20)
