"""Our extension elements are written as `schema/tongban.xsd` says, and stand where they have an effect."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Final

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import TONGBAN, local, namespace, tb
from designer_export.native import CALLING
from designer_export.support import ACTIVITIES, EVENTS

ID = "native-schema"

_HOSTS: Final = {
    tb("step"): frozenset({"userTask", "manualTask", "globalUserTask", "globalManualTask"}),
    tb("operation"): frozenset(CALLING),
    tb("script"): ACTIVITIES | EVENTS,
    tb("decision"): frozenset({"businessRuleTask", "globalBusinessRuleTask"}),
    tb("copy"): frozenset({"endEvent"}),
    tb("mapping"): EVENTS | {"callActivity", "sendTask", "receiveTask"},
}


def check(model: Model) -> Iterator[Finding]:
    """Refuse elements of our namespace that the schema does not allow; tell where one has no effect."""
    for element in model.elements:
        if local(element) != "extensionElements":
            continue
        host = element.getparent()
        for child in element:
            if namespace(child) == TONGBAN and host is not None:
                yield from _check(child, local(host))


def _check(child: etree._Element, host: str) -> Iterator[Finding]:
    try:
        _schema().assertValid(child)
    except etree.DocumentInvalid as problem:
        yield finding(ID, "refused", child, kind=child.tag, reason=str(problem))
        return
    if host not in _HOSTS[child.tag]:
        yield finding(ID, "changed", child, case="place", kind=etree.QName(child).localname, host=host)


@cache
def _schema() -> etree.XMLSchema:
    source = files("designer_export") / "schema" / "tongban.xsd"
    return etree.XMLSchema(etree.fromstring(source.read_bytes()))
