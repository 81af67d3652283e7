"""What another tool wrote is carried over, but does not do quite the same here."""

from collections.abc import Iterator
from typing import Any

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "carried-otherwise"


def check(model: Model) -> Iterator[Finding]:
    """Tell what became different on the way."""
    for note in model.carried.notes:
        params: dict[str, Any] = note.params
        yield finding(ID, "changed", note.node, case=note.case, attribute=note.attribute, **params)
