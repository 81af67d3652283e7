"""Data associations of a node, read into ways of data."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.execution.nodes.data import NONE, Copy, DataWays, Place
from engine.execution.parser.elements import BPMN, TB, is_true, local_name

PEOPLES = frozenset({"userTask", "manualTask"})
"""What people do is filled in on the matter's document: associations of such steps are drawing."""


def read_ways(node: etree._Element, places: dict[str, Place]) -> DataWays:
    """Read the associations of a node.

    Parameters
    ----------
    places
        Data objects, properties and stores that the node sees, by the id that references name.

    Raises
    ------
    LookupError
        For a reference to nothing.
    """
    taken = [item for item in node.iterchildren(f"{BPMN}dataInputAssociation") if not _is_drawn(item, node)]
    given = [item for item in node.iterchildren(f"{BPMN}dataOutputAssociation") if not _is_drawn(item, node)]
    if local_name(node) in PEOPLES or not (taken or given):
        return NONE
    own = own_places(node)
    known = {**places, **own}
    return DataWays(
        names=tuple(place.name for place in own.values()),
        taken=tuple(copy for item in taken for copy in _copies(item, known)),
        given=tuple(copy for item in given for copy in _copies(item, known)),
    )


def _is_drawn(way: etree._Element, node: etree._Element) -> bool:
    """Whether an association is marked as only drawn, or leads to a property of its node, as arrows do."""
    own = {item.get("id") for item in node.iterchildren(f"{BPMN}property")}
    ends = [*way.iterchildren(f"{BPMN}sourceRef"), *way.iterchildren(f"{BPMN}targetRef")]
    named = {(part.text or "").strip().rpartition(":")[2] for part in ends}
    return is_true(way, f"{TB}drawn") or not own.isdisjoint(named)


def places_of(level: etree._Element) -> dict[str, Place]:
    """The data that a level declares or refers to, by id."""
    found = {
        item.get("id", ""): Place(_name(item))
        for item in level
        if local_name(item) in ("dataObject", "property") and item.get("id")
    }
    found |= own_places(level)
    for item in level:
        if local_name(item) == "dataObjectReference":
            found[item.get("id", "")] = found.get(item.get("dataObjectRef", ""), Place(_name(item)))
        elif local_name(item) == "dataStoreReference":
            found[item.get("id", "")] = Place(item.get("dataStoreRef") or _name(item), is_store=True)
    return found


def own_places(node: etree._Element) -> dict[str, Place]:
    """A node's data inputs and outputs, by id."""
    return {item.get("id", ""): Place(_name(item)) for item in _own(node)}


def _own(node: etree._Element) -> Iterator[etree._Element]:
    for part in (node, *node.iterchildren(f"{BPMN}ioSpecification")):
        yield from (item for item in part if local_name(item) in ("dataInput", "dataOutput"))


def _name(item: etree._Element) -> str:
    name = (item.get("name") or "").strip()
    if local_name(item) == "property":
        return item.get("id", "")
    return name if name.isidentifier() or (local_name(item) == "dataObject" and name) else item.get("id", "")


def _copies(item: etree._Element, known: dict[str, Place]) -> Iterator[Copy]:
    target = _place(item.findtext(f"{BPMN}targetRef"), known)
    sources = [_place(ref.text, known) for ref in item.iterchildren(f"{BPMN}sourceRef")]
    transformation = (item.findtext(f"{BPMN}transformation") or "").strip() or None
    assignments = list(item.iterchildren(f"{BPMN}assignment"))
    for assignment in assignments:
        to = (assignment.findtext(f"{BPMN}to") or "").strip()
        made = (assignment.findtext(f"{BPMN}from") or "").strip()
        yield Copy(None, made or "None", Place(to) if to.isidentifier() else target)
    if not assignments:
        yield Copy(sources[0] if sources else None, transformation, target)


def _place(reference: Any, known: dict[str, Place]) -> Place:
    identifier = (reference or "").strip().rpartition(":")[2]
    if identifier not in known:
        raise LookupError(identifier or "targetRef is missing")
    return known[identifier]
