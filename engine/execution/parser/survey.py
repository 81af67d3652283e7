"""First look at the XML of a process: everything that this engine would not run, by element id."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from engine.execution.errors import Finding
from engine.execution.parser.elements import (
    ACTIVITIES,
    BPMN,
    EVENT_DEFINITIONS,
    LEVEL_PARTS,
    LOOPS,
    NODE_PARTS,
    REFUSED_ATTRIBUTES,
    RUNNABLE,
    SCRIPT_FORMATS,
    local_name,
)


def survey(process: etree._Element) -> list[Finding]:
    """Findings for unsupported elements, parts, attributes, languages and for ids used twice."""
    return [*_duplicates(process), *_level(process)]


def _duplicates(process: etree._Element) -> Iterator[Finding]:
    nodes = [el.get("id") for el in process.iter(f"{BPMN}*") if local_name(el) in RUNNABLE | {"sequenceFlow"}]
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
            if name == "subProcess":
                yield from _level(child)
        elif name == "sequenceFlow":
            yield from _flow(child)
        elif name not in LEVEL_PARTS and isinstance(child.tag, str):
            yield _finding("unsupported_element", child, name=etree.QName(child).localname)


def _node(node: etree._Element, name: str) -> Iterator[Finding]:
    for attribute, only in REFUSED_ATTRIBUTES.items():
        if node.get(attribute, only) != only:
            yield _finding("unsupported_attribute", node, attribute=attribute, value=node.get(attribute))
    if name == "scriptTask" and (node.get("scriptFormat") or "").lower() not in SCRIPT_FORMATS:
        yield _finding("unsupported_language", node, language=node.get("scriptFormat"))
    if name != "subProcess":
        allowed = _parts(name)
        for part in node:
            if isinstance(part.tag, str) and local_name(part) not in allowed:
                yield _finding("unsupported_part", node, part=etree.QName(part).localname)
    loops = [part for part in node if local_name(part) in LOOPS]
    if len(loops) > 1:
        yield _finding("several_loops", node)
    for loop in loops:
        yield from _loop(node, loop)


def _loop(node: etree._Element, loop: etree._Element) -> Iterator[Finding]:
    if loop.get("behavior", "All") != "All":
        yield _finding("unsupported_attribute", node, attribute="behavior", value=loop.get("behavior"))


def _parts(name: str) -> frozenset[str]:
    parts = NODE_PARTS | EVENT_DEFINITIONS.get(name, frozenset())
    if name in ACTIVITIES:
        parts |= LOOPS
    return parts | {"script"} if name == "scriptTask" else parts


def _flow(flow: etree._Element) -> Iterator[Finding]:
    for condition in flow.iterchildren(f"{BPMN}conditionExpression"):
        if (condition.get("language") or "").lower() not in SCRIPT_FORMATS:
            yield _finding("unsupported_language", flow, language=condition.get("language"))


def _finding(code: str, element: etree._Element, **params: object) -> Finding:
    return Finding(code, element.get("id"), {**params, "line": element.sourceline})
