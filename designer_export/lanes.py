"""In which lane each element stands."""

from collections.abc import Mapping

from lxml import etree

from designer_export.namespaces import bpmn


def lanes_of(root: etree._Element) -> Mapping[str, str]:
    """Return the name of the innermost lane that refers to an element, by the element's id."""
    found: dict[str, str] = {}
    # Outer lanes come first in the file, so that the innermost has the last word.
    for lane in root.iter(bpmn("lane")):
        for reference in lane.iterchildren(bpmn("flowNodeRef")):
            found[(reference.text or "").strip()] = lane.get("name") or lane.get("id") or ""
    return found


def lane_of(lanes: Mapping[str, str], element: etree._Element) -> str | None:
    """Return the lane of an element: its own, or that of the nearest sub-process around it."""
    for around in (element, *element.iterancestors()):
        if around.get("id", "") in lanes:
            return lanes[around.get("id", "")]
    return None
