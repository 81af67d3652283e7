"""Event definitions of a node, read into triggers."""

from collections.abc import Iterator

from lxml import etree

from engine.execution.events.schedule import Schedule, ScheduleKind, read_schedule
from engine.execution.events.triggers import Kind, Mapping, Trigger
from engine.execution.parser.elements import BPMN, TB, is_true, local_name
from engine.execution.parser.file import FileIndex, plain_id

_END = "EventDefinition"
_KINDS: dict[str, Kind] = {
    "message": "message",
    "signal": "signal",
    "timer": "timer",
    "error": "error",
    "escalation": "escalation",
    "conditional": "conditional",
    "compensate": "compensation",
    "cancel": "cancel",
    "terminate": "terminate",
    "link": "link",
}


_TIMES: tuple[tuple[ScheduleKind, str], ...] = (
    ("date", "timeDate"),
    ("duration", "timeDuration"),
    ("cycle", "timeCycle"),
)


def definitions_of(node: etree._Element, file: FileIndex) -> Iterator[etree._Element]:
    """Event definitions that stand in a node or are named by it; LookupError for a reference to nothing."""
    for part in node:
        name = local_name(part)
        if name == "eventDefinitionRef":
            yield file.definition(part.text or "")
        elif name.endswith(_END):
            yield part


def read_trigger(definition: etree._Element, file: FileIndex, bindings: dict[str, str]) -> Trigger:
    """Read one event definition.

    Raises
    ------
    LookupError
        For a reference to nothing.
    ValueError
        For a timer without a moment, a condition without text.
    """
    kind = _KINDS[local_name(definition)[: -len(_END)]]
    if kind in ("message", "signal", "error", "escalation"):
        reference = definition.get(f"{kind}Ref")
        name = file.name_of(kind, reference)
        if name is None and kind in ("message", "signal"):
            raise ValueError(f"{kind}Ref is missing")
        properties = file.properties(reference, bindings) if kind == "message" else ()
        return Trigger(kind, name, properties=properties)
    if kind == "timer":
        return Trigger(kind, schedule=_schedule(definition))
    if kind == "conditional":
        text = (definition.findtext(f"{BPMN}condition") or "").strip()
        if not text:
            raise ValueError("condition is missing")
        return Trigger(kind, condition=text)
    if kind == "link":
        return Trigger(kind, " ".join((definition.get("name") or "").split()))
    if kind == "compensation":
        waits = is_true(definition, "waitForCompletion", default=True)
        return Trigger(kind, plain_id(definition.get("activityRef", "")) or None, waits=waits)
    return Trigger(kind)


def _schedule(definition: etree._Element) -> Schedule:
    found = [
        read_schedule(kind, text)
        for kind, tag in _TIMES
        if (text := (definition.findtext(f"{BPMN}{tag}") or "").strip())
    ]
    if len(found) != 1:
        raise ValueError("a timer needs one date, one duration or one cycle")
    return found[0]


def read_mapping(node: etree._Element) -> Mapping:
    """Our extension ``tb:mapping``: pairs that go in and come out."""
    mapping = node.find(f"{BPMN}extensionElements/{TB}mapping")
    if mapping is None:
        return Mapping()
    all_in, all_out = is_true(mapping, "allIn"), is_true(mapping, "allOut")
    return Mapping(_pairs(mapping, "in"), _pairs(mapping, "out"), all_in, all_out)


def _pairs(mapping: etree._Element, tag: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (item.get("name", ""), item.get("expression", "")) for item in mapping.iterchildren(f"{TB}{tag}")
    )
