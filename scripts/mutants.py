"""Plant small faults and see that the tests fail on each: ``python -m scripts.mutants [NAME…]``.

A fault is a table ``[[fault]]`` in ``tests/mutants/*.toml``:

    name = "a-to-do-is-not-closed"
    why = "what would go wrong for people"
    file = "engine/commands/complete_task.py"
    old = "the text to replace, which must stand there exactly once"
    new = "the text that takes its place"
    tests = ["tests/engine/test_complete_task.py"]

The faults are planted in a copy of the tree, never in the tree. The tests that should catch a
fault must pass without it, and one of them must fail with it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).resolve().parents[1]
FAULTS = ROOT / "tests" / "mutants"
_LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", ".make", ".data", "node_modules", "__pycache__", ".*_cache"
)
_SECONDS = 600
_TOLD = 5000
"""Characters of a failed run's end that are shown."""
# pytest's exit codes: one of the tests failed, or could not even be collected.
_CAUGHT = {1, 2}


@dataclass(frozen=True)
class Fault:
    """One small fault and the tests that should catch it."""

    name: str
    why: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def faults() -> list[Fault]:
    """Read every fault, in the order of the files."""
    found = []
    for path in sorted(FAULTS.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["fault"]:
            found.append(Fault(**{**table, "tests": tuple(table["tests"])}))
    return found


def run_tests(tree: Path, tests: tuple[str, ...], said: IO[str] | None = None) -> int:
    """Run tests in the copy, stopping at the first failure; return pytest's exit code.

    Parameters
    ----------
    said
        Where what pytest prints is kept.
    """
    options = ["-q", "-x", "--no-header", "-p", "no:cacheprovider"]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *options, *tests],
        cwd=tree,
        # The copy comes before the checkout that is installed in the environment.
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=said or subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=_SECONDS,
        check=False,
    ).returncode


def plant(tree: Path, fault: Fault) -> str:
    """Write the fault into the copy and return the text that was there.

    Raises
    ------
    LookupError
        When the text to replace is not there exactly once: the code moved on, the fault must too.
    """
    path = tree / fault.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if text.count(fault.old) != 1:
        raise LookupError(f"its text stands {text.count(fault.old)} times in {fault.file}")
    planted = text.replace(fault.old, fault.new)
    if path.suffix == ".py":
        # A fault that does not even parse would be caught by any test, and prove nothing.
        compile(planted, fault.file, "exec")
    path.write_text(planted, encoding="utf-8")
    return text


def judge(tree: Path, fault: Fault) -> str:
    """Plant the fault, run its tests, take it out again; return "" or why it counts as missed."""
    try:
        text = plant(tree, fault)
    except LookupError as problem:
        return str(problem)
    try:
        code = run_tests(tree, fault.tests)
    except subprocess.TimeoutExpired:
        return ""
    finally:
        (tree / fault.file).write_text(text, encoding="utf-8")
    return "" if code in _CAUGHT else f"the tests do not notice it (pytest ended with {code})"


def main(wanted: list[str]) -> int:
    """Judge the faults; return 1 when one was missed, 3 for an unknown name."""
    chosen = [fault for fault in faults() if not wanted or fault.name in wanted]
    if not chosen or set(wanted) - {fault.name for fault in chosen}:
        print(f"no such fault; there are {', '.join(fault.name for fault in faults())}", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory(prefix="tongban-mutants-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=_LEFT_OUT, symlinks=True)
        (tree / "portal/frontend/node_modules").symlink_to(ROOT / "portal/frontend/node_modules")
        needed = tuple(dict.fromkeys(test for fault in chosen for test in fault.tests))
        with (Path(folder) / "clean").open("w+", encoding="utf-8") as said:
            if run_tests(tree, needed, said):
                said.seek(0)
                print(f"without any fault these tests fail already:\n{said.read()[-_TOLD:]}", file=sys.stderr)
                return 1
        missed = sum(not report(fault, tree) for fault in chosen)
    print(f"{len(chosen) - missed} of {len(chosen)} faults caught")
    return 1 if missed else 0


def report(fault: Fault, tree: Path) -> bool:
    """Judge one fault, say how it went, and return whether it was caught."""
    started = time.monotonic()
    problem = judge(tree, fault)
    print(
        f"{'MISSED' if problem else 'caught'}  {fault.name} ({time.monotonic() - started:.0f} s) {problem}",
        flush=True,
    )
    return not problem


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
