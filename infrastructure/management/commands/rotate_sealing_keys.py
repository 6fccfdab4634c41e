from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from infrastructure import sealing


class Command(BaseCommand):
    help = (
        "Seal everything anew under the first of SEALING_KEYS; afterwards the older keys can be taken away."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        closed = 0
        for model in sealing.sealed_models():
            done = sealing.rotate(model)
            closed += len(done.closed)
            self.stdout.write(f"{done.label}: {done.rewritten} rows sealed anew")
            for pk in done.closed:
                self.stderr.write(f"{done.label} {pk}: no key at hand opens it")
        if closed:
            raise CommandError(
                f"{closed} rows stay as they were: put the key that sealed them back, and run it again"
            )
        self.stdout.write(f"everything is sealed under {sealing.keys().writing}")
