"""Write a diagram down again: ours, where anything was said in our words, else the upload byte for byte."""

from collections.abc import Mapping
from typing import Final

from lxml import etree

from bpmn_models.bundle import PROCESS, Bundle, make
from designer_export.dialect import ORIGIN
from designer_export.dialects import Carried, carry
from designer_export.namespaces import TONGBAN
from designer_export.reading import Diagram, read

ORIGINAL: Final = "original.bpmn"
"""The diagram as it was uploaded, beside ours in a bundle."""


def write(carried: Carried) -> bytes:
    """Give a diagram as bytes; what draws it stays as it was."""
    if not carried.changed:
        return carried.diagram.data
    return as_bytes(carried.diagram)


def as_bytes(diagram: Diagram) -> bytes:
    """Give a diagram that something of ours was written into, with the name of the dialect it came in.

    Prefixes stay; ours is declared at the top.
    """
    root = diagram.root
    root.set(ORIGIN, diagram.dialect.name)
    spaces = {item for element in root.iter("*") for item in element.nsmap.items()}
    prefixes = [prefix for prefix, space in spaces if prefix and space != TONGBAN]
    etree.cleanup_namespaces(root, top_nsmap={"tb": TONGBAN}, keep_ns_prefixes=prefixes)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def in_our_words(bundle: Bundle) -> Bundle:
    """Let a bundle hold our diagram, and the upload beside it if that is another tool's.

    An upload that is kept already stays the one.

    Raises
    ------
    Unreadable
        As `designer_export.reading.read`.
    """
    others = {name: content for name, content in bundle.files.items() if name not in (PROCESS, ORIGINAL)}
    carried = carry(read(bundle.process), others)
    if not carried.changed:
        return bundle
    files: Mapping[str, bytes] = {ORIGINAL: bundle.process, **bundle.files, PROCESS: write(carried)}
    return make(files)
