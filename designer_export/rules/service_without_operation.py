"""A service task names the operation that it calls."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "service-without-operation"


def check(model: Model) -> Iterator[Finding]:
    """Ask for the operation of a service task."""
    for element in model.elements:
        if local(element) == "serviceTask" and element.get("id", "") not in model.operations:
            yield finding(ID, "complete", element)
