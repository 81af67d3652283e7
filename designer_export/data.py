"""Data associations: which of them run, and what they may name (BPMN 2.0.2, 10.4)."""

from typing import Final

from lxml import etree

from designer_export.namespaces import local, tb
from designer_export.nodes import flag, plain_id
from designer_export.support import GLOBAL_TASKS, NODES

WAYS: Final = frozenset({"dataInputAssociation", "dataOutputAssociation"})
_WAY_PARTS: Final = frozenset({"sourceRef", "targetRef", "assignment", "from", "to", "transformation"})
_OWN: Final = frozenset({"ioSpecification", "dataInput", "dataOutput"})
DATA: Final = WAYS | _WAY_PARTS | _OWN
_PEOPLES: Final = frozenset({"userTask", "manualTask", "globalUserTask", "globalManualTask"})
"""What people do is filled in on the matter's document: associations of such steps are drawing."""
DRAWN: Final = tb("drawn")
"""Attribute of an association that is only drawn."""
_DECLARED: Final = frozenset({"dataObject", "property", "dataObjectReference", "dataStoreReference"})


def data_fate(element: etree._Element) -> str:
    """Tell what becomes of an association, one of its parts, or a data input or output."""
    host = node_around(element)
    if host is None or local(host) == "process":
        return "not_carried"
    if local(host) in _PEOPLES or _is_drawn(element, host):
        return "drawing"
    if local(element) not in _OWN or any(local(child) in WAYS for child in host):
        return "executed"
    return "not_carried"


def _is_drawn(element: etree._Element, host: etree._Element) -> bool:
    """Tell whether an association, or one around a part, only shows that there is data.

    It is marked so, or leads to a property of its own node: that is how tools draw an arrow to a node, and of
    single nodes no properties are kept.
    """
    way = next((item for item in (element, *element.iterancestors()) if local(item) in WAYS), None)
    if way is None:
        return False
    own = {item.get("id") for item in host if local(item) == "property"}
    ends = {plain_id(part.text) for part in way if local(part) in ("sourceRef", "targetRef")}
    return flag(way, DRAWN) or not own.isdisjoint(ends)


def node_around(element: etree._Element) -> etree._Element | None:
    """Return the flow node, global task or process that a part belongs to."""
    kinds = NODES | GLOBAL_TASKS | {"process"}
    return next((around for around in element.iterancestors() if local(around) in kinds), None)


def seen_data(node: etree._Element) -> frozenset[str]:
    """Give the ids of what associations of a node may name: its own data, and that of the levels around."""
    found = {item.get("id", "") for item in _own(node)}
    for level in node.iterancestors():
        found |= {item.get("id", "") for item in level if local(item) in _DECLARED}
        found |= {item.get("id", "") for item in _own(level)}
    return frozenset(found - {""})


def _own(node: etree._Element) -> list[etree._Element]:
    parts = [node, *(child for child in node if local(child) == "ioSpecification")]
    return [item for part in parts for item in part if local(item) in ("dataInput", "dataOutput")]
