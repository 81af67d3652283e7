"""Processes that a diagram calls and that came in other files: they are taken into it."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from designer_export.elements import model_elements
from designer_export.errors import Unreadable
from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_definition, plain_id
from designer_export.reading import MAX_ELEMENTS, read
from designer_export.support import ALL_NODES

SUFFIXES: Final = (".bpmn", ".bpmn20.xml")
_BESIDE: Final = frozenset({"participant", "collaboration", "process", "category"})
_CALLED: Final = "{http://camunda.org/schema/zeebe/1.0}calledElement"
_REFERRING: Final = ("sourceRef", "targetRef", "attachedToRef", "default", "activityRef")
_NAMING: Final = frozenset({"incoming", "outgoing", "flowNodeRef", "eventDefinitionRef"})
_PLAIN: Final = frozenset(
    {
        "sequenceFlow", "association", "textAnnotation", "group", "lane", "laneSet", "dataObjectReference",
        "dataInputAssociation", "dataOutputAssociation", "multiInstanceLoopCharacteristics",
        "standardLoopCharacteristics", "conditionExpression", "timeDuration", "timeDate", "timeCycle",
        "loopCardinality", "completionCondition", "ioSpecification", "inputSet", "outputSet",
    }
)  # fmt: skip
"""Beside nodes and event definitions: elements whose id is no name of a variable."""


def gather(root: etree._Element, files: Mapping[str, bytes]) -> Mapping[etree._Element, etree._Element]:
    """Take in what is called and lies in another file, with what that declares.

    What has an id that is given here already gets another one; a variable of a name that is an id here
    cannot, and such a process stays out.

    Returns
    -------
    Mapping
        Which call activity of the diagram each part that was taken in came for.
    """
    known = _ids(root)
    if not files or all(called in known for called, _ in _calls(root)):
        return {}
    others = [other for name, content in sorted(files.items()) if (other := _root(name, content)) is not None]
    gathered: dict[etree._Element, etree._Element] = {}
    while others and (found := next(_found(root, others), None)) is not None:
        parts, call = found
        root.extend(parts)
        first = cause(call, gathered)
        gathered |= dict.fromkeys(parts, call if first is None else first)
    return gathered


def cause(node: etree._Element, gathered: Mapping[etree._Element, etree._Element]) -> etree._Element | None:
    """Give the call for whose sake a node was taken in; None for one that was there before."""
    return next((gathered[one] for one in (node, *node.iterancestors()) if one in gathered), None)


def _found(
    root: etree._Element, others: list[etree._Element]
) -> Iterator[tuple[list[etree._Element], etree._Element]]:
    """Yield what each call needs that can be taken in, and the call."""
    known = _ids(root)
    size = sum(1 for _ in root.iter())
    calls = list(_calls(root))
    for called, call in {name: one for name, one in reversed(calls) if name not in known}.items():
        for other in others:
            process = next(
                (one for one in other.iterchildren(bpmn("process")) if one.get("id") == called), None
            )
            if process is None:
                continue
            parts = [_renamed(process, called, known), *_declared(other, known)]
            if (
                not _ids(parts[0]) & known
                and size + sum(1 for one in parts for _ in one.iter()) < MAX_ELEMENTS
            ):
                yield parts, call


def _calls(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for call in root.iter(bpmn("callActivity")):
        names = [plain_id(call.get("calledElement"))]
        names += [item.get("processId", "").strip() for item in call.iter(_CALLED)]
        yield from ((name, call) for name in names if name)


def _renamed(process: etree._Element, name: str, known: set[str]) -> etree._Element:
    """Copy a process, with other ids for what would bear one that is given already."""
    made = deepcopy(process)
    elements = list(model_elements(made))
    renamed = {
        item.get("id", ""): f"{name}_{item.get('id')}"
        for item in elements
        if item.get("id") in known and (local(item) in ALL_NODES | _PLAIN or is_definition(item))
    }
    for item in elements if renamed else ():
        for attribute in ("id", *_REFERRING):
            if item.get(attribute) in renamed:
                item.set(attribute, renamed[item.get(attribute, "")])
        text = (item.text or "").strip()
        if local(item) in _NAMING and text in renamed:
            item.text = renamed[text]
    return made


def _declared(other: etree._Element, known: set[str]) -> Iterator[etree._Element]:
    for item in other:
        if local(item) and local(item) not in _BESIDE and item.get("id") and item.get("id") not in known:
            yield deepcopy(item)


def _ids(element: etree._Element) -> set[str]:
    return {item.get("id", "") for item in model_elements(element)} - {""}


def _root(name: str, content: bytes) -> etree._Element | None:
    if not name.endswith(SUFFIXES):
        return None
    try:
        return read(content).root
    except Unreadable:
        return None
