"""A link leads from its throwing events to one catching event of the same level (BPMN 2.0.2, 10.5.6)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "link-partner"


def check(model: Model) -> Iterator[Finding]:
    """Refuse links without a name, without a target, with several, or without a source."""
    for scope in model.scopes:
        for link, (sources, targets) in scope.links.items():
            places = [scope.nodes[name] for name in (*sources, *targets)]
            if not link:
                for node in places:
                    yield finding(ID, "refused", node, case="unnamed")
            elif not sources:
                yield finding(ID, "refused", places[0], case="source", link=link)
            elif len(targets) != 1:
                yield finding(ID, "refused", places[0], link=link, found=len(targets))
