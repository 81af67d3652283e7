"""Extensions of other tools that we do not read are named, one by one."""

from collections.abc import Iterator
from typing import Final

from designer_export.extensions import Foreign
from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import short_name

ID = "extension-not-carried"

_KEYS: Final = ("metaKey", "name")
"""What Signavio, Bizagi, ADONIS and jBPM call the entries of their lists by."""


def check(model: Model) -> Iterator[Finding]:
    """Name every foreign element and attribute that is not carried over."""
    for item in model.carried.foreign:
        if not item.mapped:
            case = "attribute" if item.attribute else None
            yield finding(ID, "changed", item.node, case=case, attribute=item.attribute, kind=_kind(item))


def _kind(item: Foreign) -> str:
    """Give its name, and the key of an entry whose name says only that it is one."""
    key = None if item.attribute else next(filter(None, map(item.node.get, _KEYS)), None)
    kind = short_name(item.node, item.name)
    return f"{kind} ({key})" if key else kind
