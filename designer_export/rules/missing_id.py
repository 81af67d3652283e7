"""What the engine runs or follows needs an id: the record, the path and returns name it."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.support import ALL_NODES

ID = "missing-id"


_NAMED = ALL_NODES | {"process", "sequenceFlow"}


def check(model: Model) -> Iterator[Finding]:
    """Ask for the ids of processes, flow nodes and flows."""
    for element in model.running:
        if local(element) in _NAMED and not element.get("id"):
            repair = Repair("give-id", automatic=True)
            yield finding(ID, "complete", element, attribute="id", repair=repair, kind=local(element))
