"""A call activity names a process or global task of its file, which begins without an event."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import plain_id
from designer_export.support import GLOBAL_TASKS

ID = "call-to-nothing"
_BY_PEOPLE = Repair("make-user-step", automatic=True)


def check(model: Model) -> Iterator[Finding]:
    """Ask what a call activity calls, and for what lies elsewhere; refuse what only begins by an event."""
    begun_by_event = {
        scope.element.get("id") for scope in model.scopes if scope.begun_by_event and not scope.plain_starts
    }
    for element in model.running:
        if local(element) != "callActivity":
            continue
        called = element.get("calledElement", "").strip()
        found = model.declared.get(plain_id(called))
        if not called:
            yield finding(ID, "complete", element, case="empty", attribute="calledElement", repair=_BY_PEOPLE)
        elif found is None:
            # It may stand in a file that comes later.
            attribute = "calledElement"
            yield finding(ID, "complete", element, attribute=attribute, repair=_BY_PEOPLE, called=called)
        elif local(found) not in GLOBAL_TASKS | {"process"}:
            yield finding(ID, "refused", element, case="kind", attribute="calledElement", called=called)
        elif plain_id(called) in begun_by_event:
            yield finding(ID, "refused", element, case="event", attribute="calledElement", called=called)
