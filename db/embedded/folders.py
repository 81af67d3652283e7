"""Where the server keeps its data and its socket."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from db.embedded.account import Account
from db.errors import ServerProblem

# As root, for what the server's own user cannot reach inside the checkout.
SYSTEM_FOLDER = Path("/var/lib/tongban")

# A socket's path may be 107 bytes long, its own name included.
_LONGEST_FOLDER = 80


def short_name(path: Path) -> str:
    """Return a short name for `path`, the same every time, different for different paths."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def data_folder(wanted: Path, account: Account) -> Path:
    """Return the folder that the cluster lives in: `wanted`, or one that `account` can reach.

    As root with a private folder among the parents, the cluster goes under
    ``/var/lib/tongban``; the parents' modes are never touched.
    """
    wanted.parent.mkdir(parents=True, exist_ok=True)
    if not account.switch or account.may_enter(wanted.parent):
        return wanted
    system = system_folder()
    return system / f"{wanted.parent.parent.name[:20]}-{short_name(wanted)}"


def system_folder() -> Path:
    """Make and return the system's folder for the embedded server; only root calls this."""
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    return SYSTEM_FOLDER


def socket_folder(data: Path, account: Account) -> Path:
    """Make and return a private folder with a short path for the server's socket.

    Whoever can enter it is superuser of the database, so it must be ours alone: a folder of that
    name that another user made first is refused.
    """
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > _LONGEST_FOLDER - 30 or not str(base).isascii() or " " in str(base):
        base = Path("/tmp")
    folder = base / f"tongban-{account.uid}-{short_name(data)}"
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        _check_private(folder, account)
        return folder
    account.own(folder, 0o700)
    return folder


def _check_private(folder: Path, account: Account) -> None:
    found = folder.lstat()
    private = stat.S_ISDIR(found.st_mode) and not stat.S_IMODE(found.st_mode) & 0o077
    # Root may have been stopped between making the folder and giving it away.
    if private and found.st_uid == os.geteuid() and account.switch:
        account.own(folder, 0o700)
    elif not private or found.st_uid != account.uid:
        raise ServerProblem("socket_folder_taken", str(folder))
