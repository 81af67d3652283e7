"""Attributes that change what an element does are refused where the engine does not run them."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.support import ATTRIBUTES

ID = "unsupported-attribute"


def check(model: Model) -> Iterator[Finding]:
    """Refuse attributes whose value would silently mean nothing."""
    for element in model.elements:
        for attribute, only in ATTRIBUTES.items():
            value = element.get(attribute, only)
            if value != only and not (attribute == "instantiate" and local(element).endswith("Participant")):
                yield finding(ID, "refused", element, attribute=attribute, value=value)
