"""Read a diagram from bytes: any encoding, no DOCTYPE, limits on bytes, depth and elements (decision 9)."""

import codecs
import io
import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from lxml import etree

from designer_export.decoding import decode
from designer_export.dialect import Dialect, dialect_of
from designer_export.errors import Unreadable
from designer_export.namespaces import MODEL, line_of

MAX_BYTES: Final = 10 * 1024 * 1024
MAX_DEPTH: Final = 200
MAX_ELEMENTS: Final = 200_000
MAX_ATTRIBUTES: Final = 500
"""Of one element: looking for one of them takes a look at all."""
MAX_NAMESPACES: Final = 500
"""Different ones: some tools declare the same few on thousands of elements."""

_DECLARATION = re.compile(r"\s*<\?xml\s[^>]*\?>")
_PROLOG = re.compile(r"\s+|<!--.*?-->|<\?.*?\?>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram as it was read; never changed.

    Attributes
    ----------
    data, sha256
        The upload, byte for byte, and its digest in hex.
    root
        ``bpmn:definitions``; line numbers are those of the upload.
    encoding, declared
        What the text was read in, and what the file says (lower case, None if nothing).
    dialect
        The tool it comes from.
    size
        Number of XML elements.
    """

    data: bytes
    root: etree._Element
    encoding: str
    declared: str | None
    dialect: Dialect
    sha256: str
    size: int

    @property
    def is_plain(self) -> bool:
        """Whether any XML reader reads the bytes as we do: it believes what the file says of its encoding."""
        says_so = self.encoding == "utf-8" and self.declared in (None, "utf-8", "utf8")
        return says_so and self.data.removeprefix(codecs.BOM_UTF8).startswith(b"<")


def read(data: bytes) -> Diagram:
    """Read a diagram.

    Raises
    ------
    Unreadable
        With a code of `designer_export.errors` and, where known, the line; ``params["limit"]`` has the limit.
    """
    if len(data) > MAX_BYTES:
        raise Unreadable("too_big", limit=MAX_BYTES, bytes=len(data))
    if not data.strip(b" \t\r\n\0"):
        raise Unreadable("empty")
    text, encoding, declared = decode(data)
    root, size = _parse(_without_declaration(text))
    if root.tag != f"{{{MODEL}}}definitions":
        raise Unreadable("not_bpmn", line=line_of(root), root=etree.QName(root).text)
    return Diagram(data, root, encoding, declared, dialect_of(root), sha256(data).hexdigest(), size)


def _without_declaration(text: str) -> str:
    """Drop the XML declaration, whose encoding no longer holds, but keep the count of lines."""
    match = _DECLARATION.match(text)
    if match:
        text = "\n" * match[0].count("\n") + text[match.end() :]
    _refuse_doctype(text)
    return text


def _refuse_doctype(text: str) -> None:
    """Look at what stands before the root element; entities can only be declared there."""
    position = 0
    while match := _PROLOG.match(text, position):
        position = match.end()
    start = text[position : position + 9]
    if start.upper() == "<!DOCTYPE":
        raise Unreadable("doctype", line=text.count("\n", 0, position) + 1)
    if not start.startswith("<"):
        raise Unreadable("not_xml", line=text.count("\n", 0, position) + 1)


def _parse(text: str) -> tuple[etree._Element, int]:
    events = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "surrogatepass")),
        events=("start", "end", "start-ns"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    try:
        size = _count(events)
    except etree.XMLSyntaxError as exc:
        deep = "Excessive depth" in str(exc)
        if deep:
            raise Unreadable("too_deep", line=exc.lineno, limit=MAX_DEPTH) from exc
        raise Unreadable("not_well_formed", line=exc.lineno, reason=exc.msg or "") from exc
    return events.root, size


def _count(events: etree.iterparse) -> int:  # type: ignore[type-arg]
    depth = size = 0
    namespaces: set[tuple[str, str]] = set()
    for event, element in events:
        if event == "start-ns":
            namespaces.add(element)
            if len(namespaces) > MAX_NAMESPACES:
                raise Unreadable("too_many_namespaces", limit=MAX_NAMESPACES)
            continue
        if event == "end":
            depth -= 1
            continue
        depth += 1
        size += 1
        if depth > MAX_DEPTH:
            raise Unreadable("too_deep", line=line_of(element), limit=MAX_DEPTH)
        if size > MAX_ELEMENTS:
            raise Unreadable("too_many_elements", line=line_of(element), limit=MAX_ELEMENTS)
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise Unreadable("too_many_attributes", line=line_of(element), limit=MAX_ATTRIBUTES)
    return size
