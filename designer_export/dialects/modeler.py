"""Camunda's Modeler: which engine a diagram is meant for, which tells its dialect and nothing more."""

from typing import Final

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import keep_attributes

MODELER: Final = "http://camunda.org/schema/modeler/1.0"
NAMESPACES: Final = (MODELER,)


def carry(carrier: Carrier) -> None:
    """Keep the engine and its version."""
    keep_attributes(carrier, MODELER, frozenset({"executionPlatform", "executionPlatformVersion"}))
