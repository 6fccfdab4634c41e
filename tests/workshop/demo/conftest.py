from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings


def storages_in(folder: Path) -> dict[str, Any]:
    """The settings' storages with the files of this test in this folder."""
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": folder}}
    return {**settings.STORAGES, "default": backend}


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    settings.STORAGES = storages_in(tmp_path)
    return tmp_path
