"""SpiffWorkflow, and SpiffArena, which draws for it."""

from collections.abc import Callable, Mapping
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.messages import name_messages
from designer_export.dialects.spiff import events, flows, people, scripts, services, stores
from designer_export.dialects.spiff.reader import SPIFF
from designer_export.namespaces import local
from designer_export.support import ACTIVITIES, EVENTS

NAMESPACES: Final = (SPIFF,)


def carry(carrier: Carrier) -> None:
    """Carry over what SpiffArena writes."""
    flows.leave_out(carrier)
    events.payloads(carrier)
    stores.joined(carrier)
    for element in list(carrier.root.iter("*")):
        name = local(element)
        if name in ACTIVITIES | EVENTS:
            people.instructions(carrier, element)
        if name in ACTIVITIES:
            scripts.around(carrier, element)
        act = _ACTS.get(name)
        if act is not None:
            act(carrier, element)
    name_messages(carrier, ("message", "signal"))


_ACTS: Final[Mapping[str, Callable[[Carrier, etree._Element], None]]] = {
    "userTask": people.step,
    "manualTask": people.step,
    "serviceTask": services.service_task,
    "businessRuleTask": services.business_rule,
    "callActivity": services.call_activity,
}
