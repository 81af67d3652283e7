"""Whom the server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.errors import ServerProblem

# The first that exists is taken; as root the first is made where none exists.
SYSTEM_USERS = ("tongban", "postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user of the operating system; `switch` where the server must change to it."""

    name: str
    uid: int
    gid: int
    switch: bool

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a short command as this user, from the root folder, and return what it printed."""
        return subprocess.run(
            command,
            text=True,
            capture_output=True,
            cwd="/",
            check=False,
            env=plain_environment(),
            **self.popen_arguments(),
        )

    def popen_arguments(self) -> dict[str, Any]:
        """Return what ``subprocess`` needs to change to this user; empty where it is us."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}

    def may_enter(self, folder: Path) -> bool:
        """Tell whether this user can reach and enter `folder`, every parent included."""
        try:
            return self.run("test", "-x", str(folder)).returncode == 0
        except (OSError, subprocess.SubprocessError) as problem:
            raise ServerProblem("cannot_switch_user", self.name) from problem

    def own(self, path: Path, mode: int) -> None:
        """Give `path` to this user with `mode`."""
        if self.switch:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def plain_environment() -> dict[str, str]:
    """Return the environment for the server's programs: none of the caller's PG* and LC_* in it."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def server_account() -> Account:
    """Return the account that the server runs as: ourselves, or as root a system user."""
    if os.geteuid() != 0:
        uid = os.geteuid()
        return Account(str(uid), uid, os.getegid(), switch=False)
    found = _existing(SYSTEM_USERS[:1]) or _made() or _existing(SYSTEM_USERS[1:])
    if found is None:
        raise ServerProblem("no_system_user")
    return Account(found.pw_name, found.pw_uid, found.pw_gid, switch=True)


def _existing(names: tuple[str, ...]) -> pwd.struct_passwd | None:
    for name in names:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _made() -> pwd.struct_passwd | None:
    if not shutil.which("useradd"):
        return None
    arguments = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    command = ["useradd", *arguments, "--shell", "/usr/sbin/nologin", SYSTEM_USERS[0]]
    subprocess.run(command, capture_output=True, check=False)
    # Asked again rather than judged by its exit code: a second start may have made it meanwhile.
    return _existing(SYSTEM_USERS[:1])
