"""Signavio: drawings for people; its extensions are colours, labels, and attributes that modellers define."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import extensions, keep_attributes, keep_elements, says_nothing

SIGNAVIO: Final = "http://www.signavio.com"
NAMESPACES: Final = (SIGNAVIO,)

_LAYOUT: Final = frozenset({"signavioLabel", "signavioStencil"})
_DRAWN: Final = frozenset(
    {"bgcolor", "bordercolor", "fontcolor", "messageposition", "isinterrupting", "startevent", "revisionid"}
)
"""Keys of what is drawn; ``isinterrupting`` and ``startevent`` say again what the start event itself does."""


def carry(carrier: Carrier) -> None:
    """Keep what is drawn and what says nothing; what a modeller has filled in is named."""
    keep_elements(carrier, SIGNAVIO, _LAYOUT)
    keep_attributes(carrier, SIGNAVIO, frozenset({"alignment"}))
    for item in extensions(carrier, SIGNAVIO):
        key = item.get("metaKey")
        if key is not None and (key in _DRAWN or says_nothing(item.get("metaValue"))):
            carrier.keep(item)
