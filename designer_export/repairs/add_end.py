"""Draw the end event that a level lacks, or that a gateway without a way on should lead to."""

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_beside
from designer_export.repairs.sheet import Sheet, nodes_of
from designer_export.scopes import LEVELS, Scope

ID = "add-end"
ORDER = 46

_WAITING = "eventBasedGateway"
"""Behind it something must be waited for; an end is nothing of that kind."""


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Draw an end behind a gateway, or one behind everything in a level that leads no further."""
    if local(node) not in LEVELS:
        return not sheet.outgoing(node) and _end(sheet, [node])
    scope = sheet.scope(node)
    nodes = scope.nodes.items()
    loose = [item for name, item in nodes if not _leads_on(scope, name) and local(item) != _WAITING]
    if any(local(item) == "endEvent" for item in nodes_of(node)) or not loose:
        return False
    return _end(sheet, loose)


def _end(sheet: Sheet, loose: list[etree._Element]) -> bool:
    last = loose[-1]
    end = sheet.draw(sheet.level(last), "endEvent", "end", "结束")
    sheet.plane.put(end, last.get("id", ""), side=1)
    sheet.share_lane(end, last)
    for item in loose:
        sheet.join(item, end)
    return True


def _leads_on(scope: Scope, name: str) -> bool:
    beside = is_beside(scope.nodes[name]) or "compensate" in scope.kinds(name)
    return bool(scope.outgoing.get(name)) or "link" in scope.kinds(name) or beside
