"""Who takes part in a campaign, fixed when a run is opened (QS25.SC: 二级以上, three administrative lines)."""

from __future__ import annotations

from policy_texts.campaigns import Coverage


def covers(coverage: Coverage, *, level: str, kind: str, line: str) -> bool:
    """A hospital needs one of the levels, one of the kinds and one of the lines."""
    return level in coverage.levels and kind in coverage.kinds and line in coverage.lines
