"""Scripts before and after an activity."""

from textwrap import dedent

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.spiff.reader import spiff, text_of
from designer_export.namespaces import bpmn


def around(carrier: Carrier, activity: etree._Element) -> None:
    """Carry over the scripts around an activity.

    Those of a repeated one are run once for the whole, unless it says otherwise.
    """
    loop = activity.find(bpmn("multiInstanceLoopCharacteristics"))
    each = loop is not None and carrier.attribute(loop, spiff("scriptsOnInstances")) == "true"
    for name, when in (("preScript", "before"), ("postScript", "after")):
        said = text_of(carrier, activity, name)
        if said.strip():
            carrier.script(activity, when, dedent(said), each=each)
