"""Reads SpiffWorkflow's namespace: elements whose text is a name, a number or Python."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier

SPIFF: Final = "http://spiffworkflow.org/bpmn/schema/1.0/core"


def spiff(name: str) -> str:
    """Give the qualified name of one of SpiffWorkflow's elements."""
    return f"{{{SPIFF}}}{name}"


def text_of(carrier: Carrier, host: etree._Element, name: str) -> str:
    """Read the text of an extension; it counts as carried. The empty text if there is none."""
    found = [(item.text or "").strip("\n") for item in carrier.items(host, spiff(name))]
    return next((text for text in found if text.strip()), "")
