"""What messages, signals and escalations bring, and which variable takes it."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.spiff.reader import text_of
from designer_export.dialects.words import variable
from designer_export.namespaces import local
from designer_export.nodes import plain_id
from designer_export.support import EVENTS
from expressions.errors import SyntaxProblem
from expressions.syntax import is_expression, parse

_VALUE: Final = "value"
"""The name under which all that a sender gives travels."""
_KINDS: Final = ("message", "signal", "error", "escalation")
_THROWS: Final = frozenset({"sendTask", "endEvent", "intermediateThrowEvent"})


def payloads(carrier: Carrier) -> None:
    """Carry over what each event and task sends, and where it puts what it gets."""
    declared = {item.get("id", ""): item for item in carrier.root if local(item) in _KINDS}
    for host in list(carrier.root.iter("*")):
        if local(host) in EVENTS | {"sendTask", "receiveTask"}:
            for part in (host, *host):
                _carry(carrier, host, part, declared)


def _carry(
    carrier: Carrier, host: etree._Element, part: etree._Element, declared: dict[str, etree._Element]
) -> None:
    """Read an event definition, or a task, and what it names."""
    references = [plain_id(part.get(f"{kind}Ref")) for kind in _KINDS if part.get(f"{kind}Ref")]
    places = [part, *(declared[one] for one in references if one in declared)]
    if local(part) not in (*_THROWS, "receiveTask") and not local(part).endswith("EventDefinition"):
        return
    if local(host) in _THROWS:
        if _is_for_nobody(carrier, part, places):
            return
        source = _first(carrier, places, ("messagePayload", "payloadExpression"))
        if source and _is_expression(source):
            carrier.pair(host, "in", _VALUE, source)
        elif source:
            carrier.note("value", host, text=source)
        return
    target = variable(_first(carrier, places, ("messageVariable", "variableName")))
    if target:
        carrier.pair(host, "out", target, f"payload.get({_VALUE!r}, payload)")


def _is_for_nobody(carrier: Carrier, part: etree._Element, places: list[etree._Element]) -> bool:
    """Tell whether what is thrown ends here, and no variable is named that would take what it brings."""
    if local(part) not in ("errorEventDefinition", "escalationEventDefinition"):
        return False
    _first(carrier, places, ("payloadExpression",))
    return not _first(carrier, places, ("variableName",))


def _first(carrier: Carrier, places: list[etree._Element], names: tuple[str, ...]) -> str:
    """Read all of them; the first that says something holds."""
    found = [text_of(carrier, place, name).strip() for place in places for name in names]
    return next((text for text in found if text), "")


def _is_expression(source: str) -> bool:
    try:
        return is_expression(parse(source))
    except SyntaxProblem:
        return False
