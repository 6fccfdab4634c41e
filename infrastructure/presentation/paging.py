"""Lists that are counted no further than anybody turns pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

COUNT_LIMIT = 10_000


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # no generic at run time
    """Counts no further than the limit: nobody turns ten thousand pages, and counting a million rows is slow."""

    @property
    def count(self) -> int:
        return min(self.seen, COUNT_LIMIT)

    @property
    def seen(self) -> int:
        """Rows met when counting stopped: one more than the limit says “more”."""
        if not hasattr(self, "_seen"):
            rows: Any = self.object_list
            self._seen: int = rows.order_by()[: COUNT_LIMIT + 1].count()
        return self._seen

    @property
    def words(self) -> str:
        """How many, as the page says it."""
        return "1 万以上" if self.seen > COUNT_LIMIT else str(self.count)
