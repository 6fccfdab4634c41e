"""Fills an empty database with the demo, or prints its log-ins."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from organizations.models import Hospital
from policy_texts.loading import load_campaign
from workshop.demo.builder import build_demo
from workshop.demo.content import load_content
from workshop.demo.listing import account_lines
from workshop.demo.playing import play

_CAMPAIGN = "QS25"


class Command(BaseCommand):
    help = (
        "Load the demo into an empty database: hospitals, people, log-ins, two runs with sheets and findings."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date",
            type=date.fromisoformat,
            default=None,
            help="the day on which the demo plays, YYYY-MM-DD (default: today); the same day gives the same demo",
        )
        parser.add_argument(
            "--accounts", action="store_true", help="print the log-ins and their password, load nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["accounts"]:
            self.stdout.write("\n".join(account_lines(load_content())))
            return
        if not getattr(settings, "DEMO_ALLOWED", False):
            raise CommandError("the demo is not loaded under these settings: it is for trying out only")
        as_of = options["date"] or timezone.localdate()
        first = load_campaign(_CAMPAIGN).issued_on
        if as_of <= first:
            raise CommandError(f"--date {as_of}: the demo's history begins after {first}")
        self._migrate()
        if Hospital.objects.exists():
            raise CommandError("there are hospitals in the database already: `make demo-reset` begins anew")
        play(build_demo(as_of))
        if options["verbosity"]:
            self.stdout.write(f"The demo of {as_of} is loaded. Log-ins: manage.py load_demo --accounts")

    def _migrate(self) -> None:
        """The command is one of those that find the database as it is."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0, interactive=False)
