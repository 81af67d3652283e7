"""An id stands once in a file (BPMN 2.0.2, 8.3.1)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "duplicate-id"


def check(model: Model) -> Iterator[Finding]:
    """Refuse every further element that bears an id already given."""
    for identifier, elements in model.by_id.items():
        for element in elements[1:]:
            line = elements[0].sourceline
            yield finding(ID, "refused", element, attribute="id", identifier=identifier, first=line)
