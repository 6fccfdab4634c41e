"""Public identifiers: what appears in addresses, API bodies, workbooks and packages."""

import uuid

from uuid_utils.compat import uuid7


def new_uid() -> uuid.UUID:
    """A UUIDv7: ordered by time, so that indexes stay compact. Never for anonymous records (DESIGN §8)."""
    return uuid7()
