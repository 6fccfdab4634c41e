"""The engines themselves: who runs them, in which locale, from which programs, and what they refuse."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from workshop.embedded import account, binaries, development_key, postgres
from workshop.embedded.account import Account
from workshop.embedded.layout import development_layout
from workshop.embedded.postgres import THROW_AWAY, Cluster
from workshop.embedded.problem import EngineProblem

LONGEST_SOCKET_PATH = 107
MODES = ["same"] if os.geteuid() else ["namespace", "nobody"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """Short, and open for `nobody`, unlike pytest's own."""
    path = Path(f"/tmp/hqs-engines-{os.getpid()}")  # noqa: S108
    path.mkdir(mode=0o711)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def cluster(folder: Path, request: pytest.FixtureRequest) -> Iterator[Cluster]:
    mode = getattr(request, "param", account.for_this_user().mode)
    if mode == "namespace" and account.for_this_user().mode != "namespace":
        pytest.skip("this kernel refuses user namespaces")
    made = Cluster(folder / "state", folder / "sockets", options=THROW_AWAY, account=Account(mode))
    yield made
    made.remove()


@pytest.mark.slow
@pytest.mark.parametrize("cluster", MODES, indirect=True)
def test_a_cluster_knows_chinese_and_keeps_its_data(cluster: Cluster) -> None:
    cluster.start()
    with cluster.cursor() as cursor:
        postgres.make_roles(cursor, owner="o", application="a")
        postgres.make_database(cursor, name="d", owner="o")
        postgres.make_database(cursor, name="d", owner="o")
    with cluster.cursor(role="o", database="d") as cursor:
        postgres.check_trigrams(cursor)
        cursor.execute("CREATE TABLE kept (word text); INSERT INTO kept VALUES ('三级查房')")
        cursor.execute("SHOW listen_addresses")
        assert cursor.fetchone()[0] == ""
    cluster.stop()
    cluster.start()
    with cluster.cursor(role="o", database="d") as cursor:
        cursor.execute("SELECT word FROM kept WHERE word LIKE '%查房%'")
        assert cursor.fetchone()[0] == "三级查房"


@pytest.mark.slow
def test_a_locale_without_chinese_letters_is_refused(cluster: Cluster) -> None:
    cluster.start()
    with cluster.cursor() as cursor:
        cursor.execute("CREATE DATABASE deaf TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'")
    with cluster.cursor(database="deaf") as cursor, pytest.raises(EngineProblem, match="C.UTF-8"):
        postgres.check_trigrams(cursor)


def test_data_of_another_major_version_is_left_alone(cluster: Cluster) -> None:
    cluster.data.mkdir(parents=True)
    (cluster.data / "PG_VERSION").write_text("13\n")
    with pytest.raises(EngineProblem, match=r"made by PostgreSQL 13, this is \d+: .*make demo-reset"):
        cluster.start()
    assert (cluster.data / "PG_VERSION").read_text() == "13\n"


def test_pg_bin_is_honoured_and_checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(EngineProblem, match="holds no initdb"):
        binaries.postgres_bin()
    for name in ("initdb", "postgres"):
        (tmp_path / name).touch()
    assert binaries.postgres_bin() == tmp_path


def test_a_socket_folder_that_others_can_enter_is_refused(tmp_path: Path) -> None:
    open_to_all = tmp_path / "sockets"
    open_to_all.mkdir()
    open_to_all.chmod(0o777)
    with pytest.raises(EngineProblem, match="not ours alone"):
        postgres.make_private(open_to_all, Account("same"))
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    with pytest.raises(EngineProblem, match="not ours alone"):
        postgres.make_private(link, Account("same"))


def test_the_socket_path_fits_wherever_the_check_out_lies() -> None:
    layout = development_layout(Path("/home") / ("部" * 200))
    assert len(os.fsencode(layout.sockets / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
    assert layout.sockets != development_layout(Path("/home/other")).sockets


def test_a_server_ends_with_the_process_that_started_it(folder: Path) -> None:
    """A child starts a sleeper through the launcher, and is killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with (folder / "log").open("wb") as log:
            sleeper = Account("same").start(["/bin/sleep", "60"], environment={}, log=log)
        os.write(writing, str(sleeper.pid).encode())
        os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    sleeper_pid = int(os.read(reading, 20))
    os.close(reading)
    os.close(writing)
    assert _ends(sleeper_pid)


def _ends(process: int, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except FileNotFoundError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_the_development_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"
    first = development_key.read_or_make(path)
    assert development_key.read_or_make(path) == first
    assert len(first) > 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["secret-key"]


def test_an_administrator_is_never_the_application(cluster: Cluster) -> None:
    cluster.start()
    with cluster.cursor() as cursor:
        postgres.make_roles(cursor, owner="o", application="a")
        cursor.execute(
            "SELECT bool_or(rolsuper OR rolcreaterole OR rolcreatedb) FROM pg_roles WHERE rolname IN ('o', 'a')"
        )
        assert cursor.fetchone()[0] is False
    with pytest.raises(psycopg2.errors.InsufficientPrivilege), cluster.cursor(role="a") as cursor:
        cursor.execute("CREATE DATABASE mine")
