"""Becomes a server: steps down from root, asks to be stopped with its parent, then executes the command.

Run as a script (`python -I -S launch.py MODE SIGNAL PARENT COMMAND…`), because both steps need a process with a single
thread that is not ours. MODE is `same`, `namespace` or `nobody` (see account.py).
"""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys

CLONE_NEWUSER = 0x10000000
PR_SET_PDEATHSIG = 1
INSIDE_ID = 1000


def enter_namespace() -> None:
    """PostgreSQL refuses to run as root. In a user namespace of its own, root outside is user 1000 inside."""
    libc = ctypes.CDLL(None, use_errno=True)
    uid, gid = os.geteuid(), os.getegid()
    if libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{INSIDE_ID} {uid} 1"),
        ("gid_map", f"{INSIDE_ID} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


def become_nobody() -> None:
    nobody = pwd.getpwnam("nobody")
    os.setgroups([])
    os.setgid(nobody.pw_gid)
    os.setuid(nobody.pw_uid)


def die_with_parent(signal_number: int, parent: int) -> None:
    """After the change of user, which would clear it."""
    if sys.platform != "linux" or not signal_number:
        return
    # A shell that starts us in the background ignores SIGINT, and every process below would inherit that.
    signal.signal(signal_number, signal.SIG_DFL)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number)
    if os.getppid() != parent:
        raise SystemExit("the parent ended before its server began")


def main(mode: str, signal_number: str, parent: str, *command: str) -> None:
    if mode == "namespace":
        enter_namespace()
    elif mode == "nobody":
        become_nobody()
    die_with_parent(int(signal_number), int(parent))
    os.execv(command[0], command)  # noqa: S606 - no shell wanted


if __name__ == "__main__":
    main(*sys.argv[1:])
