"""Foreign elements and attributes: what other namespaces put into a diagram, and which of it we read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from lxml import etree

from designer_export.namespaces import MODEL, TONGBAN, XML, XSI, local, namespace, tb

_OWN: Final = frozenset({"", MODEL, XSI, XML})
_OURS: Final = frozenset(
    {tb(name) for name in ("dialect", "drawing", "drawn", "assumed", "was", "original", "language")}
)
"""Our own attributes on elements of the model, as the schema has them."""


@dataclass(frozen=True, slots=True)
class Foreign:
    """One foreign element (``attribute`` None) or attribute; ``name`` is its qualified name.

    ``kept`` tells of one that is mapped that it only serves its own tool: it stays where it stands.
    """

    node: etree._Element
    name: str
    attribute: str | None
    mapped: bool
    kept: bool = False


def foreign(elements: Iterable[etree._Element]) -> Iterator[Foreign]:
    """Yield every foreign element within extensionElements and every foreign attribute of BPMN elements."""
    for element in elements:
        for attribute in map(str, element.attrib):
            space = attribute[1:].partition("}")[0] if attribute.startswith("{") else ""
            if space not in _OWN:
                yield Foreign(element, attribute, attribute, mapped=attribute in _OURS)
        if local(element) == "extensionElements":
            for item in element.iterdescendants("*"):
                if namespace(item) != MODEL:
                    yield Foreign(item, str(item.tag), None, mapped=namespace(item) == TONGBAN)
