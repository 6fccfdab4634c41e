"""What the page tests of self-inspection share: words of a page, a posted line, a filled sheet."""

from __future__ import annotations

import re
from typing import Any

from inspections.models import InspectionSheet, SheetLine
from inspections.rules.sheet_progress import shown_key
from inspections.services.sheets import rest_in_order
from organizations.models import Role
from tests.inspections.hospital import NOW, Place


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def posted(line: SheetLine, answer: str, note: str = "", *, revision: int | None = None) -> dict[str, str]:
    """What the browser sends for one line that was shown as it is in the database."""
    return {
        f"{line.uid}-answer": answer,
        f"{line.uid}-note": note,
        f"{line.uid}-revision": str(revision or line.revision),
        f"{line.uid}-was": shown_key(line.answer, line.note),
    }


def fill(place: Place, key: str | None = "clinical") -> InspectionSheet:
    rest_in_order(sheet=place.sheet(key), by=place.member(Role.QUALITY_OFFICE), now=NOW)
    return place.sheet(key)
