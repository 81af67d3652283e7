"""A service runs one process; a file with several does not say which."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "several-processes"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a choice where several processes of a file have something in them."""
    filled = [scope.element for scope in model.scopes if scope.element in model.processes and scope.nodes]
    if len(filled) > 1:
        names = [str(process.get("name") or process.get("id")) for process in filled]
        yield finding(ID, "complete", filled[1], number=len(filled), processes="、".join(names))
