"""A link leads from its throwing events to one catching event of the same level (BPMN 2.0.2, 10.5.6)."""

from collections.abc import Iterator

from designer_export.drawings import weight
from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model

ID = "link-partner"


def check(model: Model) -> Iterator[Finding]:
    """Refuse links without a target, with several, or without a source; a drawing may leave out the name."""
    for scope in model.scopes:
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
