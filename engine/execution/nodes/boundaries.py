"""Boundary events: they listen while their activity is active (BPMN 2.0.2, 10.5.4, 13.5.3)."""

from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.events.firing import started
from engine.execution.nodes.events import Begun
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.events.watches import Watch


_ALWAYS_STOPS = frozenset({"error", "cancel"})
"""Whatever ``cancelActivity`` says (BPMN 2.0.2, table 10.93)."""


class BoundaryEvent(Begun, defaults.BoundaryEvent):  # type: ignore[misc]
    """Sends a token out of its activity, which it ends or leaves alone.

    The token is a sibling of the activity's: it depends on the activity having been entered, not on its
    completion, and on whatever threw the event.
    """

    listens = True

    @property
    def interrupting(self) -> bool:
        """Whether the activity ends when it fires."""
        return bool(self.cancel_activity)

    def fired(self, watch: "Watch", by: int, payload: dict[str, Any], softly: bool) -> None:
        """Leave the activity by this way."""
        host = watch.holder
        assert host is not None
        token: Token = host.sibling(self)
        started(token, by, payload)
        if not softly and (self.interrupting or self.triggers[watch.came].kind in _ALWAYS_STOPS):
            host.cancel(killer=token.id)
        self._update(token)
