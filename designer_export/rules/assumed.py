"""What a repair has assumed, because the diagram did not say it, stands to be looked at."""

from collections.abc import Iterator
from typing import Final

from designer_export.drawings import ASSUMED
from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import tb

ID = "assumed"

_CASES: Final = frozenset({
    "add-handler", "await-signal", "connect", "fill-level", "join-starts", "label-outcomes", "make-user-step",
    "pass-through", "repeat-once", "set-condition", "set-timer",
})  # fmt: skip


def check(model: Model) -> Iterator[Finding]:
    """Tell each assumption on its element; taking the mark away says that it is right."""
    for element in model.running:
        said = element.get(ASSUMED)
        if said is not None:
            case = said if said in _CASES else None
            yield finding(
                ID, "changed", element, case=case, attribute=ASSUMED, was=element.get(tb("was")) or ""
            )
