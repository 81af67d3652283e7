"""A link leads from its throwing events to one catching event of the same level (BPMN 2.0.2, 10.5.6)."""

from collections.abc import Iterator

from designer_export.drawings import weight
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.model import Model

ID = "link-partner"


def check(model: Model) -> Iterator[Finding]:
    """Refuse links without a target, with several, or without a source; a drawing may leave out the name."""
    for scope in model.scopes:
        for link, (sources, targets) in scope.links.items():
            places = [scope.nodes[name] for name in (*sources, *targets)]
            if not link:
                level = weight(places[0])
                for node in places:
                    yield finding(ID, level, node, case="unnamed", repair=_naming(sources, targets, level))
            elif not sources:
                yield finding(ID, "refused", places[0], case="source", link=link)
            elif len(targets) != 1:
                yield finding(ID, "refused", places[0], link=link, found=len(targets))


def _naming(sources: list[str], targets: list[str], level: Level) -> Repair | None:
    """Where several could be meant, the names of the events must tell; the repair looks at them."""
    return Repair("name-link", automatic=True) if level == "complete" and sources and targets else None
