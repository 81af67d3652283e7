"""Something must begin a process (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model

ID = "no-start"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a start where every node has something before it; advise one where it is only implied."""
    repair = Repair("add-start", automatic=True)
    for scope in model.scopes:
        if not scope.nodes or scope.starts or scope.element.tag.endswith("adHocSubProcess"):
            continue
        if scope.entries:
            yield finding(ID, "advice", scope.element, case="implied", repair=repair)
        else:
            yield finding(ID, "complete", scope.element)
