"""Let one process of a file be the service; the others are drawn."""

from lxml import etree

from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_triggered, plain_id
from designer_export.repairs import mark_executable
from designer_export.repairs.sheet import Sheet, nodes_of

ID = "choose-process"
ORDER = 10


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Mark all others as not executable; what calls name, or a message begins, goes on running.

    Parameters
    ----------
    choice
        Id of the process; else the one with the most nodes among those with a plain start, or among all.
    """
    processes = list(sheet.root.iterchildren(bpmn("process")))
    called = {plain_id(call.get("calledElement")) for call in sheet.root.iter(bpmn("callActivity"))}
    rivals = [item for item in processes if item.get("id") not in called and not _needs_event(item)]
    chosen = [item for item in rivals if item.get("id") == choice] if choice else _best(rivals)
    if not chosen or len(rivals) < 2:
        return False
    mark_executable.apply(sheet, chosen[0])
    for item in rivals:
        if item is not chosen[0]:
            item.set("isExecutable", "false")
    return True


def _best(rivals: list[etree._Element]) -> list[etree._Element]:
    return sorted(rivals, key=lambda item: (not _has_start(item), -len(nodes_of(item))))[:1]


def _has_start(process: etree._Element) -> bool:
    return any(local(item) == "startEvent" and not is_triggered(item) for item in process)


def _needs_event(process: etree._Element) -> bool:
    starts = [item for item in process if local(item) == "startEvent"]
    return bool(starts) and all(is_triggered(item) for item in starts)
