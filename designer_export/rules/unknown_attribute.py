"""Attributes that BPMN does not know are named: nobody else would say that they mean nothing."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.specification import attributes

ID = "unknown-attribute"

_READ = {("globalScriptTask", "scriptFormat")}
"""Not in the schema, but in use and read here as what the schema calls otherwise."""


def check(model: Model) -> Iterator[Finding]:
    """Name every attribute without a namespace that the element does not have in the schema."""
    known = attributes()
    for element in model.carried.elements:
        if local(element) not in known:
            # The rule `unsupported-element` speaks of it.
            continue
        own = known[local(element)]
        for name in map(str, element.attrib):
            if not (name in own or name.startswith("{") or (local(element), name) in _READ):
                yield finding(ID, "changed", element, attribute=name, kind=name, host=local(element))
