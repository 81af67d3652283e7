"""What lies beside a diagram that is looked at alone."""

from collections.abc import Mapping
from pathlib import Path

from engine.execution import decision_problems

MOST_BYTES = 5_000_000


def decisions_beside(path: Path) -> Mapping[str, bytes]:
    """Give the files of decisions in a diagram's folder, by name: those that can be used."""
    found = {
        item.name: item.read_bytes()
        for item in sorted(path.parent.glob("*.dmn"))
        if item.is_file() and item.stat().st_size <= MOST_BYTES
    }
    return {name: content for name, content in found.items() if not decision_problems(content)}
