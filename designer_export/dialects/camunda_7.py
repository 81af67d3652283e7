"""Camunda 7, and Operaton and CIB seven, which write the same."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.family import carry_family

CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
NAMESPACES: Final = (CAMUNDA, "http://operaton.org/schema/1.0/bpmn", "http://cibseven.org/schema/1.0/bpmn")


def carry(carrier: Carrier) -> None:
    """Carry over what Camunda 7 writes, in whichever of the three namespaces."""
    used = {uri for element in carrier.root.iter("*") for uri in element.nsmap.values()}
    for namespace in NAMESPACES:
        if namespace in used:
            carry_family(carrier, namespace)
