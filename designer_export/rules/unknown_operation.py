"""A service task calls an operation that somebody registered; so does a script that is nothing but a name."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import named_operation, owner
from designer_export.model import Model
from designer_export.native import BUILT_IN

ID = "unknown-operation"


def check(model: Model) -> Iterator[Finding]:
    """Refuse calls of operations that the program does not have; nothing is said where that is not known."""
    if model.known_operations is None:
        return
    for name, call in model.operations.items():
        is_known = call.name in BUILT_IN or call.name in model.known_operations
        if name in model.by_id and not is_known:
            yield finding(ID, "refused", model.by_id[name][0], operation=call.name)
    for element in model.running:
        named = named_operation(element)
        if named and named not in model.known_operations:
            yield finding(ID, "refused", owner(element), case="script", operation=named)
