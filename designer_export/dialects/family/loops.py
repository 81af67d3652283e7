"""Multi-instance: the collection, and the variable of its items."""

import re
from typing import Final

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.dialects.repeating import repeat_over
from designer_export.dialects.words import is_expression, variable
from designer_export.namespaces import bpmn

_NAME: Final = re.compile(r"(?:[$#]\{\s*)?([A-Za-z_]\w*)(?:\s*\})?")


def multi_instance(reader: Reader, loop: etree._Element) -> None:
    """Let an activity be repeated over what its collection holds."""
    said, host = reader.peek(loop, "collection"), loop.getparent()
    if not said or host is None or loop.find(bpmn("loopCardinality")) is not None:
        return
    reader.get(loop, "collection")
    simple = _NAME.fullmatch(said)
    source = simple[1] if simple else _source(reader, loop, said)
    if source is not None:
        item = variable(reader.get(loop, "elementVariable"))
        repeat_over(reader.carrier, loop, source, item)


def _source(reader: Reader, loop: etree._Element, said: str) -> str | None:
    return reader.value(said, loop, "collection") if is_expression(said) else None
