"""One start event per level: which one would the hall use?"""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.nodes import is_event_sub

ID = "several-starts"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a single start where a level has several without a trigger of their own."""
    for scope in model.scopes:
        plain = [] if is_event_sub(scope.element) else scope.plain_starts
        if len(plain) > 1:
            repair = Repair("join-starts", automatic=True)
            starts = ", ".join(plain)
            yield finding(ID, "complete", scope.element, repair=repair, path=tuple(plain), starts=starts)
