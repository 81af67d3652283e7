"""One start event per level: which one would the hall use?"""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn

ID = "several-starts"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a single start where a level has several without a trigger of their own."""
    for scope in model.scopes:
        plain = [name for name in scope.starts if not _triggered(model, name)]
        if len(plain) > 1:
            yield finding(ID, "complete", scope.element, path=tuple(plain), starts=", ".join(plain))


def _triggered(model: Model, name: str) -> bool:
    return any(
        str(child.tag).endswith("EventDefinition") or child.tag == bpmn("eventDefinitionRef")
        for child in model.by_id[name][0]
    )
