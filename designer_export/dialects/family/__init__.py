"""What Activiti and those that came from it (Camunda 7, Flowable) write alike, each in its namespace."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.family import calls, fields, loops, people, scripts, services, values
from designer_export.dialects.family.reader import Reader
from designer_export.dialects.messages import name_messages
from designer_export.namespaces import bpmn, local
from designer_export.support import ACTIVITIES

__all__ = ["Act", "Reader", "carry_family", "mark_executable"]

Act = Callable[[Reader, etree._Element], bool | None]
"""What is done with an element; True if there is nothing left to do."""


def carry_family(carrier: Carrier, namespace: str, more: Mapping[str, Act] | None = None) -> None:
    """Carry over the attributes and elements of one namespace.

    Parameters
    ----------
    more
        What a tool of the family does besides with an element of a name, before the rest.
    """
    reader = Reader(carrier, namespace)
    reader.initiators = people.initiators(reader) | {"initiator"}
    for element in list(carrier.root.iter("*")):
        for acts in (more or {}, _ACTS):
            act = acts.get(local(element))
            if act is not None and act(reader, element):
                break
        if local(element) in ACTIVITIES:
            _around(reader, element)
    _last_ways(carrier)
    name_messages(carrier)


def _user_task(reader: Reader, task: etree._Element) -> None:
    people.user_task(reader, task)
    fields.form_fields(reader, task)


def _business_rule(reader: Reader, task: etree._Element) -> None:
    if not calls.business_rule(reader, task):
        services.service_task(reader, task)


def _message(reader: Reader, definition: etree._Element) -> None:
    """An event of a message that code would send: here the message goes out by itself."""
    said = [name for name in services.CODE if reader.peek(definition, name)]
    if said:
        reader.carrier.note(
            "message_only", definition, reader.tag(said[0]), asked=reader.peek(definition, said[0])
        )
        for name in {*said, "type"}:
            reader.get(definition, name)


def _around(reader: Reader, activity: etree._Element) -> None:
    scripts.listeners(reader, activity)
    if not reader.carrier.has(activity, "operation"):
        values.around(reader, activity)


def _last_ways(carrier: Carrier) -> None:
    """Let the last way of an exclusive gateway be its default if it is bare: these engines ask in order."""
    for gateway in carrier.root.iter(bpmn("exclusiveGateway")):
        level = gateway.getparent()
        if gateway.get("default") or level is None:
            continue
        ways = [
            flow
            for flow in level.iterchildren(bpmn("sequenceFlow"))
            if flow.get("sourceRef") == gateway.get("id")
        ]
        bare = [flow for flow in ways if not (flow.findtext(bpmn("conditionExpression")) or "").strip()]
        if len(ways) > 1 and bare == ways[-1:] and bare[0].get("id") and _has_no_foreign_condition(bare[0]):
            carrier.set(gateway, default=bare[0].get("id", ""))
            carrier.note("default_made", gateway, "default", flow=bare[0].get("id", ""))


def _has_no_foreign_condition(flow: etree._Element) -> bool:
    """A condition that lies in another file is one all the same."""
    condition = flow.find(bpmn("conditionExpression"))
    return condition is None or not condition.attrib


def mark_executable(carrier: Carrier) -> None:
    """Activiti and Flowable run a process that does not say whether it is to be run."""
    for process in carrier.root.iterchildren(bpmn("process")):
        if process.get("isExecutable") is None and len(process):
            carrier.set(process, isExecutable="true")
            carrier.note("executable", process, "isExecutable")


_ACTS: Final[Mapping[str, Act]] = {
    "userTask": _user_task,
    "startEvent": people.start_event,
    "serviceTask": services.service_task,
    "sendTask": services.service_task,
    "businessRuleTask": _business_rule,
    "scriptTask": scripts.script_task,
    "callActivity": calls.call_activity,
    "messageEventDefinition": _message,
    "multiInstanceLoopCharacteristics": loops.multi_instance,
}
