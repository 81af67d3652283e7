"""Make the cluster's files, and clear away what a killed server left."""

import os
import shutil
from pathlib import Path

from db.embedded.account import Account
from db.errors import ServerProblem

SUPERUSER = "tongban"

_INITDB = (
    "--encoding=UTF8",
    # The wheel has no ICU; the builtin provider needs no locale of the machine.
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    # Nobody but the owner of the socket's folder gets as far as this rule.
    "--auth-local=trust",
    "--auth-host=reject",
    f"--username={SUPERUSER}",
)


def make_cluster(data: Path, programs: Path, account: Account, *, durable: bool) -> None:
    """Make an empty cluster in `data`, whole or not at all; nothing happens where one is."""
    if (data / "PG_VERSION").exists():
        _check_version(data, programs)
        return
    fresh = data.with_name(f"{data.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    account.own(fresh, 0o700)
    options = _INITDB if durable else (*_INITDB, "--no-sync")
    made = account.run(str(programs / "initdb"), f"--pgdata={fresh}", *options)
    if made.returncode:
        raise ServerProblem("initdb_failed", last_line(made.stderr))
    fresh.rename(data)


def _check_version(data: Path, programs: Path) -> None:
    found = (data / "PG_VERSION").read_text().strip()
    ours = programs.parent.name.removeprefix("pginstall")
    if found != ours:
        raise ServerProblem("other_version", f"{data}: PostgreSQL {found}, not {ours}")


def clear_stale_pid(data: Path) -> None:
    """Remove a ``postmaster.pid`` whose number belongs to some other program by now.

    PostgreSQL itself clears the file of a process that is gone. After a container restarts, the
    number may be taken by a stranger, and the server would refuse to start.
    """
    pid_file = data / "postmaster.pid"
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return
    if process_exists(pid) and not is_postgres(pid):
        pid_file.unlink(missing_ok=True)


def process_exists(pid: int) -> bool:
    """Tell whether a process of that number lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_postgres(pid: int) -> bool:
    """Tell whether the process is a PostgreSQL server, as far as the system says; true in doubt."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return True
    return os.path.basename(words[0]).startswith(b"postgres")


def last_line(text: str) -> str:
    """Return the last line of a program's output that says anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
