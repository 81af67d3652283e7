"""Messages without a name, which other engines allow: here one that waits says for which."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, plain_id

_TASKS: Final = ("sendTask", "receiveTask")


def name_messages(carrier: Carrier) -> None:
    """Give each message event and task of a process that runs a message, called as the event is."""
    messages = {item.get("id") for item in carrier.root.iterchildren(bpmn("message"))}
    for process in carrier.root.iterchildren(bpmn("process")):
        if not flag(process, "isExecutable"):
            continue
        for node in list(process.iter(*map(bpmn, (*_TASKS, "messageEventDefinition")))):
            if _lacks(carrier, node):
                host = node if local(node) in _TASKS else node.getparent()
                _name(carrier, node, host, messages)
    for message in carrier.root.iterchildren(bpmn("message")):
        if not (message.get("name") or "").strip() and message.get("id"):
            carrier.set(message, name=message.get("id", ""))
            carrier.note("message_named", message, "name", given=message.get("id", ""))


def _lacks(carrier: Carrier, node: etree._Element) -> bool:
    calls = local(node) == "sendTask" and carrier.has(node, "operation")
    return not plain_id(node.get("messageRef")) and not calls


def _name(
    carrier: Carrier, node: etree._Element, host: etree._Element | None, messages: set[str | None]
) -> None:
    given = host.get("id") if host is not None else None
    if not given:
        return
    identifier = f"Message_{given}"
    if identifier not in messages:
        messages.add(identifier)
        carrier.declare("message", id=identifier, name=given)
    carrier.set(node, messageRef=identifier)
    carrier.note("message_named", node, "messageRef", given=given)
