"""What a data store holds at first: a file of its name, which SpiffArena keeps beside the diagram."""

import json
from typing import Any, Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.namespaces import bpmn

MOST: Final = 10_000
"""Characters: an expression holds it, and must stay one that can be read."""


def first_held(carrier: Carrier, way: etree._Element, name: str) -> None:
    """Let an association read what stands in the file, as long as nobody has written the store."""
    file = f"{name}.json"
    if file not in carrier.files or way.find(bpmn("transformation")) is not None or not name.isidentifier():
        return
    content = _content(carrier.files[file])
    text = repr(content)
    if content is None or len(text) > MOST:
        carrier.note("contents_left", way, file=file)
        return
    carrier.put(way, "transformation", ("assignment",)).text = f"{name} if {name} is not None else {text}"
    carrier.note("contents", way, file=file, store=name)


def _content(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
