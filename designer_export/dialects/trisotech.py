"""Trisotech: what its editors know of a diagram, and which of them may change what."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import keep_attributes, keep_elements

DRAWN: Final = "http://www.trisotech.com/2014/triso/bpmn"
MODELING: Final = "http://www.trisotech.com/2015/triso/modeling"
NAMESPACES: Final = (DRAWN, MODELING)

_DRAWN: Final = frozenset({"logoChoice", "diagramWidth", "diagramHeight", "isInterrupting"})
_EDITING: Final = frozenset({
    "readOnly", "hidden", "defaultBounds", "labelPosition", "translationLanguages", "linkedTermsId",
    "defaultName", "unparsed",
})  # fmt: skip
_LINKS: Final = frozenset({"copyOfLink", "reuseLink", "graphRelations", "graphObjects"})


def carry(carrier: Carrier) -> None:
    """Keep what its editors alone use; types, bindings of data and projects are named."""
    keep_attributes(carrier, DRAWN, _DRAWN)
    keep_attributes(carrier, MODELING, _EDITING)
    keep_elements(carrier, MODELING, _LINKS, whole=True)
