"""Give an event that waits for a condition one that does no harm."""

from lxml import etree

from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_definition, kind_of
from designer_export.repairs.sheet import Sheet

ID = "set-condition"
ORDER = 34


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Write a condition: in the flow one that always holds, at a border or beside it one that never does.

    Parameters
    ----------
    choice
        The condition, in our language.
    """
    if local(node) == "startEvent" and local(sheet.level(node)) == "process":
        # No condition can be looked at there; `await-signal` mends it.
        return False
    done = False
    for item in [node, *node] if is_definition(node) else node:
        if is_definition(item) and kind_of(item) == "conditional" and _is_empty(item):
            holds = local(node) == "intermediateCatchEvent" and not _in_race(sheet, node)
            condition = item.find(bpmn("condition"))
            if condition is None:
                condition = etree.SubElement(item, bpmn("condition"))
            condition.text = choice or ("True" if holds else "False")
            condition.attrib.pop("language", "")
            done = True
    if done:
        sheet.assume(node, ID)
    return done


def _is_empty(definition: etree._Element) -> bool:
    return not (definition.findtext(bpmn("condition")) or "").strip()


def _in_race(sheet: Sheet, node: etree._Element) -> bool:
    sources = [sheet.source(flow) for flow in sheet.incoming(node)]
    return any(item is not None and local(item) == "eventBasedGateway" for item in sources)
