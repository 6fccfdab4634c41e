from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from infrastructure.errors import Refusal
from organizations.models import AdministrativeLine, Region, Role, User
from organizations.roles import ROLES, Place
from organizations.services.memberships import grant_membership

_REGIONAL = [role.value for role in ROLES if Place.REGION in ROLES[role].places]


class Command(BaseCommand):
    help = "Give a log-in a role on a region, for every administrative line or for one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=_REGIONAL)
        parser.add_argument("region", help="division code: 360100")
        parser.add_argument(
            "--line",
            choices=AdministrativeLine.values,
            help="hospitals of this line alone: 卫生健康, 中医药 or 疾控; every line when it is left out",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"]).first()
        region = Region.objects.filter(code=options["region"]).first()
        if user is None:
            raise CommandError(f"no log-in {options['username']}")
        if region is None:
            raise CommandError(
                f"no region {options['region']}: run `manage.py sync_regions` first, or check the code"
            )
        try:
            membership = grant_membership(
                user=user,
                role=Role(options["role"]),
                place=region,
                line=options["line"],
                from_on=timezone.localdate(),
                by=None,
                now=timezone.now(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        line = f" {membership.get_line_display()}" if membership.line else ""
        self.stdout.write(f"{user.display_name}: {membership.get_role_display()} {region.name}{line}")
