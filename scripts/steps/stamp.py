"""Remember from what a step was made, to skip it while nothing changed."""

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from scripts.steps.places import STAMPS


def digest(files: Iterable[Path], *words: str) -> str:
    """Return one digest over the names and contents of `files`, and over `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for file in sorted(files):
        total.update(os.fsencode(file.name) + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def current(step: str, state: str) -> bool:
    """Tell whether the step was done for this state."""
    try:
        return (STAMPS / step).read_text() == state
    except FileNotFoundError:
        return False


def done(step: str, state: str) -> None:
    """Note that the step was done for this state."""
    STAMPS.mkdir(exist_ok=True)
    (STAMPS / step).write_text(state)


def forget(*steps: str) -> None:
    """Make these steps run again."""
    for step in steps:
        (STAMPS / step).unlink(missing_ok=True)
