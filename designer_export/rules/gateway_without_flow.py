"""A gateway leads somewhere (BPMN 2.0.2, 10.6)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local

ID = "gateway-without-flow"


def check(model: Model) -> Iterator[Finding]:
    """Ask for the flow of a gateway that nothing leaves."""
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            if local(node).endswith("Gateway") and not scope.outgoing.get(name):
                # Behind an event-based gateway something must be waited for: what, nobody can guess.
                # In an ad-hoc sub-process stands no end event.
                waits = local(node) == "eventBasedGateway" or local(scope.element) == "adHocSubProcess"
                repair = None if waits else Repair("add-end", automatic=True)
                yield finding(ID, "complete", node, repair=repair)
