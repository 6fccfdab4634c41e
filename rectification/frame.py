"""What the ledger puts into the frame of every page."""

from organizations.frame_registry import Offer, Part
from rectification.rights import FindingRight

PART = Part(
    side=(
        Offer(
            "问题台账",
            "ledger/",
            "table",
            frozenset({FindingRight.VIEW}),
            ("findings/", "/findings/", "/imports/", "/jobs/"),
        ),
        Offer("整改看板", "board/", "chart-bar", frozenset({FindingRight.SEE_BOARD})),
    ),
    quick=(
        Offer("登记问题", "findings/new/", "circle-plus", frozenset({FindingRight.CREATE}), on_phone="登记"),
    ),
    works=frozenset({FindingRight.VIEW, FindingRight.SEE_BOARD}),
)
