"""Stores with two keys: SpiffArena calls them like functions, and what is written to one is added to it."""

from lxml import etree

from designer_export.dialects.carrier import Carrier

_BEFORE = ("dataOutputAssociation", "resourceRole", "performer", "potentialOwner", "humanPerformer")


def kept(name: str) -> str:
    """Name the variable that holds what was in a store before it is written."""
    return f"{name}_kept"


def add_to(carrier: Carrier, way: etree._Element, store: etree._Element, name: str, old: str) -> None:
    """Let an association add to a store what the variable of its name holds; None takes away.

    Parameters
    ----------
    old
        Id of the variable that the store is read into before.
    """
    task = way.getparent()
    if task is None:
        return
    reading = carrier.put(task, "dataInputAssociation", _in_front(task))
    for part, text in (("sourceRef", store.get("id", "")), ("targetRef", old)):
        carrier.model(reading, part).text = text
    before, ours = f"({kept(name)} or {{}})", name
    inner = f"{{**({before}.get(top) or {{}}), **({ours}.get(top) or {{}})}}"
    carrier.model(way, "transformation").text = (
        f"{{top: {{key: value for key, value in {inner}.items() if value is not None}} "
        f"for top in {{**{before}, **{ours}}} if {ours}.get(top, {{}}) is not None}}"
    )


def _in_front(task: etree._Element) -> tuple[str, ...]:
    """Names of what stands behind input associations: outputs, who does it, loops, the kind's own."""
    return (*_BEFORE, "standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "script")
