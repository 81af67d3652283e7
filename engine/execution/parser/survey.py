"""First look at the XML of a process: everything that this engine would not run, by element id."""

from collections import Counter
from collections.abc import Iterable, Iterator

from lxml import etree

from engine.execution.errors import Finding
from engine.execution.parser.elements import (
    ACTIVITIES,
    BPMN,
    EVENT_DEFINITIONS,
    EVENT_PARTS,
    EVENTS,
    LEVEL_PARTS,
    LEVELS,
    LOOPS,
    NODE_PARTS,
    OWN_PARTS,
    RUNNABLE,
    SCRIPT_FORMATS,
    START,
    is_true,
    local_name,
)

DEEPEST = 80
"""Sub-processes inside each other that a diagram may have."""


def survey(process: etree._Element) -> list[Finding]:
    """Findings for unsupported elements, parts, attributes, languages and for ids used twice."""
    if local_name(process) != "process":
        return [*_node(process, "globalTask")]
    elements = list(_elements(process))
    deepest = max(depth for _, depth in elements)
    if deepest > DEEPEST:
        # Nothing else is looked at: what follows would walk as deep.
        return [Finding("nested_too_deep", process.get("id"), {"levels": deepest, "limit": DEEPEST})]
    return [*used_twice(process), *_level(process)]


def same_ids(root: etree._Element) -> list[Finding]:
    """Findings for processes of one file that cannot be told apart."""
    found = _duplicates(root.iterchildren(f"{BPMN}process"))
    return [finding for finding in found if finding.params["times"] > 1]


def used_twice(*processes: etree._Element) -> list[Finding]:
    """Findings for ids that stand twice in a process and those that it calls: they run as one."""
    return list(_duplicates(element for process in processes for element, _ in _elements(process)))


def _elements(process: etree._Element) -> Iterator[tuple[etree._Element, int]]:
    """The process and all in it but its extension elements, each with the levels around it."""
    pending = [(process, 0)]
    while pending:
        element, depth = pending.pop()
        yield element, depth
        inside = depth + (local_name(element) in LEVELS)
        if local_name(element) != "extensionElements":
            pending.extend((child, inside) for child in element)


def _duplicates(elements: Iterable[etree._Element]) -> Iterator[Finding]:
    kinds = RUNNABLE | {"sequenceFlow", "process"}
    nodes = [element.get("id") for element in elements if local_name(element) in kinds]
    for identifier, times in Counter(nodes).items():
        if identifier is None:
            yield Finding("missing_id", None, {"times": times})
        elif times > 1:
            yield Finding("duplicate_id", identifier, {"times": times})


def _level(level: etree._Element) -> Iterator[Finding]:
    for child in level:
        name = local_name(child)
        if name in RUNNABLE:
            yield from _node(child, name)
            if name in LEVELS:
                yield from _level(child)
        elif name == "sequenceFlow":
            yield from _flow(child)
        elif name not in LEVEL_PARTS and isinstance(child.tag, str):
            yield _finding("unsupported_element", child, name=etree.QName(child).localname)


def _node(node: etree._Element, name: str) -> Iterator[Finding]:
    for attribute in ("startQuantity", "completionQuantity"):
        if not _is_count(node.get(attribute, "1")):
            yield _finding("unsupported_attribute", node, attribute=attribute, value=node.get(attribute))
    language = node.get("scriptLanguage" if name == "globalTask" else "scriptFormat")
    if name in ("scriptTask", "globalTask") and not _is_ours(language):
        yield _finding("unsupported_language", node, language=language)
    if name not in LEVELS:
        allowed = _parts(node, name)
        for part in node:
            if isinstance(part.tag, str) and local_name(part) not in allowed:
                yield _finding("unsupported_part", node, part=etree.QName(part).localname)
    loops = [part for part in node if local_name(part) in LOOPS]
    if len(loops) > 1:
        yield _finding("several_loops", node)


def _parts(node: etree._Element, name: str) -> frozenset[str]:
    parts = NODE_PARTS | OWN_PARTS.get(name, frozenset())
    if name == "globalTask":
        return parts | {"script", "supportedInterfaceRef", "ioBinding"}
    if name in EVENTS:
        parts |= EVENT_PARTS | allowed_definitions(node)
    return parts | LOOPS if name in ACTIVITIES else parts


def allowed_definitions(event: etree._Element) -> frozenset[str]:
    """Event definitions that an event may have where it stands."""
    name = local_name(event)
    if name == "startEvent" and not _is_event_sub(event.getparent()):
        return START
    return EVENT_DEFINITIONS[name]


def _is_event_sub(level: etree._Element | None) -> bool:
    return level is not None and is_true(level, "triggeredByEvent")


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 1000 and len(text) < 6


def _is_ours(language: str | None) -> bool:
    return (language or "").strip().lower() in SCRIPT_FORMATS


def _flow(flow: etree._Element) -> Iterator[Finding]:
    for condition in flow.iterchildren(f"{BPMN}conditionExpression"):
        if (condition.text or "").strip() and not _is_ours(condition.get("language")):
            yield _finding("unsupported_language", flow, language=condition.get("language"))


def _finding(code: str, element: etree._Element, **params: object) -> Finding:
    return Finding(code, _name(element), {**params, "line": element.sourceline})


def _name(element: etree._Element | None) -> str | None:
    """The id of an element, or of the nearest one around it that has one."""
    while element is not None and not element.get("id"):
        element = element.getparent()
    return element.get("id") if element is not None else None
