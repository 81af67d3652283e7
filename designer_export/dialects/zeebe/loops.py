"""Multi-instance: the collection that goes in, and the one that comes out."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.repeating import repeat_over
from designer_export.dialects.words import variable
from designer_export.dialects.zeebe.reader import one, value


def multi_instance(carrier: Carrier, loop: etree._Element) -> None:
    """Let an activity be repeated over its input collection."""
    said = one(carrier, loop, "loopCharacteristics")
    if said is None or not (said.get("inputCollection") or "").strip():
        return
    source = value(carrier, said.get("inputCollection", ""), said)
    if source is None:
        return
    target, element = variable(said.get("outputCollection")), (said.get("outputElement") or "").strip()
    made = value(carrier, element, said) if target and element else None
    item = variable(said.get("inputElement"))
    repeat_over(carrier, loop, source, item, (target, made) if target and made else None)
