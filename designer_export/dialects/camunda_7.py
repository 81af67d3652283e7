"""Camunda 7, and Operaton and CIB seven, which write the same."""

from typing import Final

from designer_export.dialects.activiti_family import Family
from designer_export.dialects.carrier import Carrier

CAMUNDA: Final = "http://camunda.org/schema/1.0/bpmn"
NAMESPACES: Final = (CAMUNDA,)


def carry(carrier: Carrier) -> None:
    """Carry over what Camunda 7 writes."""
    Family(carrier, CAMUNDA).carry()
