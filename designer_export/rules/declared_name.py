"""What is declared beside the processes has a name of its own, and somebody means it."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from designer_export.fates import named_by
from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.support import NAMED

ID = "declared-name"

_CODES: Final = {"error": "errorCode", "escalation": "escalationCode"}


def check(model: Model) -> Iterator[Finding]:
    """Advise to name what is declared, each otherwise, and to remove what nobody means."""
    declared = [element for element in model.declared.values() if local(element) in NAMED]
    times = Counter((local(element), element.get("name", "").strip()) for element in declared)
    meant = named_by(model.elements)
    for element in declared:
        kind, name = local(element), element.get("name", "").strip()
        if element.get("id", "") not in meant:
            yield finding(ID, "advice", element, case="idle", kind=kind)
        if not name and not element.get(_CODES.get(kind, "name"), "").strip():
            yield finding(ID, "advice", element, case="nameless", kind=kind)
        elif name and times[kind, name] > 1:
            yield finding(ID, "advice", element, case="shared", kind=kind)
