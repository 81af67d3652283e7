"""Which of several diagrams is the service."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from bpmn_models.errors import BrokenBundle
from designer_export.importing.joining import calls
from designer_export.importing.sorting import Pile, beside, processes
from designer_export.namespaces import local
from designer_export.nodes import flag
from designer_export.reading import Diagram
from designer_export.support import ALL_NODES

MODEL_FILE = "process_model.json"


def choose(pile: Pile) -> tuple[str, bool]:
    """Give the name of the main diagram, and whether something told that it is.

    What tells, in this order: ``process_model.json``; that the others are called by it; that it alone is
    marked as executable.

    Raises
    ------
    BrokenBundle
        ``no_diagram``.
    """
    if not pile.diagrams:
        raise BrokenBundle("no_diagram")
    for name in _named_by_models(pile):
        return name, True
    callers = _not_called(pile.diagrams) or list(pile.diagrams)
    running = [name for name in callers if _runs(pile.diagrams[name])] or callers
    return running[0], len(running) == 1


def model_of(pile: Pile, main: str) -> Mapping[str, Any]:
    """Give SpiffArena's description of the main diagram; empty without one."""
    for name, said in pile.documents.items():
        is_model = name.rpartition("/")[2] == MODEL_FILE and isinstance(said, Mapping)
        if is_model and beside(name, str(said.get("primary_file_name"))) == main:
            return dict(said)
    return {}


def _named_by_models(pile: Pile) -> Iterator[str]:
    for name, said in pile.documents.items():
        if name.rpartition("/")[2] == MODEL_FILE and isinstance(said, Mapping):
            primary = beside(name, str(said.get("primary_file_name")))
            if primary in pile.diagrams:
                yield primary


def _not_called(diagrams: Mapping[str, Diagram]) -> list[str]:
    """Give the diagrams of which no other one calls a process."""
    wanted = {name: calls(diagram.root) for name, diagram in diagrams.items()}
    return [
        name
        for name, diagram in diagrams.items()
        if not any(
            process.get("id") in named
            for process in processes(diagram)
            for other, named in wanted.items()
            if other != name
        )
    ]


def _runs(diagram: Diagram) -> bool:
    return any(_is_filled(process) and flag(process, "isExecutable") for process in processes(diagram))


def _is_filled(process: etree._Element) -> bool:
    return any(local(child) in ALL_NODES for child in process)
