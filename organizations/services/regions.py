"""The table of regions follows the data that ships with the program."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from organizations.models import Region
from organizations.rules.region_data import RegionRow


@dataclass(frozen=True)
class SyncedRegions:
    added: int
    changed: int
    unknown: tuple[str, ...]  # codes here that the data no longer has; they stay, hospitals may refer to them


def sync_regions(*, rows: Sequence[RegionRow]) -> SyncedRegions:
    """Add and correct, never delete: safe to run again and again. Parents stand before their children."""
    with transaction.atomic():
        known = {region.code: region for region in Region.objects.all()}
        added, changed = 0, 0
        for level in ("nation", "province", "city", "county"):
            fresh = [_region(row, known) for row in rows if row.level == level]
            new = [region for region in fresh if region.code not in known]
            moved = [
                region for region in fresh if region.code in known and _differs(region, known[region.code])
            ]
            for region in moved:
                region.pk = known[region.code].pk
            Region.objects.bulk_create(new)
            Region.objects.bulk_update(moved, ["name", "name_pinyin", "level", "parent"], batch_size=500)
            known |= {region.code: region for region in (*new, *moved)}
            added, changed = added + len(new), changed + len(moved)
    codes = {row.code for row in rows}
    return SyncedRegions(added, changed, tuple(sorted(code for code in known if code not in codes)))


def _region(row: RegionRow, known: dict[str, Region]) -> Region:
    return Region(
        code=row.code,
        name=row.name,
        name_pinyin=f"{row.pinyin} {row.initials}",
        level=row.level,
        parent=known[row.parent] if row.parent else None,
    )


def _differs(region: Region, known: Region) -> bool:
    return any(
        getattr(region, name) != getattr(known, name)
        for name in ("name", "name_pinyin", "level", "parent_id")
    )
