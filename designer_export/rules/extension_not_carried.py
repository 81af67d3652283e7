"""Extensions of other tools that we do not read are named, one by one."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import short_name

ID = "extension-not-carried"


def check(model: Model) -> Iterator[Finding]:
    """Name every foreign element and attribute that is not carried over."""
    for item in model.carried.foreign:
        if not item.mapped:
            case = "attribute" if item.attribute else None
            kind = short_name(item.node, item.name)
            yield finding(ID, "changed", item.node, case=case, attribute=item.attribute, kind=kind)
