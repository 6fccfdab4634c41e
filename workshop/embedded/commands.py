"""What stands behind manage.py: the engines and a prepared database are there when a command needs them.

A command says itself that it needs none (`needs_database = False` on its class), or that it wants the database as it
is (`needs_prepared_database = False`).
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import django
from django.core.management import get_commands, load_command_class

from workshop.embedded.prepare import prepare_database
from workshop.embedded.problem import EngineProblem
from workshop.embedded.session import use_engines

WITHOUT_DATABASE = frozenset(
    [
        "check",
        "collectstatic",
        "compilemessages",
        "diffsettings",
        "findstatic",
        "help",
        "makemessages",
        "sendtestemail",
        "spectacular",
        "startapp",
        "startproject",
        "testserver",
        "version",
    ]
)
WITH_DATABASE_AS_IT_IS = frozenset(
    ["dbshell", "flush", "load_demo", "makemigrations", "migrate", "showmigrations", "sqlmigrate"]
)
ASKS_FOR_HELP = frozenset({"-h", "--help", "--version"})


def get_ready_for(argv: Sequence[str]) -> None:
    """What the command on this command line needs; a trouble with it ends the program in one line."""
    try:
        if _needs_database(argv):
            get_ready(prepared=_needs_prepared_database(argv[1]))
    except EngineProblem as problem:
        sys.stderr.write(f"{problem}\n")
        raise SystemExit(1) from None


def get_ready(*, prepared: bool = True) -> None:
    """A server that is named by its address is used as it is; what is not named is ours to start."""
    if engines_are_ours():
        use_engines()
    django.setup()
    if prepared:
        prepare_database(say=_say)


def engines_are_ours() -> bool:
    return not (os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def _say(line: str) -> None:
    """Only to a person: what a program reads from us stays clean."""
    if sys.stderr.isatty():
        sys.stderr.write(f"{line}\n")


def _needs_database(argv: Sequence[str]) -> bool:
    if len(argv) < 2 or argv[1].startswith("-") or ASKS_FOR_HELP.intersection(argv):
        return False
    return argv[1] not in WITHOUT_DATABASE and bool(_declared(argv[1], "needs_database"))


def _needs_prepared_database(name: str) -> bool:
    return name not in WITH_DATABASE_AS_IT_IS and bool(_declared(name, "needs_prepared_database"))


def _declared(name: str, attribute: str) -> bool:
    """An unknown command needs nothing: Django will say so and suggest another."""
    django.setup()
    app = get_commands().get(name)
    if app is None:
        return False
    command = load_command_class(app, name) if isinstance(app, str) else app
    return bool(getattr(command, attribute, True))
