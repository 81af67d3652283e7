"""Whether a trace of `tongban dry-run` keeps to what is drawn.

Every element that is entered must be led to: by a flow whose source has completed, once for each time it has;
by the activity that it is attached to, that it undoes, or that calls it; or it begins a level that stands.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from bench.corpus.drawing import Drawing, read_drawing

_WAITING = frozenset({"intermediateCatchEvent", "receiveTask"})


def left(diagram: bytes, trace: Iterable[Mapping[str, Any]]) -> list[str]:
    """Say where a trace has left the drawn flows of a diagram (in our words); empty if nowhere."""
    follower = _Follower(read_drawing(diagram))
    for row in trace:
        follower.take(row["n"], row["element"], row["event"], row["token"])
    return follower.problems


class _Follower:
    def __init__(self, drawing: Drawing) -> None:
        self._drawing = drawing
        self._paid: Counter[str] = Counter()
        """How often each flow may still be taken; all flows of an exclusive gateway share its own count."""
        self._standing: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()
        self._done: Counter[str] = Counter()
        self._cancelled: Counter[str] = Counter()
        self._tokens: dict[int, str] = {}
        self._items: set[int] = set()
        self._main: str | None = None
        self.problems: list[str] = []

    def take(self, n: int, element: str, event: str, token: int) -> None:
        if element not in self._drawing.kinds:
            self.problems.append(f"{n}: {element} is not drawn")
        elif event == "enter":
            self._enter(n, element, token)
        elif not self._leave(element, token):
            self.problems.append(f"{n}: {element} is left ({event}) but was not entered")
        elif event == "cancel":
            self._cancelled[element] += 1
        elif token not in self._items:
            self._complete(element)

    def _enter(self, n: int, element: str, token: int) -> None:
        if not self._by_flow(element):
            if element in self._drawing.repeated and self._standing[element]:
                self._items.add(token)
            elif not self._by_itself(element):
                self.problems.append(f"{n}: nothing that is drawn leads to {element}")
        self._tokens[token] = element
        self._standing[element] += 1
        self._seen[element] += 1

    def _leave(self, element: str, token: int) -> bool:
        if self._tokens.pop(token, None) != element:
            # A cycle of a timer goes on waiting for its next turn, without being entered again.
            return self._drawing.kinds[element] in _WAITING and self._seen[element] > 0
        self._standing[element] -= 1
        return True

    def _complete(self, element: str) -> None:
        self._done[element] += 1
        amount = self._drawing.quantities[element]
        if self._drawing.kinds[element] == "exclusiveGateway":
            self._paid[element] += amount
            return
        for flow in self._drawing.out[element]:
            self._paid[flow.id] += amount

    def _by_flow(self, element: str) -> bool:
        for flow in self._drawing.into[element]:
            is_choice = self._drawing.kinds.get(flow.source) == "exclusiveGateway"
            account = flow.source if is_choice else flow.id
            if self._paid[account] > 0:
                self._paid[account] -= 1
                return True
        return False

    def _by_itself(self, element: str) -> bool:
        drawing = self._drawing
        if element in drawing.hosts:
            return self._by_host(drawing.hosts[element])
        if element in drawing.undoes:
            return self._done[drawing.undoes[element]] > 0
        if drawing.kinds[element].startswith("global"):
            return self._is_called(element)
        return not drawing.into[element] and self._level_runs(element)

    def _by_host(self, host: str) -> bool:
        """Whether an activity is under way, or was ended a moment ago by what its boundary has caught."""
        if self._standing[host]:
            return True
        self._cancelled[host] -= 1
        return self._cancelled[host] >= 0

    def _level_runs(self, element: str) -> bool:
        """Whether the level that begins with an element, or that listens with it, is under way."""
        level = self._drawing.level[element]
        if level in self._drawing.kinds:
            return self._standing[level] > 0 or self._is_undone(element, level)
        if self._is_called(level):
            return True
        self._main = self._main or level
        once = element in self._drawing.event_subs or not self._seen[element]
        return level == self._main and once

    def _is_undone(self, element: str, level: str) -> bool:
        """Whether an event sub-process may come after its level: one that undoes it."""
        return element in self._drawing.undoing and self._done[level] > 0

    def _is_called(self, name: str) -> bool:
        return any(self._standing[call] for call in self._drawing.calls.get(name, ()))
