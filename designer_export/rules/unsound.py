"""From every state the process can reach, it can end (soundness)."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "unsound"


def check(model: Model) -> Iterator[Finding]:
    """Advise where tokens can get stuck, pile up or run for ever, with a way that leads there."""
    for fault in model.soundness.faults:
        yield finding(ID, "advice", fault.node, case=fault.code, path=fault.path)
