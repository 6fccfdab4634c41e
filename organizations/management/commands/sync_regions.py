from typing import Any

from django.core.management.base import BaseCommand

from organizations.rules.region_data import load_regions
from organizations.services.regions import sync_regions


class Command(BaseCommand):
    help = "Load the regions of the country (nation, provinces, cities, counties). Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        synced = sync_regions(rows=load_regions())
        self.stdout.write(f"regions: {synced.added} added, {synced.changed} changed")
        if synced.unknown:
            self.stdout.write(f"not in the data any more, kept: {', '.join(synced.unknown)}")
