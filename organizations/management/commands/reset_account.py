from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from infrastructure.errors import Refusal
from organizations.models import User
from organizations.services.account_resets import hand_over_by_operator, link_of


class Command(BaseCommand):
    help = (
        "Print a link with which somebody sets a new password, for when no two administrators can help each other "
        "any more. It stands in the audit and on the pages of all administrators."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="told to everybody concerned: 两位管理员同时离岗")
        parser.add_argument(
            "--address", default="", help="printed before the link: https://quality.hospital.cn"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username__iexact=options["username"]).first()
        if user is None:
            raise CommandError(f"no log-in {options['username']}")
        try:
            code = hand_over_by_operator(user=user, now=timezone.now(), reason=options["reason"])
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(
            f"{user.display_name} ({user.username}): {options['address']}{link_of(code.reset, code.code)}"
        )
