from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from infrastructure import retention


class Command(BaseCommand):
    help = (
        "Remove log rows older than their kind is kept (beat does it monthly), and record what was removed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        codes = [kind.code for kind in retention.kinds()]
        parser.add_argument(
            "kinds", nargs="*", metavar="KIND", help=f"{', '.join(codes)}; all when none is named"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by_code = {kind.code: kind for kind in retention.kinds()}
        for code in options["kinds"] or by_code:
            if code not in by_code:
                self.stderr.write(f"{code} is no kind of log: {', '.join(by_code)}")
                raise SystemExit(2)
            run = retention.remove_expired(kind=by_code[code], as_of=timezone.localdate())
            removed = sum(run.counts.values_list("removed", flat=True))
            self.stdout.write(f"{code}: {removed} rows before {timezone.localdate(run.cut_off)} removed")
