"""Brings the processes that a diagram calls in other files of the upload into it, with their drawing."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import BPMNDI, bpmn, local
from designer_export.nodes import plain_id
from designer_export.pools import called_names
from designer_export.reading import MAX_ELEMENTS, Diagram

_CALLED: Final = "{http://camunda.org/schema/zeebe/1.0}calledElement"
_BESIDE: Final = frozenset({"import", "process", "collaboration", "choreography", "globalChoreographyTask"})
"""What of a file is not brought along as something that its process may name."""
_TEXTS: Final = frozenset({
    "incoming", "outgoing", "sourceRef", "targetRef", "flowNodeRef", "eventDefinitionRef", "dataInputRefs",
    "dataOutputRefs", "loopDataInputRef", "loopDataOutputRef", "supportedInterfaceRef", "operationRef",
    "inMessageRef", "outMessageRef", "errorRef", "dataInputRef", "dataOutputRef",
})  # fmt: skip
"""Elements whose text names another element."""
_WORDS: Final = frozenset({"name", "id", "isExecutable", "processType", "scriptFormat", "type"})
"""Attributes that never name one."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A process that was brought in, the file it comes from, and how many of its ids had to change."""

    process: etree._Element
    file: str
    renamed: int


def join(root: etree._Element, others: Mapping[str, Diagram]) -> list[Brought]:
    """Bring into a diagram all that it calls, and what that calls; each process once."""
    found: list[Brought] = []
    while len(found) < len(others) * 10:
        known = {child.get("id") for child in root}
        wanted = calls(root) - known
        match = next(_matches(wanted, others), None)
        if match is None or _size(root) + match[1].size > MAX_ELEMENTS:
            break
        found.append(_bring(root, *match))
    return found


def calls(root: etree._Element) -> frozenset[str]:
    """Give the ids of the processes that a diagram calls, Camunda 8's way of saying it included."""
    return called_names(root) | {item.get("processId", "").strip() for item in root.iter(_CALLED)} - {""}


def _matches(
    wanted: frozenset[str], others: Mapping[str, Diagram]
) -> Iterator[tuple[str, Diagram, etree._Element]]:
    for name, diagram in others.items():
        for process in diagram.root.iterchildren(bpmn("process")):
            if process.get("id") in wanted:
                yield name, diagram, process


def _bring(root: etree._Element, file: str, diagram: Diagram, process: etree._Element) -> Brought:
    made = deepcopy(process)
    declared = [deepcopy(item) for item in diagram.root if local(item) and local(item) not in _BESIDE]
    drawn = [deepcopy(item) for item in diagram.root.iterchildren(f"{{{BPMNDI}}}BPMNDiagram")]
    needed = list(_needed(made, declared))
    _keep_own(drawn, made)
    renamed = _rename([made, *needed, *drawn], root, made.get("id", ""))
    _insert(root, [*needed, made])
    root.extend(item for item in drawn if len(item))
    return Brought(made, file, renamed)


def _needed(process: etree._Element, declared: list[etree._Element]) -> Iterator[etree._Element]:
    """Yield what a process names of what its file declares, and what that names in turn."""
    pending, seen = [process], set[str]()
    by_id = {item.get("id", ""): item for item in declared if item.get("id")}
    while pending:
        for name in _references(pending.pop()):
            if name in by_id and name not in seen:
                seen.add(name)
                pending.append(by_id[name])
                yield by_id[name]


def _references(part: etree._Element) -> Iterator[str]:
    for element in part.iter("*"):
        yield from (plain_id(str(value)) for name, value in element.attrib.items() if name not in _WORDS)
        if local(element) in _TEXTS:
            yield plain_id(element.text)


def _keep_own(drawn: list[etree._Element], process: etree._Element) -> None:
    """Leave of the drawings what draws the process; a pool around it is not brought along."""
    own = {element.get("id") for element in process.iter("*") if element.get("id")}
    for diagram in drawn:
        for plane in list(diagram.iterchildren(f"{{{BPMNDI}}}BPMNPlane")):
            for shape in list(plane):
                if plain_id(shape.get("bpmnElement")) not in own:
                    plane.remove(shape)
            if len(plane):
                plane.set("bpmnElement", process.get("id", ""))
            else:
                diagram.remove(plane)


def _rename(parts: list[etree._Element], root: etree._Element, prefix: str) -> int:
    """Give new ids to what has one that the diagram has already, and say so wherever it is named."""
    taken = {element.get("id") for element in root.iter("*") if element.get("id")}
    every = [element for part in parts for element in part.iter("*")]
    own = [element.get("id", "") for element in every if element.get("id")]
    new: dict[str, str] = {}
    for name in dict.fromkeys(own):
        if name in taken:
            new[name] = _free(f"{prefix}_{name}", taken | set(own) | set(new.values()))
    for element in every if new else ():
        _rename_one(element, new)
    return len(new)


def _rename_one(element: etree._Element, new: Mapping[str, str]) -> None:
    if element.get("id") in new:
        element.set("id", new[element.get("id", "")])
    for name, value in element.attrib.items():
        if name not in _WORDS and plain_id(str(value)) in new and _is_reference(str(name)):
            element.set(name, new[plain_id(str(value))])
    text = plain_id(element.text) if local(element) in _TEXTS else ""
    if text in new:
        element.text = new[text]


def _is_reference(name: str) -> bool:
    return name.endswith(("Ref", "Refs")) or name in ("default", "bpmnElement", "calledElement", "processId")


def _free(name: str, taken: set[str | None]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found


def _insert(root: etree._Element, items: list[etree._Element]) -> None:
    """Put them behind the last process, before any drawing, where the schema of BPMN wants them."""
    places = [at for at, child in enumerate(root) if local(child) == "process"]
    for at, item in enumerate(items, start=(places[-1] + 1 if places else 0)):
        root.insert(at, item)


def _size(root: etree._Element) -> int:
    return sum(1 for _ in root.iter("*"))
