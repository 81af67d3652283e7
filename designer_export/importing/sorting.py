"""Which file of an upload is what: diagrams, decisions, JSON that may be forms, and the rest."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree

from designer_export.decisions import decision_results
from designer_export.errors import Unreadable
from designer_export.importing.unpacking import DIAGRAMS
from designer_export.reading import Diagram, read

DECISIONS: Final = ".dmn"
DOCUMENTS: Final = (".json", ".form", ".app")
MAX_DOCUMENT: Final = 4 * 1024 * 1024
_DMN: Final = b"omg.org/spec/DMN/"


@dataclass
class Pile:
    """An upload, sorted.

    Attributes
    ----------
    diagrams
        What can be read, by name; of files that are alike the first.
    unreadable
        Diagrams that cannot be read, with the reason.
    decisions
        DMN files.
    documents
        JSON, parsed.
    broken
        JSON and DMN files that cannot be read.
    rest
        Files that are neither.
    """

    diagrams: dict[str, Diagram] = field(default_factory=dict)
    unreadable: dict[str, Unreadable] = field(default_factory=dict)
    decisions: dict[str, bytes] = field(default_factory=dict)
    documents: dict[str, Any] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)


def sort(files: Mapping[str, bytes]) -> Pile:
    """Sort an upload; a file that came alone is a diagram, whatever it is called.

    Raises
    ------
    Unreadable
        If the only file, or the only diagram, cannot be read.
    """
    if len(files) == 1:
        return Pile(diagrams={name: read(data) for name, data in files.items()})
    pile = Pile()
    for name, data in sorted(files.items(), key=lambda item: (item[0].count("/"), item[0])):
        _put(pile, name, data)
    if not pile.diagrams and len(pile.unreadable) == 1:
        raise next(iter(pile.unreadable.values()))
    return pile


def _put(pile: Pile, name: str, data: bytes) -> None:
    lower = name.lower()
    if lower.endswith(DECISIONS) or (lower.endswith(".xml") and _DMN in data[:4096]):
        _decisions(pile, name, data)
    elif lower.endswith(DIAGRAMS):
        _diagram(pile, name, data)
    elif lower.endswith(DOCUMENTS):
        _document(pile, name, data)
    else:
        pile.rest.append(name)


def _diagram(pile: Pile, name: str, data: bytes) -> None:
    if any(data == diagram.data for diagram in pile.diagrams.values()):
        return
    try:
        pile.diagrams[name] = read(data)
    except Unreadable as problem:
        if name.lower().endswith(".xml") and problem.code == "not_bpmn" and ".bpmn" not in name.lower():
            # Projects hold many files of XML; only what is called a diagram is one that failed.
            pile.rest.append(name)
        else:
            pile.unreadable[name] = problem


def _decisions(pile: Pile, name: str, data: bytes) -> None:
    if decision_results({f"x{DECISIONS}": data}):
        pile.decisions[name] = data
    else:
        pile.broken.append(name)


def _document(pile: Pile, name: str, data: bytes) -> None:
    try:
        if len(data) > MAX_DOCUMENT:
            raise ValueError
        pile.documents[name] = json.loads(data.decode("utf-8-sig"), parse_constant=lambda text: None)
    except (ValueError, RecursionError):
        pile.broken.append(name)


def stem(name: str) -> str:
    """Give a file's name without folders and without what tells its kind."""
    base = name.rpartition("/")[2]
    for suffix in (*DIAGRAMS, DECISIONS, *DOCUMENTS):
        if base.lower().endswith(suffix):
            return base[: -len(suffix)]
    return base


def beside(name: str, other: str) -> str:
    """Give the path of a file that another one names, from where that one lies."""
    folder = name.rpartition("/")[0]
    return f"{folder}/{other}" if folder else other


def processes(diagram: Diagram) -> Iterator[etree._Element]:
    """Yield a diagram's processes."""
    yield from diagram.root.iterchildren("{http://www.omg.org/spec/BPMN/20100524/MODEL}process")
