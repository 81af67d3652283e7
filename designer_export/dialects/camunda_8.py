"""Camunda 8: what its engine Zeebe reads beyond BPMN."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.messages import name_messages
from designer_export.dialects.zeebe import loops, messages, people, services, values, ways
from designer_export.dialects.zeebe.reader import ZEEBE, look
from designer_export.namespaces import local
from designer_export.support import ACTIVITIES

NAMESPACES: Final = (ZEEBE,)
CHOOSING: Final = frozenset({"exclusiveGateway", "inclusiveGateway"})


def carry(carrier: Carrier) -> None:
    """Carry over what Camunda 8 writes."""
    messages.names(carrier)
    messages.subscriptions(carrier)
    for element in list(carrier.root.iter("*")):
        if local(element) in CHOOSING:
            ways.make_default(carrier, element)
        act = _ACTS.get(local(element)) or (_activity if local(element) in ACTIVITIES else None)
        if act is not None:
            act(carrier, element)
    name_messages(carrier)


def _activity(carrier: Carrier, activity: etree._Element) -> None:
    values.around(carrier, activity)


def _user_task(carrier: Carrier, task: etree._Element) -> None:
    people.user_task(carrier, task)
    values.around(carrier, task)


def _throws(carrier: Carrier, event: etree._Element) -> None:
    """A message that a worker would send goes out by itself here."""
    definition = look(event, "taskDefinition")
    if definition is not None:
        carrier.take(definition)
        carrier.note("message_only", event, asked=(definition.get("type") or "").strip())
    values.around_event(carrier, event, throws=True)


def _catches(carrier: Carrier, event: etree._Element) -> None:
    values.around_event(carrier, event, throws=False)


_ACTS: Final[Mapping[str, Callable[[Carrier, etree._Element], object]]] = {
    "userTask": _user_task,
    "serviceTask": services.job,
    "sendTask": services.job,
    "conditionExpression": ways.condition,
    "businessRuleTask": services.business_rule,
    "scriptTask": services.script_task,
    "callActivity": services.call_activity,
    "multiInstanceLoopCharacteristics": loops.multi_instance,
    "intermediateThrowEvent": _throws,
    "endEvent": _throws,
    "startEvent": _catches,
    "intermediateCatchEvent": _catches,
    "boundaryEvent": _catches,
}
