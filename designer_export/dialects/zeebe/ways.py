"""Ways out of gateways: conditions are FEEL, also without their mark; a single bare way is the default."""

from lxml import etree

from designer_export.dialects.carrier import LANGUAGE, Carrier
from designer_export.namespaces import bpmn
from expressions.translation import Untranslatable, translate


def condition(carrier: Carrier, node: etree._Element) -> None:
    """Say a condition that lacks the mark of FEEL; the others are translated with all expressions."""
    text = (node.text or "").strip()
    if not text or text.startswith("=") or node.get(LANGUAGE) or node.get("language"):
        return
    try:
        source = translate(text, "feel", kind="condition").source
    except Untranslatable:
        return
    carrier.rewrite(node, source, text, "feel")


def make_default(carrier: Carrier, gateway: etree._Element) -> None:
    """Let the only way without a condition be the default."""
    level = gateway.getparent()
    if gateway.get("default") or level is None:
        return
    flows = level.iterchildren(bpmn("sequenceFlow"))
    ways = [flow for flow in flows if flow.get("sourceRef") == gateway.get("id")]
    bare = [flow for flow in ways if not (flow.findtext(bpmn("conditionExpression")) or "").strip()]
    if len(ways) > 1 and len(bare) == 1 and bare[0].get("id"):
        carrier.set(gateway, default=bare[0].get("id", ""))
        carrier.note("default_made", gateway, "default", flow=bare[0].get("id", ""))
