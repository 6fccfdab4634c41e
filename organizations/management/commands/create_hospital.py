from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from infrastructure.errors import Refusal
from organizations.models import AdministrativeLine, Affiliation, HospitalKind, HospitalLevel, Region, Role
from organizations.services.account_resets import link_of
from organizations.services.hospitals import Administrator, HospitalFields, create_hospital

_OPTIONS = {
    Role.SYSTEM_ADMINISTRATOR: "system-admin",
    Role.SECURITY_ADMINISTRATOR: "security-admin",
    Role.AUDIT_ADMINISTRATOR: "audit-admin",
}


class Command(BaseCommand):
    help = "Set up a hospital with its three administrators and print their one-time links (good for three days)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="short code in addresses, letters, digits and dashes: nc-first")
        parser.add_argument("name", help="full name: 南昌市第一医院")
        parser.add_argument("--region", required=True, help="division code of its address: 360102")
        parser.add_argument(
            "--supervised-by", default="", help="division code of the region that answers for it"
        )
        parser.add_argument("--level", choices=HospitalLevel.values, default=HospitalLevel.UNRATED)
        parser.add_argument("--grade", choices=["", "甲", "乙", "丙"], default="")
        parser.add_argument("--kind", choices=HospitalKind.values, default=HospitalKind.GENERAL)
        parser.add_argument("--line", choices=AdministrativeLine.values, default=AdministrativeLine.HEALTH)
        parser.add_argument("--affiliation", choices=Affiliation.values, default=Affiliation.CITY)
        for role, option in _OPTIONS.items():
            parser.add_argument(
                f"--{option}", required=True, metavar="NO:NAME", help=f"{role.label}: 1001:王敏 (工号:姓名)"
            )
        parser.add_argument(
            "--address", default="", help="printed before each link: https://quality.hospital.cn"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        located_in = _region(options["region"])
        fields = HospitalFields(
            code=options["code"],
            name=options["name"].strip(),
            level=options["level"],
            grade=options["grade"],
            kind=options["kind"],
            line=options["line"],
            affiliation=options["affiliation"],
            located_in=located_in,
            supervised_by=_region(options["supervised_by"]) if options["supervised_by"] else located_in,
        )
        administrators = [_administrator(role, options) for role in _OPTIONS]
        try:
            hospital, codes = create_hospital(
                fields=fields,
                administrators=administrators,
                by=None,
                now=timezone.now(),
                as_of=timezone.localdate(),
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(f"{hospital.name}: /h/{hospital.code}/")
        for one, code in zip(administrators, codes, strict=True):
            user = code.reset.user
            link = link_of(code.reset, code.code)
            self.stdout.write(
                f"{one.role.label} {user.display_name} ({user.username}): {options['address']}{link}"
            )


def _region(code: str) -> Region:
    region = Region.objects.filter(code=code).first()
    if region is None:
        raise CommandError(f"no region {code}: run `manage.py sync_regions` first, or check the code")
    return region


def _administrator(role: Role, options: dict[str, Any]) -> Administrator:
    option = _OPTIONS[role]
    number, _, name = options[option.replace("-", "_")].partition(":")
    if not number.strip() or not name.strip():
        raise CommandError(f"--{option}: write 工号:姓名, for example 1001:王敏")
    return Administrator(role=role, employee_no=number.strip(), name=name.strip())
