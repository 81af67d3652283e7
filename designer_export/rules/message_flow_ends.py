"""A message flow leads from what sends to what receives (BPMN 2.0.2, 7.6.2)."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_definition, kind_of, plain_id
from designer_export.support import ACTIVITIES

ID = "message-flow-ends"
_BOTH: Final = ACTIVITIES | {"participant"}
_ENDS: Final = {
    "sourceRef": _BOTH | {"endEvent", "intermediateThrowEvent"},
    "targetRef": _BOTH | {"startEvent", "intermediateCatchEvent", "boundaryEvent"},
}
_ONLY: Final = {"sourceRef": "receiveTask", "targetRef": "sendTask"}
"""Tasks that do the contrary."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse ends that cannot send or receive, and events that wait for or throw something else."""
    for element in model.running:
        for attribute in _ENDS if local(element) == "messageFlow" else ():
            found = model.by_id.get(plain_id(element.get(attribute)))
            if found and not _fits(found[0], attribute):
                target, kind = element.get(attribute), local(found[0])
                yield finding(
                    ID, "refused", element, case=attribute, attribute=attribute, target=target, kind=kind
                )


def _fits(node: etree._Element, attribute: str) -> bool:
    """An event that says nothing may be meant to do so; one with a trigger needs that of messages."""
    name = local(node)
    if name not in _ENDS[attribute] - {_ONLY[attribute]}:
        return False
    kinds = {kind_of(child) for child in node if is_definition(child)}
    return not kinds or "message" in kinds
