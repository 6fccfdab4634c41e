"""One PostgreSQL cluster on a unix socket: made, started, checked, stopped."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from workshop.embedded import account as accounts
from workshop.embedded import binaries
from workshop.embedded.account import Account
from workshop.embedded.problem import EngineProblem

ADMINISTRATOR = "postgres"
FIRST_MAJOR_WITH_BUILTIN_LOCALE = 17
OLDEST_MAJOR = 15
START_SECONDS = 30
# Names stand in statements, in their values and in the rows that a DETAIL quotes: none of it belongs into the server's
# own log, which no retention of ours reaches. docker-compose.yml says the same.
LOG_WITHOUT_CONTENT = {
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
# A cluster that nobody will miss: for the test suite.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "wal_level": "minimal",
              "max_wal_senders": "0", "autovacuum": "off", "shared_buffers": "128MB"}  # fmt: skip


@dataclass
class Cluster:
    state: Path
    sockets: Path
    options: Mapping[str, str] = field(default_factory=dict)
    account: Account = field(default_factory=accounts.for_this_user)
    process: subprocess.Popen[bytes] | None = None

    @property
    def home(self) -> Path:
        return self.account.home(self.state)

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    def start(self) -> None:
        make_private(self.sockets, self.account)
        self.home.mkdir(parents=True, exist_ok=True)
        self.account.own(self.home)
        programs = self.account.readable_programs(binaries.postgres_bin(), self.home)
        major = binaries.postgres_major(programs)
        if not (self.data / "PG_VERSION").exists():
            self._initialise(programs, major)
        self._check_version(major)
        self._let_the_former_go()
        self._launch(programs)
        self._wait()

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        """Fast: transactions under way are rolled back, nothing that was committed is lost."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.sockets, ignore_errors=True)

    @contextmanager
    def cursor(self, *, role: str = ADMINISTRATOR, database: str = "postgres") -> Iterator[Any]:
        connection = psycopg2.connect(host=str(self.sockets), user=role, dbname=database)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def _initialise(self, programs: Path, major: int) -> None:
        """With LC_CTYPE=C trigram search finds nothing in Chinese, silently: hence C.UTF-8, whatever LANG says."""
        if major >= FIRST_MAJOR_WITH_BUILTIN_LOCALE:
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        else:
            locale = ["--locale-provider=libc", "--locale=C.UTF-8"]
        # Another name until it is complete: an initdb cut short is not taken for a database.
        draft = self.home / f"postgres.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        done = self.account.run(
            [
                programs / "initdb",
                "-D",
                draft,
                "-U",
                ADMINISTRATOR,
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                *locale,
            ],
            environment=self._environment(),
        )
        if done.returncode:
            raise EngineProblem(f"initdb failed in {self.home}: {_last_line(done.stderr or done.stdout)}")
        draft.rename(self.data)

    def _check_version(self, major: int) -> None:
        made_by = int((self.data / "PG_VERSION").read_text().split(".")[0])
        if made_by != major:
            raise EngineProblem(
                f"{self.data} was made by PostgreSQL {made_by}, this is {major}: "
                "set PG_BIN to the former, or `make demo-reset` to begin anew"
            )
        if major < OLDEST_MAJOR:
            raise EngineProblem(f"PostgreSQL {major} is too old: {OLDEST_MAJOR} or newer is needed")

    def _let_the_former_go(self) -> None:
        """One that was killed together with its keeper stands in the table of processes until init has read its end.

        Till then PostgreSQL takes it for a running server and refuses to start. One that lives is left to PostgreSQL.
        """
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                former = int((self.data / "postmaster.pid").read_text().splitlines()[0])
                state = Path(f"/proc/{former}/stat").read_text().rpartition(")")[2].split()[0]
            except (OSError, ValueError, IndexError):
                return
            if state != "Z":
                return
            time.sleep(0.05)

    def _launch(self, programs: Path) -> None:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            "logging_collector": "off",
            **LOG_WITHOUT_CONTENT,
            **self.options,
        }
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        self.state.mkdir(parents=True, exist_ok=True)
        with (self.state / "postgres.log").open("ab") as log:
            self.process = self.account.start(
                [programs / "postgres", "-D", self.data, *flags], environment=self._environment(), log=log
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            if self.process is None or self.process.poll() is not None:
                raise EngineProblem(f"PostgreSQL did not start: see {self.state / 'postgres.log'}")
            try:
                with self.cursor():
                    return
            except psycopg2.OperationalError as refusal:
                if time.monotonic() > deadline:
                    raise EngineProblem(
                        f"PostgreSQL does not answer: {_last_line(str(refusal))}"
                    ) from refusal
                time.sleep(0.02)

    def _environment(self) -> dict[str, str]:
        return {"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", ""), "TZ": "UTC"}


def make_private(folder: Path, account: Account) -> None:
    """The socket's folder is the only door, so it must be ours alone: names under /tmp can be taken by others."""
    try:
        folder.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        found = folder.lstat()
        if (
            folder.is_symlink()
            or found.st_uid not in {os.geteuid(), account_uid(account)}
            or found.st_mode & 0o077
        ):
            raise EngineProblem(f"{folder} exists and is not ours alone: remove it") from None
    account.own(folder)


def account_uid(account: Account) -> int:
    return pwd.getpwnam("nobody").pw_uid if account.mode == "nobody" else os.geteuid()


def make_roles(cursor: Any, *, owner: str, application: str, password: str | None = None) -> None:
    """Neither may do anything but log in; what the second may touch is granted after each migrate."""
    for role in (owner, application):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        if password is not None:
            cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD %s").format(sql.Identifier(role)), [password])


def keep_content_out_of_the_log(cursor: Any, *, roles: Sequence[str]) -> None:
    """An error's own words quote values too; the application logs its errors itself, the server still tells its own."""
    for role in roles:
        cursor.execute(sql.SQL("ALTER ROLE {} SET log_min_messages = 'log'").format(sql.Identifier(role)))


def make_database(cursor: Any, *, name: str, owner: str) -> None:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if cursor.fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'{}")
        cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(owner), _locale(cursor)))


def check_trigrams(cursor: Any) -> None:
    """Without this Chinese search would find nothing and nobody would be told."""
    cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    cursor.execute("SELECT show_trgm('三级')")
    if not cursor.fetchone()[0]:
        raise EngineProblem(
            "the database's locale has no Chinese letters (show_trgm('三级') is empty): use C.UTF-8"
        )


def _locale(cursor: Any) -> sql.SQL:
    if cursor.connection.server_version // 10000 >= FIRST_MAJOR_WITH_BUILTIN_LOCALE:
        return sql.SQL(" LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'")
    return sql.SQL(" LOCALE_PROVIDER libc LOCALE 'C.UTF-8'")


def _last_line(text: str) -> str:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    return lines[-1] if lines else "no message"
