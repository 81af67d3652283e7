"""Attributes that BPMN does not know are named: nobody else would say that they mean nothing."""

from collections.abc import Iterator
from typing import Final

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import MODEL, XML, XSI, local, short_name
from designer_export.specification import attributes

ID = "unknown-attribute"

_OF_XML: Final = {
    XSI: ("type", "nil", "schemaLocation", "noNamespaceSchemaLocation"),
    XML: ("lang", "space", "base", "id"),
}
_READ = {("globalScriptTask", "scriptFormat")}
"""Not in the schema, but in use and read here as what the schema calls otherwise."""


def check(model: Model) -> Iterator[Finding]:
    """Name every attribute of BPMN or of XML that the element does not have in the schema."""
    known = attributes()
    for element in model.carried.elements:
        if local(element) not in known:
            # The rule `unsupported-element` speaks of it.
            continue
        own = known[local(element)]
        for name in map(str, element.attrib):
            if name in own or _is_foreign(name) or (local(element), name) in _READ:
                continue
            kind, host = short_name(element, name), local(element)
            yield finding(ID, "changed", element, attribute=name, kind=kind, host=host)


def _is_foreign(name: str) -> bool:
    """Tell whether an attribute is of another namespace, or one of those that XML itself has."""
    space, _, plain = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    return bool(space) and space != MODEL and plain in _OF_XML.get(space, (plain,))
