"""What campaigns put into the frame of every page."""

from campaigns.rights import RunRight
from organizations.frame_registry import Offer, Part

_MANAGE = frozenset({RunRight.MANAGE})
PART = Part(
    side=(
        Offer("启动部署", "launch/", "speakerphone", frozenset({RunRight.VIEW}), ("/launch/",)),
        Offer("专项整治", "runs/", "flag", _MANAGE, ("campaigns/",)),
    ),
    region=(Offer("专项整治", "runs/", "flag", _MANAGE),),
)
