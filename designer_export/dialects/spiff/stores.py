"""Data stores: a task reads one into a variable of its name, and writes it from there."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.spiff import keyed
from designer_export.dialects.spiff.contents import first_held
from designer_export.namespaces import bpmn, local
from designer_export.nodes import plain_id

_KEYED = "kkv"
_PEOPLES = ("userTask", "manualTask")
"""Associations of their steps are drawing: a store that is called like a function cannot be read there."""


def joined(carrier: Carrier) -> None:
    """Let associations with a store name the variable, where SpiffArena's modeller leaves a gap."""
    references = {item.get("id", ""): item for item in carrier.root.iter(bpmn("dataStoreReference"))}
    for process in carrier.root.iterchildren(bpmn("process")):
        for way in list(process.iter(bpmn("dataInputAssociation"), bpmn("dataOutputAssociation"))):
            _join(carrier, process, way, references)


def _join(
    carrier: Carrier, process: etree._Element, way: etree._Element, references: dict[str, etree._Element]
) -> None:
    source, target = way.find(bpmn("sourceRef")), way.find(bpmn("targetRef"))
    if source is None and target is not None and way.tag == bpmn("dataOutputAssociation"):
        _keep(carrier, process, way, plain_id(target.text))
    read = references.get(plain_id(source.text)) if source is not None else None
    written = references.get(plain_id(target.text)) if target is not None else None
    if read is not None and target is not None and way.tag == bpmn("dataInputAssociation"):
        _read(carrier, process, way, read)
    elif written is not None and source is None and way.tag == bpmn("dataOutputAssociation"):
        _write(carrier, process, way, written)


def _read(carrier: Carrier, process: etree._Element, way: etree._Element, store: etree._Element) -> None:
    """Read a store into its variable; the first time it may hold what came along in a file."""
    name, task = store.get("dataStoreRef", "").strip(), way.getparent()
    if not name or task is None or (store.get("type") == _KEYED and local(task) in _PEOPLES):
        return
    target = way.find(bpmn("targetRef"))
    if target is not None and target.text not in (_id(name), keyed.kept(_id(name))):
        carrier.changed = True
        target.text = variable(carrier, process, name)
    if store.get("type") == _KEYED:
        carrier.keyed.setdefault(task, set()).add(name)
    elif local(task) not in _PEOPLES:
        first_held(carrier, way, name)


def _write(carrier: Carrier, process: etree._Element, way: etree._Element, store: etree._Element) -> None:
    name, task = store.get("dataStoreRef", "").strip(), way.getparent()
    if not name or task is None or (store.get("type") == _KEYED and local(task) in _PEOPLES):
        return
    carrier.put(way, "sourceRef", ("targetRef",)).text = variable(carrier, process, name)
    if store.get("type") == _KEYED:
        old = variable(carrier, process, keyed.kept(name))
        keyed.add_to(carrier, way, store, name, old)


def _keep(carrier: Carrier, process: etree._Element, way: etree._Element, reference: str) -> None:
    """Write a data object from the variable that has its id as name; there it has no other."""
    pairs = (
        (item.get("id"), item.get("dataObjectRef")) for item in process.iter(bpmn("dataObjectReference"))
    )
    name = dict(pairs).get(reference)
    found = (item for item in process.iter(bpmn("dataObject")) if item.get("id") == name)
    kept = next(found, None) if name and name.isidentifier() else None
    if kept is not None and name:
        carrier.set(kept, name=name)
        carrier.put(way, "sourceRef", ("targetRef",)).text = name


def variable(carrier: Carrier, process: etree._Element, name: str) -> str:
    """Declare the variable of a store, once; give its id."""
    if all(item.get("id") != _id(name) for item in process.iterchildren(bpmn("dataObject"))):
        carrier.model(process, "dataObject", id=_id(name), name=name)
    return _id(name)


def _id(name: str) -> str:
    return f"Data_{name}"
