"""Process Modeler of itp commerce: who drew what when, and on which sheet."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import keep_attributes

ITP: Final = "http://www.itp-commerce.com/BPMN2.0"
NAMESPACES: Final = (ITP,)

_BOOKKEEPING: Final = frozenset({
    "author", "conformanceSubClass", "createdWithVersion", "creationDate", "modificationDate", "version",
    "isCollapsed", "logicalSheetId",
})  # fmt: skip


def carry(carrier: Carrier) -> None:
    """Keep its bookkeeping; what its modellers define themselves is named."""
    keep_attributes(carrier, ITP, _BOOKKEEPING)
