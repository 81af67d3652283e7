"""Keep data associations as what they are in a drawing: arrows that show that there is data."""

from lxml import etree

from designer_export.data import DRAWN, WAYS, seen_data
from designer_export.namespaces import bpmn, local
from designer_export.nodes import flag, plain_id
from designer_export.repairs.sheet import Sheet

ID = "draw-data"
ORDER = 0


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Mark the association around an element, or those of a node that do not lead between data it sees."""
    around = next((item for item in (node, *node.iterancestors()) if local(item) in WAYS), None)
    ways = (
        [around]
        if around is not None
        else [way for way in node if local(way) in WAYS and _is_broken(way, node)]
    )
    fresh = [way for way in ways if not flag(way, DRAWN)]
    for way in fresh:
        way.set(DRAWN, "true")
    return bool(fresh)


def _is_broken(way: etree._Element, node: etree._Element) -> bool:
    target = plain_id(way.findtext(bpmn("targetRef")))
    named = [plain_id(part.text) for part in way.iterchildren(bpmn("sourceRef"))] + [target]
    return not target or any(name and name not in seen_data(node) for name in named)
