from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate

from infrastructure.migration_state import options_leave_classes_alone


class Command(migrate.Command):
    """Tables belong to the owner role, so migrations run over the `owner` connection."""

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def execute(self, *args: Any, **options: Any) -> Any:
        # Before the checks, which would already open the connection.
        if not getattr(settings, "DATABASE_OWNER_IS_SET", True):
            raise CommandError(
                "migrate needs DATABASE_OWNER_URL: the log-in of the role that owns the tables"
            )
        return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> Any:
        with options_leave_classes_alone():
            return super().handle(*args, **options)
