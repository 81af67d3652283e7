"""Who would catch an error: from the level that throws it outwards, through calls (BPMN 2.0.2, 10.5.7)."""

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from designer_export.model import Model
from designer_export.namespaces import bpmn, local
from designer_export.nodes import is_event_sub, kind_of, plain_id
from designer_export.scopes import Scope


class Catchers:
    """The levels of a file, and from where each is entered."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._levels = {scope.element: scope for scope in model.scopes}
        self._calls: dict[str, list[etree._Element]] = defaultdict(list)
        for call in model.root.iter(bpmn("callActivity")):
            self._calls[plain_id(call.get("calledElement"))].append(call)

    def catch(self, level: Scope, thrown: etree._Element) -> bool:
        """Tell whether anything around `level` catches the error that a definition throws."""
        wanted = self.code(thrown)
        pending, seen = [level], {level.element}
        for scope in pending:
            if any(self._fits(definition, wanted) for definition in self._at(scope)):
                return True
            for _, outer in self._hosts(scope):
                if outer.element not in seen:
                    seen.add(outer.element)
                    pending.append(outer)
        return False

    def code(self, definition: etree._Element) -> str:
        """Give the code of an error, or the empty string for any."""
        error = self._model.declared.get(plain_id(definition.get("errorRef")))
        if error is None:
            return ""
        return (error.get("errorCode") or error.get("name") or error.get("id") or "").strip()

    def _at(self, scope: Scope) -> Iterator[etree._Element]:
        """What listens inside a level, and at the border of each activity that it is the inside of."""
        for node in scope.nodes.values():
            if is_event_sub(node):
                inner = self._levels[node]
                for start in inner.starts:
                    yield from inner.events[start]
        for host, outer in self._hosts(scope):
            for name in outer.boundaries.get(host.get("id", ""), ()):
                yield from outer.events[name]

    def _fits(self, definition: etree._Element, wanted: str) -> bool:
        return kind_of(definition) == "error" and self.code(definition) in ("", wanted)

    def _hosts(self, scope: Scope) -> Iterator[tuple[etree._Element, Scope]]:
        """What a level is the inside of, its sub-process or every call of it, with the level around."""
        inside = local(scope.element) != "process"
        for host in [scope.element] if inside else self._calls.get(scope.element.get("id", ""), []):
            parent = host.getparent()
            if parent is not None and parent in self._levels:
                yield host, self._levels[parent]
