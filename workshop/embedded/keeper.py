"""The process that holds the engines while anybody uses them.

Started by the first user (session.py), in a session of its own. It says `ready` or one line of trouble on its standard
output, then waits until the last user is gone – by the lock, so a killed user counts as gone – and stops both.
Should it be killed itself, the engines end with it (launch.py).
"""

from __future__ import annotations

import logging
import shutil
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from workshop.embedded import locks
from workshop.embedded.layout import APPLICATION_ROLE, DATABASE, OWNER_ROLE, Layout
from workshop.embedded.postgres import (
    Cluster,
    check_trigrams,
    keep_content_out_of_the_log,
    make_database,
    make_roles,
)
from workshop.embedded.problem import EngineProblem
from workshop.embedded.valkey import Broker

POLL_SECONDS = 0.2
# Between two starts of an engine that keeps ending.
FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 20
# So long it must have run for the next start to be a first one again.
STEADY_SECONDS = 60

logger = logging.getLogger("keeper")


@dataclass
class Mended:
    """One engine, and when it may be started again."""

    name: str
    engine: Cluster | Broker
    pause: float = FIRST_PAUSE_SECONDS
    not_before: float = 0
    started_at: float = 0

    def look(self) -> None:
        """An engine that has ended is started again, after a pause that doubles while it keeps ending."""
        now = time.monotonic()
        if self.engine.runs or now < self.not_before:
            return
        if now - self.started_at > STEADY_SECONDS:
            self.pause = FIRST_PAUSE_SECONDS
        logger.warning("%s has ended: starting it again", self.name)
        try:
            self.engine.start()
            logger.warning("%s answers again", self.name)
        except EngineProblem as problem:
            logger.warning("%s", problem)
        self.started_at = time.monotonic()
        self.not_before = self.started_at + self.pause
        self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)


class Keeper:
    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.cluster = Cluster(state=layout.state, sockets=layout.sockets)
        self.broker = Broker(state=layout.state, socket=layout.valkey_socket)
        self.asked_to_stop = False

    def ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def start(self) -> None:
        self.cluster.start()
        self.broker.start()
        with self.cluster.cursor() as cursor:
            make_roles(cursor, owner=OWNER_ROLE, application=APPLICATION_ROLE)
            keep_content_out_of_the_log(cursor, roles=(OWNER_ROLE, APPLICATION_ROLE))
            make_database(cursor, name=DATABASE, owner=OWNER_ROLE)
        with self.cluster.cursor(role=OWNER_ROLE, database=DATABASE) as cursor:
            check_trigrams(cursor)

    def wait(self) -> None:
        """Until nobody is left or somebody asks; meanwhile what ends by itself is started again."""
        both = [Mended("PostgreSQL", self.cluster), Mended("Valkey", self.broker)]
        with locks.opened(self.layout.state, "users") as users:
            while not self.asked_to_stop:
                for one in both:
                    one.look()
                if locks.take(users, wait=False):
                    # Held until the end: whoever comes now waits, and then starts the engines anew.
                    self.stop()
                    return
                time.sleep(POLL_SECONDS)

    def stop(self) -> None:
        self.broker.stop()
        self.cluster.stop()
        shutil.rmtree(self.layout.sockets, ignore_errors=True)


def main(state: str, sockets: str) -> int:
    logging.basicConfig(format="%(asctime)s %(message)s")
    keeper = Keeper(Layout(state=Path(state), sockets=Path(sockets)))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, keeper.ask_to_stop)
    with locks.opened(keeper.layout.state, "keeper") as own:
        locks.take(own)
        try:
            keeper.start()
            say("ready")
            keeper.wait()
        except EngineProblem as problem:
            say(str(problem))
            return 1
        finally:
            keeper.stop()
    return 0


def say(line: str) -> None:
    """Once: then the pipe is closed, so that nobody waits for more."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.close()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
