"""jBPM and Kogito: Drools' attributes, tasks that say all in data inputs, scripts in Java and MVEL."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.keeping import keep_attributes, keep_whole
from designer_export.dialects.kie import people, scripts, services
from designer_export.dialects.kie.scripts import DROOLS
from designer_export.namespaces import bpmn, local
from designer_export.support import ACTIVITIES

NAMESPACES: Final = (DROOLS,)

_BOOKKEEPING: Final = frozenset({"packageName", "version", "selectable", "dtype"})
_META: Final = f"{{{DROOLS}}}metaData"
_NAMES: Final = frozenset({"elementname"})
_SWITCHES: Final = frozenset({"customAutoStart", "customAsync"})


def carry(carrier: Carrier) -> None:
    """Carry over what jBPM writes."""
    keep_attributes(carrier, DROOLS, _BOOKKEEPING)
    for element in list(carrier.root.iter("*")):
        name = local(element)
        act = _ACTS.get(name)
        if act is not None:
            act(carrier, element)
        if name in ACTIVITIES:
            scripts.around(carrier, element)
        _meta(carrier, element)


def _meta(carrier: Carrier, host: etree._Element) -> None:
    """Keep the name said once more, and switches that are off; any other entry is named."""
    for item in host.iterfind(f"{bpmn('extensionElements')}/{_META}"):
        value = "".join(map(str, item.itertext())).strip()
        key = item.get("name", "")
        off = key in _SWITCHES and value != "true"
        if off or not value or (key in _NAMES and value == (host.get("name") or "").strip()):
            keep_whole(carrier, item, DROOLS)


_ACTS: Final[Mapping[str, Callable[[Carrier, etree._Element], None]]] = {
    "userTask": people.user_task,
    "task": services.work_item,
    "serviceTask": services.work_item,
    "businessRuleTask": services.rules,
    "script": scripts.standing,
    "conditionExpression": scripts.standing,
}
