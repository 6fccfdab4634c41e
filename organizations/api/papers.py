"""代录: who signed the paper, and its scan, as they come with a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from organizations.services.signing import SentPaper


def sent_paper(typed: Mapping[str, Any]) -> SentPaper | None:
    """The paper when there is one; its body has seen to it that there is a scan as well."""
    if typed["signatory"] is None:
        return None
    return SentPaper(signatory=typed["signatory"], upload=typed["scan"])
