"""What stands within texts and extensions, and nobody reads there, is named."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import MODEL, TONGBAN, XML, XSI, local, namespace, short_name
from designer_export.words_of_tools import ATTRIBUTES

ID = "unread-content"

_TEXTS: Final = frozenset({"documentation", "text", "script", "conditionExpression"})
_MARKUP: Final = "http://www.w3.org/1999/xhtml"
"""Documentation may be formatted."""


def check(model: Model) -> Iterator[Finding]:
    """Advise of elements in texts, of those with BPMN's name in extensions, and of unknown attributes."""
    read = frozenset(item.node for item in model.carried.foreign if item.mapped and item.attribute is None)
    uploaded = frozenset(item.node for item in model.carried.foreign)
    for element in model.carried.elements:
        if local(element) in _TEXTS:
            for item in element.iterdescendants("*"):
                if namespace(item) != _MARKUP and not local(item):
                    yield finding(ID, "advice", item, case="text", kind=short_name(item, str(item.tag)))
        elif local(element) == "extensionElements":
            for item in element.iterdescendants("*"):
                if local(item):
                    yield finding(ID, "advice", item, kind=short_name(item, str(item.tag)))
                if item in uploaded or local(item):
                    yield from _attributes(item, item in read)


def _attributes(item: etree._Element, is_read: bool) -> Iterator[Finding]:
    """Of what is not read at all, the rule `extension-not-carried` speaks; here of what joins it."""
    # Our own words keep to a schema: the rule `native-schema` speaks of them.
    theirs = is_read and namespace(item) != TONGBAN
    known = ATTRIBUTES.get(etree.QName(item).localname) if theirs else None
    for name in map(str, item.attrib):
        space = name[1:].partition("}")[0] if name.startswith("{") else ""
        joined = space not in ("", XML, XSI, namespace(item)) or space == MODEL
        if joined or (known is not None and not space and name not in known):
            kind, host = short_name(item, name), short_name(item, str(item.tag))
            yield finding(ID, "advice", item, case="attribute", attribute=name, kind=kind, host=host)
