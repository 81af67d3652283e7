"""Run a program for a step: quiet while it works, its last words when it fails."""

import os
import re
import subprocess
from pathlib import Path

from scripts.steps.places import ROOT, STAMPS
from scripts.steps.problem import Problem

# How pip and npm say that nothing answered.
_NETWORK = (
    "failed to establish a new connection",
    "temporary failure in name resolution",
    "name or service not known",
    "network is unreachable",
    "connection refused",
    "connection broken",
    "read timed out",
    "connecttimeout",
    "could not find a version that satisfies the requirement",
    "enotfound",
    "eai_again",
    "econnrefused",
    "etimedout",
    "network request",
)

# What npm marks but says nothing: the code alone, or an empty line.
_MARK = re.compile(r"npm error (?!code\b)\S|ERROR: |error: ", re.ASCII)


def run(what: str, command: list[str], *, where: Path = ROOT, extra: dict[str, str] | None = None) -> None:
    """Run `command`; `what` names the step for the person who waits.

    Raises
    ------
    Problem
        When it fails; what it printed is kept in a log file that the sentence names.
    """
    print(f"· {what} …", flush=True)
    environment = {**os.environ, **(extra or {})}
    result = subprocess.run(
        command,
        cwd=where,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode:
        raise _told(what, result.stdout + result.stderr)


def _told(what: str, output: str) -> Problem:
    STAMPS.mkdir(exist_ok=True)
    log = STAMPS / "last-failure.log"
    log.write_text(output)
    if any(sign in output.lower() for sign in _NETWORK):
        return Problem(f"{what} failed: the package registry did not answer; is there a network? (see {log})")
    return Problem(f"{what} failed: {_telling_line(output)} (see {log})")


def _telling_line(output: str) -> str:
    """Return the first line that is marked as an error, else the last one."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    marked = [line for line in lines if _MARK.match(line)]
    return (marked or lines[-1:] or ["no output"])[0]
