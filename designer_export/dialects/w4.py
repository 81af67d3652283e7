"""W4 BPMN+: how it draws, and versions of its own."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import keep_attributes, keep_elements

MODEL: Final = "http://www.w4.eu/spec/BPMN/20110701/MODEL"
GRAPH: Final = "http://www.w4.eu/spec/BPMN/20110930/GRAPH"
NAMESPACES: Final = (MODEL, GRAPH)


def carry(carrier: Carrier) -> None:
    """Keep what is drawn; the names of services and kinds of resources are named."""
    keep_elements(carrier, GRAPH, frozenset({"graphStyle"}), whole=True)
    keep_attributes(carrier, MODEL, frozenset({"version"}))
