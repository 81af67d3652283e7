"""Give a timer without a time one that does no harm."""

from lxml import etree

from designer_export.namespaces import bpmn, local, tb
from designer_export.nodes import is_definition, kind_of
from designer_export.repairs.sheet import Sheet
from designer_export.timers import LONGEST_YEARS, is_timer_text

ID = "set-timer"
ORDER = 34

AT_ONCE = "PT0S"
NEVER = f"P{LONGEST_YEARS}Y"


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Write a time: in the flow one that does not hold up, at a border, race or start one that is far off.

    Parameters
    ----------
    choice
        A date, a duration or a cycle.
    """
    timers = [item for item in (node, *node) if is_definition(item) and kind_of(item) == "timer"]
    for timer in timers:
        event = timer if timer is not node else timer.getparent()
        host = node if timer is not node else event
        waits = host is not None and local(host) == "intermediateCatchEvent" and not _in_race(sheet, host)
        _write(timer, choice or (AT_ONCE if waits else NEVER))
        if not choice:
            sheet.assume(host if host is not None else timer, ID)
    return bool(timers)


def _write(timer: etree._Element, text: str) -> None:
    """Put a time in the place of what stands there, which is kept beside it."""
    kind = "timeCycle" if text.startswith("R") else "timeDuration" if text.startswith("P") else "timeDate"
    parts = [part for part in timer if is_timer_text(local(part))]
    said = [(part.text or "").strip() for part in parts if (part.text or "").strip()]
    for part in parts[1:]:
        timer.remove(part)
    part = parts[0] if parts else etree.SubElement(timer, bpmn(kind))
    part.tag, part.text = bpmn(kind), text
    part.attrib.pop("language", "")
    if said:
        part.set(tb("original"), "; ".join(said))


def _in_race(sheet: Sheet, node: etree._Element) -> bool:
    sources = [sheet.source(flow) for flow in sheet.incoming(node)]
    return any(item is not None and local(item) == "eventBasedGateway" for item in sources)
