"""What self-inspection puts into the frame of every page."""

from __future__ import annotations

from datetime import date

from inspections.rights import SheetRight
from inspections.selectors.runs import Banner, banner_for
from organizations.access_selectors import WorkPlace
from organizations.frame_registry import Offer, Part, working_rights
from organizations.rights import Right

PART = Part(
    side=(Offer("自查", "inspection/", "checklist", frozenset({SheetRight.VIEW}), ("/inspection/",)),),
    works=frozenset({SheetRight.VIEW}),
)


def banner_at(place: WorkPlace, able: frozenset[Right], as_of: date) -> Banner | None:
    """The running campaign, for those who work in it; administrators see no business."""
    if place.hospital_id is None or not able & working_rights():
        return None
    url = f"/h/{place.code}/inspection/" if SheetRight.VIEW in able else ""
    return banner_for(place.hospital_id, as_of, url=url)
