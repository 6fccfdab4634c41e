"""`make run` notices that an engine has ended, says so, and waits for the keeper to start it again – not for ever."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from workshop.embedded import session
from workshop.embedded.layout import Layout
from workshop.embedded.problem import EngineProblem

LOOK_SECONDS = 1
GIVE_UP_SECONDS = 120
Say = Callable[[str], None]


@dataclass
class Engine:
    name: str
    socket: Path
    log: Path
    # Which socket it was: an engine that was started again in between has made another.
    made: int = 0
    gone_since: float | None = None

    def made_at(self) -> int | None:
        """None: nobody listens there."""
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            try:
                client.connect(str(self.socket))
                return self.socket.stat().st_ctime_ns
            except OSError:
                return None


@dataclass
class Watch:
    layout: Layout
    say: Say
    give_up_seconds: float = GIVE_UP_SECONDS
    looked_at: float = 0
    engines: list[Engine] = field(init=False)

    def __post_init__(self) -> None:
        home = self.layout.state
        self.engines = [
            Engine("PostgreSQL", self.layout.postgres_socket, home / "postgres.log"),
            Engine("Valkey", self.layout.valkey_socket, home / "valkey.log"),
        ]
        for engine in self.engines:
            engine.made = engine.made_at() or 0

    def look(self) -> None:
        now = time.monotonic()
        if now - self.looked_at < LOOK_SECONDS:
            return
        self.looked_at = now
        for engine in self.engines:
            self._look_at(engine, now)
        if any(engine.gone_since is not None for engine in self.engines):
            self._see_to_a_keeper()

    def _look_at(self, engine: Engine, now: float) -> None:
        made = engine.made_at()
        if made is None and engine.gone_since is None:
            engine.gone_since = now
            self.say(f"{engine.name} has ended: it is being started again …")
        elif made is None:
            if now - (engine.gone_since or now) > self.give_up_seconds:
                raise EngineProblem(f"{engine.name} does not come back: see {engine.log}")
        elif made != engine.made:
            engine.made, engine.gone_since = made, None
            self.say(f"{engine.name} had ended and answers again.")

    def _see_to_a_keeper(self) -> None:
        """Whose own trouble is told when the patience is over, not at the first try."""
        try:
            session.see_to_a_keeper(self.layout)
        except EngineProblem as problem:
            self.say(str(problem))
