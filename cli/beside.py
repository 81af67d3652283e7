"""What lies beside a diagram that is looked at alone: what it calls, decides by and reads at first."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from engine.execution import decision_problems
from forms.model import SCHEMA_FILE

MOST_BYTES: Final = 5_000_000
MOST_FILES: Final = 100
"""A folder of more files is a collection: what lies in it does not belong together."""
_SUFFIXES: Final = (".bpmn", ".bpmn20.xml", ".dmn", ".json")


def files_beside(path: Path) -> Mapping[str, bytes]:
    """Give the diagrams, decisions and data in a diagram's folder, by name: those that can be used.

    A form is none of them: what is said of it belongs to a service.
    """
    found = sorted(_named(path))
    return {item.name: content for item in found[:MOST_FILES] if (content := _usable(item)) is not None}


def _named(path: Path) -> Iterator[Path]:
    """Yield decisions, and all the rest if the folder is no collection."""
    siblings = [item for item in path.parent.iterdir() if item.name.lower().endswith(_SUFFIXES)]
    is_collection = len(siblings) > MOST_FILES
    for item in siblings:
        if item.name not in (path.name, SCHEMA_FILE) and (item.suffix == ".dmn" or not is_collection):
            yield item


def _usable(item: Path) -> bytes | None:
    if not item.is_file() or item.stat().st_size > MOST_BYTES:
        return None
    content = item.read_bytes()
    return None if item.suffix == ".dmn" and decision_problems(content) else content
