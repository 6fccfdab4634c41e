"""`make demo-reset`: throws away the database, broker and files of this check-out, and builds the demo anew."""

from __future__ import annotations

import os
import shutil
import sys
import time

from workshop.embedded import account, commands, locks
from workshop.embedded.layout import PROJECT, Layout, development_layout
from workshop.embedded.problem import EngineProblem

STOP_SECONDS = 20
VAR = PROJECT / "var"
OF_THE_OLD_DATA = ("files", "mail", "beat", "log")


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "hospital_qs.settings.development"
    try:
        if os.environ.get("DATABASE_URL"):
            raise EngineProblem("DATABASE_URL is set: that database is not ours to empty")
        remove(development_layout())
        commands.get_ready()
        sys.stdout.write("the old data is gone, the demo is loaded\n")
    except EngineProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    return 0


def remove(layout: Layout) -> None:
    """Only when nobody uses the engines; a keeper that is just stopping them is waited for."""
    with locks.opened(layout.state, "users") as users, locks.opened(layout.state, "keeper") as keeper:
        deadline = time.monotonic() + STOP_SECONDS
        while not (locks.take(users, wait=False) and locks.take(keeper, wait=False)):
            if time.monotonic() > deadline:
                raise EngineProblem("the database is in use: stop `make run` and other commands first")
            time.sleep(0.2)
        for name in ("postgres", "valkey"):
            shutil.rmtree(layout.state / name, ignore_errors=True)
        home = account.for_this_user().home(layout.state)
        if home != layout.state:
            shutil.rmtree(home, ignore_errors=True)
        for name in OF_THE_OLD_DATA:
            shutil.rmtree(VAR / name, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
