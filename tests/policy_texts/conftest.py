import shutil
from pathlib import Path

import pytest

from policy_texts.loading import DATA


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped files, to be spoilt."""
    return Path(shutil.copytree(DATA, tmp_path / "data"))
