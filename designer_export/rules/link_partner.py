"""A link leads from its throwing events to one catching event of the same level (BPMN 2.0.2, 10.5.6)."""

from collections.abc import Iterator

from designer_export.drawings import weight
from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.scopes import Scope

ID = "link-partner"


def check(model: Model) -> Iterator[Finding]:
    """Refuse links without a target, with several, or without a source; a drawing may leave out the name."""
    for scope in model.scopes:
        yield from _joined(scope)
        for link, (sources, targets) in scope.links.items():
            places = [scope.nodes[name] for name in (*sources, *targets)]
            if not link:
                level = weight(places[0]) if sources and targets else "refused"
                repair = Repair("name-link", automatic=True) if level == "complete" else None
                for node in places:
                    yield finding(ID, level, node, case="unnamed", repair=repair)
            elif not sources:
                yield finding(ID, "refused", places[0], case="source", link=link)
            elif len(targets) != 1:
                yield finding(ID, "refused", places[0], link=link, found=len(targets))


def _joined(scope: Scope) -> Iterator[Finding]:
    """A link takes the place of a flow: none leaves its throwing end, none leads to its catching one."""
    for name, node in scope.nodes.items():
        if "link" not in scope.kinds(name):
            continue
        if local(node) == "intermediateThrowEvent" and scope.outgoing.get(name):
            yield finding(ID, "refused", node, case="leaving", path=(scope.outgoing[name][0].id,))
        if local(node) == "intermediateCatchEvent" and scope.incoming.get(name):
            yield finding(ID, "refused", node, case="entering", path=(scope.incoming[name][0].id,))
