"""Repetition over a collection, written as BPMN says it: a data input and an item of it."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import variable
from designer_export.namespaces import bpmn

_BEHIND_INPUT: Final = (
    "loopDataOutputRef",
    "inputDataItem",
    "outputDataItem",
    "complexBehaviorDefinition",
    "completionCondition",
)


def repeat_over(
    carrier: Carrier, loop: etree._Element, source: str, item: str | None, made: tuple[str, str] | None = None
) -> None:
    """Let an activity be repeated over a collection.

    Parameters
    ----------
    source
        Expression of ours that gives the collection; one that is no name is worked out before.
    item
        The variable that holds each item.
    made
        The collection that takes what each item makes, and the expression that says what.
    """
    host = loop.getparent()
    if host is None or loop.find(bpmn("loopDataInputRef")) is not None:
        return
    name = variable(source)
    if name is None:
        name = variable(f"items_of_{host.get('id', '')}") or "items_of_it"
        carrier.script(host, "before", f"{name} = {source}")
    carrier.put(loop, "loopDataInputRef", _BEHIND_INPUT).text = name
    if made is not None:
        carrier.put(loop, "loopDataOutputRef", _BEHIND_INPUT[1:]).text = made[0]
    if item:
        carrier.put(loop, "inputDataItem", _BEHIND_INPUT[2:]).set("id", item)
    if made is not None:
        own = variable(f"made_by_{host.get('id', '')}") or "made_by_it"
        carrier.put(loop, "outputDataItem", _BEHIND_INPUT[3:]).set("id", own)
        carrier.script(host, "after", f"{own} = {made[1]}", each=True)
