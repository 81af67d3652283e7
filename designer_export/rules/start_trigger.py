"""A start event waits for something at a process or in an event sub-process only (BPMN 2.0.2, 10.5.2)."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_event_sub, is_triggered, kind_of
from designer_export.scopes import Scope
from designer_export.timers import is_literal, is_timer_text

ID = "start-trigger"


def check(model: Model) -> Iterator[Finding]:
    """Refuse triggers in sub-processes, which begin with their flow; ask for ones that need no data."""
    for scope in model.scopes:
        if is_event_sub(scope.element):
            continue
        if local(scope.element) == "process":
            yield from _without_data(scope)
            continue
        for name in scope.starts:
            if is_triggered(scope.nodes[name]):
                yield finding(ID, "refused", scope.nodes[name])


def _without_data(scope: Scope) -> Iterator[Finding]:
    """Before a process begins there are no variables that an expression could look at."""
    for name in scope.begun_by_event:
        looking = [item for item in scope.events.get(name, ()) if _looks_at_data(item)]
        if looking:
            waits = all(kind_of(item) == "conditional" for item in looking)
            repair = Repair("await-signal" if waits else "set-timer", automatic=waits)
            yield finding(ID, "complete", scope.nodes[name], case="data", repair=repair)


def _looks_at_data(definition: etree._Element) -> bool:
    if kind_of(definition) == "conditional":
        return True
    texts = [(part.text or "").strip() for part in definition if is_timer_text(local(part))]
    return any(text and not is_literal(text) for text in texts)
