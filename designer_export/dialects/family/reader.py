"""Reads one namespace of a diagram: that of Camunda 7, Operaton, Flowable or Activiti."""

from collections.abc import Iterator

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import is_expression, literal
from designer_export.namespaces import bpmn


class Reader:
    """A carrier with the namespace that is read.

    Attributes
    ----------
    initiators
        Names of variables that hold who started an instance.
    """

    def __init__(self, carrier: Carrier, namespace: str, initiators: frozenset[str] = frozenset()) -> None:
        self.carrier = carrier
        self.namespace = namespace
        self.initiators = initiators

    def tag(self, name: str) -> str:
        """Give the qualified name of something of this namespace."""
        return f"{{{self.namespace}}}{name}"

    def get(self, node: etree._Element, name: str) -> str | None:
        """Read an attribute; None if it is missing or blank."""
        return self.carrier.attribute(node, self.tag(name))

    def peek(self, node: etree._Element, name: str) -> str:
        """Look at an attribute without counting it as carried."""
        return node.get(self.tag(name), "").strip()

    def items(self, host: etree._Element, name: str) -> Iterator[etree._Element]:
        """Read the extension elements of an element that have a name; each counts as carried."""
        return self.carrier.items(host, self.tag(name))

    def found(self, host: etree._Element, name: str) -> list[etree._Element]:
        """Look at such extension elements without counting them as carried."""
        return host.findall(f"{bpmn('extensionElements')}/{self.tag(name)}")

    def value(self, text: str, node: etree._Element, attribute: str | None = None) -> str | None:
        """Say a text as an expression of ours: a literal, or what an expression means; None if that fails."""
        if not is_expression(text):
            return literal(text)
        return self.carrier.said(text, "juel", node, self.tag(attribute) if attribute else None, "text")
