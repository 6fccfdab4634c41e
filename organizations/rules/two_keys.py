"""Who opens somebody's account: always two administrators of two offices, neither of them the person (三员分立).

One asks, another agrees. The security administrator is one of the two, except for the own account, for which the system
administrator and the auditor stand in. So a hospital of three administrators can help each of them, and neither one
person nor two people of one office get in alone.
"""

from __future__ import annotations

from collections.abc import Set

SYSTEM, SECURITY, AUDIT = "system_administrator", "security_administrator", "audit_administrator"
ADMINISTRATORS = frozenset({SYSTEM, SECURITY, AUDIT})


def may_ask(asker: Set[str], *, target: Set[str]) -> bool:
    """The system administrator; for an administrator's account any of the three, the own office may stand empty."""
    return SYSTEM in asker or bool(target & ADMINISTRATORS and asker & ADMINISTRATORS)


def may_agree(other: Set[str], *, asked_as: Set[str], target: Set[str]) -> bool:
    """The security administrator; where that is who asked, or whose account it is, any of an office other than asked.

    Who asked must still be one who may ask: a key that was handed back opens nothing.
    """
    if not may_ask(asked_as, target=target):
        return False
    if SECURITY in target or SECURITY in asked_as:
        return any(key != first for first in asked_as & ADMINISTRATORS for key in other & ADMINISTRATORS)
    return SECURITY in other
