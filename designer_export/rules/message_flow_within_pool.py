"""Messages pass between pools; within one, sequence flows lead on (BPMN 2.0.2, 9.4)."""

from collections.abc import Iterator, Mapping

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import plain_id
from designer_export.pools import pools

ID = "message-flow-within-pool"


def check(model: Model) -> Iterator[Finding]:
    """Refuse it where both ends of a message flow lie in one pool."""
    pooled = {pool.get("id", ""): plain_id(pool.get("processRef")) for pool in pools(model.root)}
    for element in model.running:
        if local(element) != "messageFlow":
            continue
        source, target = (_process(model, pooled, element.get(end)) for end in ("sourceRef", "targetRef"))
        if source and source == target:
            yield finding(ID, "refused", element, process=source)


def _process(model: Model, pooled: Mapping[str, str], reference: str | None) -> str | None:
    """Give the id of the process that an end of a message flow lies in or stands for."""
    name = plain_id(reference)
    if name in pooled:
        return pooled[name]
    node: etree._Element | None = next(iter(model.by_id.get(name, ())), None)
    while node is not None and local(node) != "process":
        node = node.getparent()
    return node.get("id") if node is not None else None
