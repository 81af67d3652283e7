"""XML from bytes, safely."""

from lxml import etree

from engine.execution.errors import Finding, NotExecutable


def read_tree(xml: bytes) -> etree._Element:
    """Root of the XML, read without entities, network or DOCTYPE.

    Raises
    ------
    NotExecutable
        ``unreadable`` or ``doctype``.
    """
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(xml, reader)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise NotExecutable([Finding("unreadable", None, {"reason": str(exc)})]) from exc
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise NotExecutable([Finding("doctype")])
    return root
