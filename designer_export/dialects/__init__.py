"""What other tools write beyond BPMN, carried over into our own extensions when a diagram is taken.

A dialect is a module with ``NAMESPACES``, by which it is recognised, and ``carry(carrier)``, which reads what
it knows and writes what that means here. What no dialect reads stays in the diagram and is named by a rule.
The upload itself is kept as it came; the engine and the rules see ours only.
"""

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import Final

from lxml import etree

from designer_export.dialects import (
    activiti,
    adonis,
    asking,
    bizagi,
    camunda_7,
    camunda_8,
    flow_ids,
    flowable,
    formulas,
    itp_commerce,
    jbpm,
    knowprocess,
    missing,
    modeler,
    omg_i18n,
    performers,
    signavio,
    spiffworkflow,
    trisotech,
    w4,
)
from designer_export.dialects.carrier import Carrier, Note
from designer_export.dialects.gathering import gather
from designer_export.dialects.outside import ask_by_id
from designer_export.elements import model_elements
from designer_export.extensions import Foreign, foreign
from designer_export.reading import Diagram

__all__ = ["Carried", "Note", "carry"]

_DIALECTS: Final[tuple[tuple[tuple[str, ...], Callable[[Carrier], None]], ...]] = tuple(
    (module.NAMESPACES, module.carry)
    for module in (
        activiti, camunda_7, camunda_8, flowable, spiffworkflow, jbpm, knowprocess,
        signavio, bizagi, adonis, trisotech, itp_commerce, w4, modeler, omg_i18n,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """A diagram in our words.

    Attributes
    ----------
    diagram
        With a root of its own; lines are still those of the upload.
    elements
        What of the BPMN model stands in the upload, the root first; what was added besides is not among it.
    foreign
        What other tools have written beyond BPMN, and whether it was carried over.
    notes
        What became different on the way.
    changed
        Whether the diagram differs from the upload.
    meant
        Elements that a dialect has read, though the standard's own words mean nothing here.
    gathered
        What was taken in from other files, with the call activity that it came for.
    dropped
        What of the upload was left out, because nothing comes of it.
    places
        Paths in the upload of what has no id, and none around it.
    """

    diagram: Diagram
    elements: tuple[etree._Element, ...]
    foreign: tuple[Foreign, ...]
    notes: tuple[Note, ...] = ()
    changed: bool = False
    meant: frozenset[etree._Element] = frozenset()
    gathered: Mapping[etree._Element, etree._Element] = field(default_factory=dict)
    dropped: tuple[etree._Element, ...] = ()
    places: Mapping[etree._Element, str] = field(default_factory=dict)


def carry(diagram: Diagram, files: Mapping[str, bytes] | None = None) -> Carried:
    """Carry over what the dialects know; the diagram that is given stays as it was.

    Parameters
    ----------
    files
        The other files that it came with: processes of these that it calls are taken in, and what a data
        store holds at first.
    """
    root = deepcopy(diagram.root)
    elements = tuple(model_elements(root))
    places = dict(_unnamed(root))
    found = tuple(foreign(elements))
    gathered = gather(root, files or {})
    carrier = Carrier(root, files or {})
    carrier.changed = bool(gathered)
    if diagram.dialect.executes:
        flow_ids.give(carrier)
    spaces = {uri for _, (_, uri) in etree.iterwalk(root, events=("start-ns",))}
    for namespaces, act in _DIALECTS:
        if spaces.intersection(namespaces):
            act(carrier)
    performers.carry(carrier)
    formulas.carry(carrier)
    if diagram.dialect.executes:
        asking.carry(carrier)
        ask_by_id(carrier)
    if spaces.intersection(camunda_8.NAMESPACES):
        missing.declare(carrier)
    items = tuple(
        replace(
            item,
            mapped=item.mapped or (item.node, item.attribute) in carrier.taken,
            kept=(item.node, item.attribute) in carrier.kept,
        )
        for item in found
    )
    # What only we can read is written anew: the engine reads plain XML.
    changed = carrier.changed or not diagram.is_plain
    return Carried(
        diagram=replace(diagram, root=root),
        elements=elements,
        foreign=items,
        notes=tuple(carrier.notes),
        changed=changed,
        meant=frozenset(carrier.meant),
        gathered=gathered,
        dropped=tuple(carrier.dropped),
        places=places,
    )


def _unnamed(element: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Give the paths of elements that have no id, and none around them."""
    pending = [element]
    tree = element.getroottree()
    while pending:
        item = pending.pop()
        if isinstance(item.tag, str) and not item.get("id"):
            yield item, tree.getpath(item)
            pending.extend(item)
