from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.services.campaigns import sync_campaigns


class Command(BaseCommand):
    help = (
        "Bring the campaigns of policy_texts into the database. Safe to repeat; run it after every migrate."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for campaign in sync_campaigns(by=None, now=timezone.now()):
            self.stdout.write(f"{campaign.code} version {campaign.version}: {campaign.title}")
