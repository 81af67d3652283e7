"""The number of repetitions stays within what one instance may hold."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.namespaces import local

ID = "cardinality"


MAXIMUM = 1000


def check(model: Model) -> Iterator[Finding]:
    """Refuse fixed numbers of repetitions that are no number, below zero, or beyond the limit."""
    for element in model.elements:
        if local(element) == "loopCardinality":
            text = (element.text or "").strip().replace("_", "")
            if text.lstrip("-").isdecimal() and not 0 <= int(text[:30]) <= MAXIMUM:
                yield finding(ID, "refused", owner(element), number=text, limit=MAXIMUM)
