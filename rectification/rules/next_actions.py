"""The buttons of a finding: what this user can do next, and why not yet. Pure but for the rights it is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rectification.rules.lifecycle import FindingFacts, Transition, leaving

# In the open step these are offered first; the rest is behind “更多”.
_MAIN = ("submit", "take_up", "start", "request_acceptance", "accept", "close")


@dataclass(frozen=True)
class NextAction:
    """A button: allowed, or disabled with its reason."""

    name: str
    label: str
    allowed: bool
    reason: str
    needs_page: bool  # a reason, a paper or another finding is asked for on a page of its own
    main: bool

    @property
    def primary(self) -> bool:
        return self.main and self.allowed


def next_actions(
    facts: FindingFacts, *, may: Callable[[Transition], bool], four_eyes: Callable[[str], str]
) -> list[NextAction]:
    """The arrows that leave the state and that the user has a right to, in the table's order.

    `may` says whether the right is there, `four_eyes` why this person may not although it is.
    """
    actions = []
    for transition in leaving(facts.state):
        if not may(transition) or _pointless(transition, facts):
            continue
        reason = transition.refusal(facts) or four_eyes(transition.name)
        actions.append(
            NextAction(
                name=transition.name,
                label=transition.label,
                allowed=not reason,
                reason=reason,
                needs_page=transition.needs_reason,
                main=transition.name in _MAIN,
            )
        )
    return actions


def _pointless(transition: Transition, facts: FindingFacts) -> bool:
    """立行立改 is not even mentioned where the hospital does not allow it for the checkpoint."""
    return transition.name == "fix_on_the_spot" and not facts.on_the_spot_allowed
