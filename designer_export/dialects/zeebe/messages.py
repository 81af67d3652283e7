"""Messages and whom they are for: the correlation key of a subscription."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.zeebe.reader import look, value
from designer_export.namespaces import bpmn, local
from designer_export.nodes import plain_id


def subscriptions(carrier: Carrier) -> None:
    """Let each message that has a correlation key be for those only whose key it brings.

    A message brings it under the name that the key has: it is worked out on what the message holds.
    """
    for message in list(carrier.root.iterchildren(bpmn("message"))):
        said = look(message, "subscription")
        key = (said.get("correlationKey") or "").strip() if said is not None else ""
        if said is None:
            continue
        carrier.take(said)
        source = value(carrier, key, said) if key.startswith("=") else None
        if source is not None and message.get("id"):
            _correlate(carrier, message, source)


def names(carrier: Carrier) -> None:
    """Take the names of messages and signals out of FEEL, where they are nothing but a text."""
    for item in carrier.root.iterchildren(bpmn("message"), bpmn("signal")):
        name = (item.get("name") or "").strip()
        if name.startswith("="):
            inside = name[1:].strip()
            if len(inside) > 2 and inside[0] == inside[-1] == '"' and '"' not in inside[1:-1]:
                carrier.set(item, name=inside[1:-1])
            else:
                carrier.note("static_name", item, "name", text=name)


def _correlate(carrier: Carrier, message: etree._Element, source: str) -> None:
    identifier = f"Key_{message.get('id')}"
    declared = carrier.root.iterchildren(bpmn("correlationProperty"))
    if any(item.get("id") == identifier for item in declared):
        return
    made = carrier.declare("correlationProperty", id=identifier, name=identifier)
    way = carrier.model(made, "correlationPropertyRetrievalExpression", messageRef=message.get("id", ""))
    carrier.model(way, "messagePath").text = source
    for process in carrier.root.iterchildren(bpmn("process")):
        if _receives(process, message.get("id", "")):
            _subscribe(carrier, process, identifier, source)


def _subscribe(carrier: Carrier, process: etree._Element, identifier: str, source: str) -> None:
    subscription = process.find(bpmn("correlationSubscription"))
    if subscription is None:
        subscription = carrier.put(process, "correlationSubscription", ("supports",))
        subscription.set("id", f"Subscription_{process.get('id')}")
        subscription.set("correlationKeyRef", f"Keys_{process.get('id')}")
    binding = carrier.model(subscription, "correlationPropertyBinding", correlationPropertyRef=identifier)
    carrier.model(binding, "dataPath").text = source


def _receives(process: etree._Element, message: str) -> bool:
    """Tell whether something in a process waits for a message; what begins it does not."""
    for item in process.iter(bpmn("messageEventDefinition"), bpmn("receiveTask")):
        host = item if local(item) == "receiveTask" else item.getparent()
        waits = host is not None and local(host) in ("receiveTask", "intermediateCatchEvent", "boundaryEvent")
        if plain_id(item.get("messageRef")) == message and (waits or _is_inner_start(host)):
            return True
    return False


def _is_inner_start(host: etree._Element | None) -> bool:
    level = host.getparent() if host is not None else None
    return (
        host is not None and local(host) == "startEvent" and level is not None and local(level) != "process"
    )
