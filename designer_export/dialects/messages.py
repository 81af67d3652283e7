"""Messages without a name, which other engines allow: here one that waits says for which."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, plain_id

_TASKS: Final = ("sendTask", "receiveTask")


def name_messages(carrier: Carrier, kinds: tuple[str, ...] = ("message",)) -> None:
    """Give each event and task of a process that runs a message, called as the event is.

    Parameters
    ----------
    kinds
        ``message``, and ``signal`` where the other engine allows these without a name too.
    """
    for kind in kinds:
        declared = {item.get("id") for item in carrier.root.iterchildren(bpmn(kind))}
        for process in carrier.root.iterchildren(bpmn("process")):
            if flag(process, "isExecutable"):
                for node in list(process.iter(*_naming(kind))):
                    _look(carrier, node, kind, declared)
        for item in carrier.root.iterchildren(bpmn(kind)):
            if not (item.get("name") or "").strip() and item.get("id"):
                carrier.set(item, name=item.get("id", ""))
                carrier.note("message_named", item, "name", given=item.get("id", ""))


def _naming(kind: str) -> list[str]:
    tasks = _TASKS if kind == "message" else ()
    return [bpmn(name) for name in (*tasks, f"{kind}EventDefinition")]


def _look(carrier: Carrier, node: etree._Element, kind: str, declared: set[str | None]) -> None:
    """Name what an event or task lacks; a task that calls an operation needs none."""
    host = node if local(node) in _TASKS else node.getparent()
    given = host.get("id") if host is not None else None
    calls = local(node) == "sendTask" and carrier.has(node, "operation")
    if plain_id(node.get(f"{kind}Ref")) or calls or not given:
        return
    identifier = f"{kind.capitalize()}_{given}"
    if identifier not in declared:
        declared.add(identifier)
        carrier.declare(kind, id=identifier, name=given)
    carrier.set(node, **{f"{kind}Ref": identifier})
    carrier.note("message_named", node, f"{kind}Ref", given=given)
