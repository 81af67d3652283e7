"""Diagrams that came as drawings: what they lack is asked for, where of a process that runs it is refused.

A process is a drawing as long as it is not marked executable, and stays one in this sense when a repair marks
it: the repair sets `DRAWING`, so that nothing is refused afterwards that was asked for before.
"""

from typing import Final

from lxml import etree

from designer_export.findings import Level
from designer_export.namespaces import bpmn, local, tb
from designer_export.nodes import flag

DRAWING: Final = tb("drawing")
"""Attribute of a process that came as a drawing."""
ASSUMED: Final = tb("assumed")
"""Attribute of what a repair has assumed because the diagram does not say it; the repair's id."""


def is_drawing(element: etree._Element) -> bool:
    """Tell whether an element's process came as a drawing; outside of processes, whether all of them did."""
    for around in (element, *element.iterancestors()):
        if local(around) == "process":
            return not flag(around, "isExecutable") or flag(around, DRAWING)
    processes = element.getroottree().getroot().iterchildren(bpmn("process"))
    return all(not flag(process, "isExecutable") or flag(process, DRAWING) for process in processes)


def weight(element: etree._Element) -> Level:
    """Give the level of a fault that a drawing may have: it is mended there, and refused elsewhere."""
    return "complete" if is_drawing(element) else "refused"
