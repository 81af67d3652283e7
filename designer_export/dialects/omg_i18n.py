"""Names in other languages, as several tools write them (OMG's non-normative extension): for reading only."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import keep_elements

I18N: Final = "http://www.omg.org/spec/BPMN/non-normative/extensions/i18n/1.0"
NAMESPACES: Final = (I18N,)


def carry(carrier: Carrier) -> None:
    """Keep translations; the diagram's own words are what is shown."""
    keep_elements(carrier, I18N, frozenset({"translation"}), whole=True)
