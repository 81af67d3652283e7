"""What catches says what it waits for (BPMN 2.0.2, 10.5.4)."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, Repair, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_triggered
from designer_export.scopes import Scope

ID = "event-without-trigger"


def check(model: Model) -> Iterator[Finding]:
    """Ask what intermediate catching and boundary events wait for, and for the text of a condition."""
    for scope in model.scopes:
        for node in scope.nodes.values():
            if local(node) in ("intermediateCatchEvent", "boundaryEvent") and not is_triggered(node):
                yield finding(ID, "complete", node, repair=_trigger_for(scope, node))
    for element in model.running:
        waits = local(element) == "conditionalEventDefinition" and model.fate(element) == "executed"
        if waits and not (element.findtext(bpmn("condition")) or "").strip():
            repair = Repair("set-condition", automatic=True)
            yield finding(ID, "complete", owner(element), case="condition", repair=repair)


def _trigger_for(scope: Scope, node: etree._Element) -> Repair:
    """What nothing begins, goes on at once; at a border or in a race it waits for somebody's word."""
    sources = [scope.nodes[flow.source] for flow in scope.incoming.get(node.get("id", ""), ())]
    waits = local(node) == "boundaryEvent" or any(local(item) == "eventBasedGateway" for item in sources)
    return Repair("await-signal" if waits else "pass-through", automatic=True)
