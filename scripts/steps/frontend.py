"""The front end: packages from the lock file, then one build into ``portal/static/dist``."""

import os
from collections.abc import Iterator
from pathlib import Path

from scripts.steps import node, stamp
from scripts.steps.commands import run
from scripts.steps.places import BUILT, FRONTEND, ROOT


def install() -> node.Node:
    """Install the packages that ``package-lock.json`` pins; return the node that can run them.

    Scripts of packages are not run: they could fetch what the lock file does not name.
    """
    found = node.find()
    state = stamp.digest([FRONTEND / "package-lock.json"], found.node)
    if not (stamp.current("npm", state) and (FRONTEND / "node_modules").is_dir()):
        options = ["--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        command = [*found.npm, "ci", *options]
        run("Installing the front end's packages", command, where=FRONTEND, extra=found.environment())
        stamp.done("npm", state)
    return found


def build() -> None:
    """Build the front end where a source changed."""
    if not (FRONTEND / "package.json").exists():
        return
    state = stamp.digest(_sources(), *(str(path.relative_to(ROOT)) for path in sorted(_sources())))
    if BUILT.is_dir() and stamp.current("frontend", state):
        return
    found = install()
    command = [found.node, "node_modules/vite/bin/vite.js", "build"]
    run("Building the front end", command, where=FRONTEND, extra=found.environment())
    stamp.done("frontend", state)


def _sources() -> Iterator[Path]:
    # The stylesheet keeps only what the templates use, so they are sources of it too.
    for templates in (ROOT / "portal" / "templates", ROOT / "forms" / "templates"):
        yield from templates.rglob("*.html")
    for folder, names, files in os.walk(FRONTEND):
        names[:] = [name for name in names if name not in {"node_modules", "dist"}]
        yield from (Path(folder) / file for file in files)
