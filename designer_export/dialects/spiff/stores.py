"""Data stores: a task reads one into a variable of its name, and writes it from there."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn
from designer_export.nodes import plain_id

_KEYED = "kkv"
"""A store that is called like a function and added to by keys: nothing of that is here."""


def joined(carrier: Carrier) -> None:
    """Let associations with a store name the variable, where SpiffArena's modeller leaves a gap."""
    references = {
        item.get("id", ""): item.get("dataStoreRef", "").strip()
        for item in carrier.root.iter(bpmn("dataStoreReference"))
        if item.get("type") != _KEYED
    }
    for process in carrier.root.iterchildren(bpmn("process")):
        for way in list(process.iter(bpmn("dataInputAssociation"), bpmn("dataOutputAssociation"))):
            _join(carrier, process, way, references)


def _join(carrier: Carrier, process: etree._Element, way: etree._Element, references: dict[str, str]) -> None:
    source, target = way.find(bpmn("sourceRef")), way.find(bpmn("targetRef"))
    read = references.get(plain_id(source.text)) if source is not None else None
    written = references.get(plain_id(target.text)) if target is not None else None
    if read and target is not None and way.tag == bpmn("dataInputAssociation"):
        name = _variable(carrier, process, read)
        if target.text != name:
            carrier.changed = True
            target.text = name
    elif written and source is None and way.tag == bpmn("dataOutputAssociation"):
        carrier.put(way, "sourceRef", ("targetRef",)).text = _variable(carrier, process, written)


def _variable(carrier: Carrier, process: etree._Element, store: str) -> str:
    """Declare the variable of a store, once; give its id."""
    identifier = f"Data_{store}"
    if all(item.get("id") != identifier for item in process.iterchildren(bpmn("dataObject"))):
        carrier.model(process, "dataObject", id=identifier, name=store)
    return identifier
