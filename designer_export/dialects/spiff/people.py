"""Steps of people: whoever has the lane, else whoever started the instance; and what they are told."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.spiff.reader import text_of
from designer_export.lanes import lane_of, lanes_of
from designer_export.namespaces import bpmn, local


def step(carrier: Carrier, task: etree._Element) -> None:
    """Give a task without a lane to the initiator, as SpiffArena does; one with lane owners to these."""
    lane = lane_of(lanes_of(carrier.root), task)
    if carrier.has(task, "step", "assign"):
        return
    if lane is None:
        carrier.assign(task, "initiator")
    elif _has_owners(carrier, lane):
        carrier.assign(task, "expression", value=f"lane_owners[{lane!r}]")


def instructions(carrier: Carrier, node: etree._Element) -> None:
    """What people are told becomes the documentation of the element."""
    said = text_of(carrier, node, "instructionsForEndUser").strip()
    if not said or any(
        (item.text or "").strip() == said for item in node.iterchildren(bpmn("documentation"))
    ):
        return
    place = sum(1 for child in node if local(child) == "documentation")
    made: etree._Element = etree.Element(bpmn("documentation"), {"textFormat": "text/markdown"})
    made.text = said
    node.insert(place, made)
    carrier.changed = True
    if "{{" in said or "{%" in said:
        carrier.note("template", node)


def _has_owners(carrier: Carrier, lane: str) -> bool:
    """Tell whether a script of the file says who owns a lane."""
    texts = (item.text or "" for item in carrier.root.iter("*") if isinstance(item.tag, str))
    return any("lane_owners" in text and lane in text for text in texts)
