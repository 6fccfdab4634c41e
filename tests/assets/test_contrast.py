"""Every pair of ink and ground that the pages use is readable: at least 4.5 to 1 (ui.md)."""

from __future__ import annotations

import re

import pytest

from hospital_qs import assets

TOKENS = dict(
    re.findall(
        r"(--hq-[a-z0-9-]+):\s*(#[0-9a-f]{6})", (assets.ROOT / "static/css/tokens.css").read_text("utf-8")
    )
)
WHITE = "#ffffff"
INK = ("ink", "muted", "accent", "accent-deep", "overdue", "soon", "done", "wait")
GROUNDS = ("paper", "ground", "raised")
PAIRS = [
    *[(f"--hq-{ink}", f"--hq-{ground}") for ink in INK for ground in GROUNDS],
    *[(f"--hq-{tone}", f"--hq-{tone}-soft") for tone in ("overdue", "soon", "done", "wait")],
    ("--hq-accent-deep", "--hq-accent-soft"),
    ("--hq-muted", "--hq-accent-soft"),
    *[("--hq-ink", f"--hq-heat-{step}") for step in (1, 2, 3)],
]
ON_WHITE_INK = [
    "accent",
    "overdue",
    "heat-4",
    "heat-5",
    "heat-6",
    *[f"class-{number}" for number in (1, 2, 3, 4)],
]


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_knows_black_and_white() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#777777", WHITE) < 4.5


@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_words_are_readable(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize("ground", ON_WHITE_INK)
def test_white_words_are_readable(ground: str) -> None:
    assert contrast(WHITE, TOKENS[f"--hq-{ground}"]) >= 4.5
