"""Everything that can be checked in a minute: ``python -m scripts.check``.

The checks run two at a time; all of them run even when one fails, and what a failed one said
stands at the end.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from scripts.steps import node
from scripts.steps.places import FRONTEND, ROOT, VENV

BIN = VENV / "bin"
FAST = ("tests", "--ignore=tests/browser", "--ignore=tests/architecture/test_imports.py")


def checks() -> dict[str, list[str]]:
    """Return the command of each check, the longest first."""
    python = str(BIN / "python")
    return {
        "types": [str(BIN / "mypy")],
        "fast tests": [
            python,
            "-m",
            "pytest",
            "-q",
            "-m",
            "not slow and not browser and not database",
            *FAST,
        ],
        "front end": [*node.find().npm, "run", "--silent", "check"],
        "lint": [str(BIN / "ruff"), "check", "."],
        "format": [str(BIN / "ruff"), "format", "--check", "."],
        "imports": [str(BIN / "lint-imports")],
        "templates": [str(BIN / "djlint"), "--lint", "--quiet", "portal/templates", "forms/templates"],
    }


def run(name: str, command: list[str]) -> tuple[str, bool, float, str]:
    """Run one check; return its name, whether it passed, its seconds and what it said."""
    started = time.monotonic()
    where = FRONTEND if name == "front end" else ROOT
    answer = subprocess.run(
        command,
        cwd=where,
        env={**os.environ, **node.find().environment()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return name, answer.returncode == 0, time.monotonic() - started, answer.stdout + answer.stderr


def main() -> int:
    """Run all checks and return 1 when one failed."""
    failed = []
    with ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for name, passed, seconds, said in pool.map(lambda check: run(*check), checks().items()):
            print(f"{'ok    ' if passed else 'FAILED'} {name} ({seconds:.1f} s)", flush=True)
            if not passed:
                failed.append((name, said))
    for name, said in failed:
        print(f"\n── {name}\n{said.strip()}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
