"""Flowable, and the designers made for it, Chinese ones among them."""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.activiti import by_modeler
from designer_export.dialects.carrier import Carrier
from designer_export.dialects.family import Act, Reader, carry_family, mark_executable
from designer_export.dialects.family.values import fields
from designer_export.dialects.outside import ask_outside
from designer_export.dialects.words import label, variable

FLOWABLE: Final = "http://flowable.org/bpmn"
MODELER: Final = "http://flowable.org/modeler"
NAMESPACES: Final = (FLOWABLE,)

_SENT: Final = "eventInParameter"
_BROUGHT: Final = "eventOutParameter"
_DESCRIBING: Final = ("dataType", "text")
"""What RuoYi's designer writes of an assignment for itself: of which kind it is, and how people read it."""


def carry(carrier: Carrier) -> None:
    """Carry over what Flowable writes."""
    mark_executable(carrier)
    carry_family(carrier, FLOWABLE, _ACTS)


def _user_task(reader: Reader, task: etree._Element) -> None:
    by_modeler(reader, task, MODELER)
    if any(reader.peek(task, name) for name in ("assignee", "candidateUsers", "candidateGroups")):
        for name in _DESCRIBING:
            reader.get(task, name)


def _service_task(reader: Reader, task: etree._Element) -> bool:
    """Decisions and events of the registry; Flowable draws both as service tasks."""
    kind = reader.peek(task, "type")
    if kind == "dmn":
        return _decision(reader, task)
    if kind == "send-event":
        _send_event(reader, task)
    return kind == "send-event"


def _decision(reader: Reader, task: etree._Element) -> bool:
    named = [
        source
        for name, source in fields(reader, task)
        if name in ("decisionTableReferenceKey", "decisionServiceReferenceKey")
    ]
    if not named or not named[0].startswith(("'", '"')):
        return False
    reader.get(task, "type")
    reader.carrier.become(task, "businessRuleTask")
    if not reader.carrier.has(task, "decision"):
        reader.carrier.write(task, "decision", ref=named[0][1:-1], columns="true")
    return True


def _send_event(reader: Reader, task: etree._Element) -> None:
    """An event goes out to a channel; a triggerable one waits for another that comes back."""
    reader.get(task, "type")
    event = next((item for item in reader.items(task, "eventType")), None)
    name = ((event.text if event is not None else "") or "").strip() or "event"
    inputs = []
    for item in reader.items(task, _SENT):
        source = reader.value((item.get("source") or "").strip(), item)
        if (target := label(item.get("target") or "")) and source is not None:
            inputs.append((target, source))
    waits = reader.get(task, "triggerable") == "true"
    outputs = _brought(reader, task) if waits else []
    for item in (
        *reader.found(task, "triggerEventType"),
        *reader.found(task, "triggerEventCorrelationParameter"),
    ):
        reader.carrier.take(item)
    ask_outside(reader.carrier, task, "event", name, inputs, outputs)


def _start_event(reader: Reader, start: etree._Element) -> None:
    """A process that an event of the registry begins: here a message of the event's name."""
    event = next((item for item in reader.found(start, "eventType")), None)
    name = ((event.text if event is not None else "") or "").strip()
    if event is None or not name or len(start.findall("{*}messageEventDefinition")):
        return
    reader.carrier.take(event)
    identifier = f"Message_{start.get('id')}"
    reader.carrier.declare("message", id=identifier, name=name)
    reader.carrier.model(start, "messageEventDefinition", id=f"{identifier}_begins", messageRef=identifier)
    for target, source in _brought(reader, start):
        reader.carrier.pair(start, "out", target, f"payload[{source!r}]")
    reader.carrier.note("registry", start, given=name)


def _brought(reader: Reader, host: etree._Element) -> list[tuple[str, str]]:
    found = []
    for item in reader.items(host, _BROUGHT):
        target, source = variable(item.get("target")), variable(item.get("source"))
        if target and source:
            found.append((target, source))
    return found


_ACTS: Final[Mapping[str, Act]] = {
    "userTask": _user_task,
    "serviceTask": _service_task,
    "businessRuleTask": _service_task,
    "startEvent": _start_event,
}
