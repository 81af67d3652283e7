"""What can end a level from beside or from outside: then no state in it is a dead end for certain."""

from collections.abc import Sequence

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import flag, is_event_sub
from designer_export.scopes import Scope
from designer_export.soundness.net import EMPTYING, interrupts


class Endings:
    """The levels of a file, each of which may be ended by the one around it."""

    def __init__(self, scopes: Sequence[Scope]) -> None:
        self._levels = {scope.element: scope for scope in scopes}

    def can_end(self, scope: Scope) -> bool:
        """Tell whether an event sub-process, an event at the border or an end further out may end a level."""
        if self._from_beside(scope):
            return True
        outer = self._outer(scope.element)
        while outer is not None:
            border = outer.boundaries.get(scope.element.get("id", ""), ())
            if (
                any(interrupts(outer, event) for event in border)
                or _empties(outer)
                or self._from_beside(outer)
            ):
                return True
            scope, outer = outer, self._outer(outer.element)
        return False

    def _outer(self, level: etree._Element) -> Scope | None:
        parent = level.getparent()
        return self._levels.get(parent) if parent is not None else None

    def _from_beside(self, scope: Scope) -> bool:
        for node in scope.nodes.values():
            if is_event_sub(node):
                inner = self._levels[node]
                if any(flag(inner.nodes[start], "isInterrupting", "true") for start in inner.starts):
                    return True
        return False


def _empties(scope: Scope) -> bool:
    return any(
        local(node) == "endEvent" and scope.kinds(name) & EMPTYING for name, node in scope.nodes.items()
    )
