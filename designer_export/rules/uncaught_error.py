"""An error that an end event throws should be caught by something around it (BPMN 2.0.2, 10.5.7)."""

from collections.abc import Iterator

from designer_export.catching import Catchers
from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import kind_of

ID = "uncaught-error"


def check(model: Model) -> Iterator[Finding]:
    """Advise where an error reaches the edge of its process, and of what calls it: it becomes an incident."""
    catchers = Catchers(model)
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            for definition in scope.events.get(name, ()) if local(node) == "endEvent" else ():
                if kind_of(definition) == "error" and not catchers.catch(scope, definition):
                    yield finding(ID, "advice", node, error=catchers.code(definition))
