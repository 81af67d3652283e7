"""Something must begin a process (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_event_sub

ID = "no-start"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a start where every node has something before it; advise one where it is only implied."""
    repair = Repair("add-start", automatic=True)
    for scope in model.scopes:
        if not scope.nodes or scope.starts or scope.begun_by_event or is_event_sub(scope.element):
            continue
        if not scope.entries:
            ad_hoc = local(scope.element) == "adHocSubProcess"
            yield finding(ID, "complete", scope.element, repair=None if ad_hoc else repair)
        elif local(scope.element) != "adHocSubProcess":
            yield finding(ID, "advice", scope.element, case="implied", repair=repair)
