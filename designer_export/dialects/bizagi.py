"""Bizagi Modeler: drawings for people; its extensions are lists of properties, colours as a rule."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import extensions, keep_elements, says_nothing

BIZAGI: Final = "http://www.bizagi.com/bpmn20"
NAMESPACES: Final = (BIZAGI,)

_HOLDERS: Final = frozenset({"BizagiExtensions", "BizagiProperties"})
_DRAWN: Final = frozenset({"bgColor", "borderColor", "textColor", "isMainParticipant", "id", "guid"})


def carry(carrier: Carrier) -> None:
    """Keep what is drawn and what says nothing; any other property is named."""
    keep_elements(carrier, BIZAGI, _HOLDERS)
    for item in extensions(carrier, BIZAGI):
        name = item.get("name")
        if name is not None and (name in _DRAWN or says_nothing(item.get("value"))):
            carrier.keep(item)
