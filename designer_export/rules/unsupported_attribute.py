"""Attributes that change what an element does are refused where the engine does not run their value."""

from collections.abc import Iterator

from lxml import etree

from designer_export.drawings import weight
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import flag
from designer_export.support import ACTIVITIES, BEHAVIORS, LARGEST_QUANTITY, NODES

ID = "unsupported-attribute"

_QUANTITIES = ("startQuantity", "completionQuantity")


def check(model: Model) -> Iterator[Finding]:
    """Refuse attributes whose value would silently mean nothing."""
    for element in model.running:
        for attribute in _unsupported(element, local(element)):
            value = element.get(attribute)
            # Tools that only draw write 0 where they mean nothing.
            unsaid = attribute in _QUANTITIES and value == "0" and weight(element) == "complete"
            repair = Repair("set-quantity", automatic=True) if unsaid else None
            level: Level = "complete" if unsaid else "refused"
            yield finding(
                ID, level, element, attribute=attribute, repair=repair, setting=attribute, value=value
            )


def _unsupported(element: etree._Element, name: str) -> Iterator[str]:
    if name in NODES:
        yield from (item for item in _QUANTITIES if not _is_count(element.get(item, "1")))
    if name in NODES - ACTIVITIES and flag(element, "isForCompensation"):
        yield "isForCompensation"
    if name in ("transaction", "adHocSubProcess") and flag(element, "triggeredByEvent"):
        yield "triggeredByEvent"
    if name == "multiInstanceLoopCharacteristics" and element.get("behavior", "All") not in BEHAVIORS:
        yield "behavior"


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= LARGEST_QUANTITY
