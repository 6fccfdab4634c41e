"""The picture of the packages is the one that the code makes, and no arrow in it points up."""

from __future__ import annotations

import pytest

from workshop.picture import LAYERS, PICTURE, drawn, measured

pytestmark = pytest.mark.slow


def test_the_picture_is_drawn_from_the_imports_of_today() -> None:
    assert PICTURE.read_text("utf-8") == drawn(), "run `make picture`"


def test_only_the_settings_of_development_look_up() -> None:
    _, arrows = measured()
    upwards = {pair for pair in arrows if LAYERS.index(pair[0]) > LAYERS.index(pair[1])}
    assert upwards <= {("hospital_qs", "workshop")}
