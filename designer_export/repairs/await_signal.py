"""Let an event wait for a signal of its name: somebody's word that what it is called has come about."""

from lxml import etree

from designer_export.namespaces import bpmn, local, tb
from designer_export.nodes import is_definition, is_event_sub, is_triggered, kind_of
from designer_export.repairs.sheet import Sheet, nodes_of

ID = "await-signal"
ORDER = 32


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Give the event, or the start of an event sub-process, a signal in the place of what it lacks.

    Parameters
    ----------
    choice
        The name of the signal.
    """
    event = _start(sheet, node) if is_event_sub(node) else node
    if event is None:
        return False
    name = choice or " ".join((event.get("name") or node.get("name") or event.get("id") or "").split())
    signal = sheet.declare("signal", name).get("id", "")
    conditional = [item for item in event if is_definition(item) and kind_of(item) == "conditional"]
    if conditional:
        _replace(sheet, conditional[0], signal)
    elif not is_triggered(event):
        definition = etree.SubElement(event, bpmn("signalEventDefinition"), signalRef=signal)
        sheet.name(definition, sheet.fresh(f"signal_of_{event.get('id')}"))
    else:
        return False
    sheet.assume(event, ID)
    return True


def _start(sheet: Sheet, level: etree._Element) -> etree._Element | None:
    """Give the one start of an event sub-process, a new one if it has none."""
    starts = [item for item in level if local(item) == "startEvent"]
    if starts:
        return starts[0] if len(starts) == 1 else None
    first = [item for item in nodes_of(level) if local(item) != "boundaryEvent" and not sheet.incoming(item)]
    start = sheet.draw(level, "startEvent", "start")
    if first:
        sheet.plane.put(start, first[0].get("id", ""), side=-1)
    else:
        sheet.plane.put_inside([start])
    for item in first:
        sheet.join(start, item)
    return start


def _replace(sheet: Sheet, definition: etree._Element, signal: str) -> None:
    """Before a process begins no condition can be looked at; what it was stays written on it."""
    condition = definition.find(bpmn("condition"))
    if condition is not None:
        if (condition.text or "").strip():
            definition.set(tb("original"), (condition.text or "").strip())
        definition.remove(condition)
    sheet.turn(definition, "signalEventDefinition")
    definition.set("signalRef", signal)
