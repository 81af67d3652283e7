"""A sequence flow has a source and a target, both flow nodes (BPMN 2.0.2, 8.4.13)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Level, finding
from designer_export.model import Model
from designer_export.scopes import Scope

ID = "flow-leads-nowhere"


def check(model: Model) -> Iterator[Finding]:
    """Refuse flows that begin or end at nothing, at no flow node, or beyond the border of their level."""
    homes = {name: scope for scope in model.all_scopes for name in scope.nodes}
    for scope in model.all_scopes:
        for flow in scope.flows:
            for attribute, name in (("sourceRef", flow.source), ("targetRef", flow.target)):
                case = _fault(name, scope, homes, model)
                if case:
                    # Tools that draw leave an end open where nothing is to run.
                    open_end = case == "empty" and scope.element in model.drawn
                    level: Level = "advice" if open_end else "refused"
                    yield finding(ID, level, flow.element, case=case, attribute=attribute, target=name)


def _fault(name: str, scope: Scope, homes: dict[str, Scope], model: Model) -> str | None:
    if not name:
        return "empty"
    if name in scope.nodes:
        return None
    if name in homes:
        return "border"
    return "no_node" if name in model.by_id else None
