"""Extensions of other tools that we do not read are named, one by one."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "extension-not-carried"


def check(model: Model) -> Iterator[Finding]:
    """Name every foreign element and attribute that is not carried over."""
    for item in model.carried.foreign:
        if not item.mapped:
            case = "attribute" if item.attribute else None
            yield finding(ID, "changed", item.node, case=case, attribute=item.attribute, kind=item.name)
