"""Input and output mappings."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import variable
from designer_export.dialects.zeebe.reader import children, one, value

Pairs = list[tuple[str, str]]


def mappings(carrier: Carrier, host: etree._Element) -> tuple[Pairs, Pairs]:
    """Read the input and output mappings of an element as pairs of ours; those that cannot be are noted."""
    block = one(carrier, host, "ioMapping")
    return _pairs(carrier, block, "input"), _pairs(carrier, block, "output")


def around(carrier: Carrier, activity: etree._Element) -> None:
    """Carry over the mappings of an activity that calls nothing, as scripts before and after it."""
    inputs, outputs = mappings(carrier, activity)
    for target, source in inputs:
        carrier.script(activity, "before", f"{target} = {source}", each=True)
        carrier.note("everywhere", activity, variable=target)
    for target, source in outputs:
        carrier.script(activity, "after", f"{target} = {source}", each=True)


def around_event(carrier: Carrier, event: etree._Element, *, throws: bool) -> None:
    """Carry over the mappings of an event: what is sent goes in, what is brought comes out."""
    inputs, outputs = mappings(carrier, event)
    for target, source in inputs:
        if throws:
            carrier.pair(event, "in", target, source)
        else:
            carrier.note("value", event, text=target)
    for target, source in outputs:
        carrier.script(event, "after", f"{target} = {source}")


def _pairs(carrier: Carrier, block: etree._Element | None, name: str) -> Pairs:
    found = []
    for item in children(carrier, block, name):
        target, source = variable(item.get("target")), value(carrier, item.get("source") or "", item)
        if target is None:
            carrier.note("value", item, text=item.get("target") or "")
        elif source is not None:
            found.append((target, source))
    return found
