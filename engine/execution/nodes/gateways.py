"""Gateways. Joins consume the tokens that wait at them; they never look into the history."""

from typing import TYPE_CHECKING

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.errors import StepFailed
from engine.execution.events.firing import hand_on
from engine.execution.nodes.base import Flow, Node
from engine.execution.token import WAITING, Token

if TYPE_CHECKING:
    from engine.execution.level import Level


class ExclusiveGateway(Node, defaults.ExclusiveGateway):  # type: ignore[misc]
    """Takes the first flow whose condition holds, in the order of the diagram."""

    takes_one = True

    def _run_hook(self, my_task: Token) -> bool:
        return True

    def choose(self, token: Token) -> list[Flow]:
        """Conditions in order, then a flow without condition, then the default; one only."""
        if len(self.outgoing) < 2 and not any(flow.condition for flow in self.outgoing):
            return self.outgoing
        for flow in self.outgoing:
            if flow.condition and not flow.default and self.holds(flow, token):
                return [flow]
        free = [flow for flow in self.outgoing if not flow.condition and not flow.default]
        rest = free or [flow for flow in self.outgoing if flow.default]
        if not rest:
            raise StepFailed("no_flow", self.place)
        return rest[:1]


class Join(Node):
    """Waits for tokens by several flows and merges them into one."""

    is_join = True

    def _run_hook(self, my_task: Token) -> bool:
        return True

    def arrive(self, token: Token) -> None:
        """Wait, and see whether the join can fire."""
        if len(self.incoming) < 2:
            token._ready()
            return
        token._set_state(WAITING)
        self.reconsider(token.workflow)

    def reconsider(self, level: "Level") -> None:
        """Fire if the rule of this join is met now."""
        raise NotImplementedError

    def fire(self, level: "Level") -> None:
        """Merge one waiting token of each flow into the one that came last."""
        self.merge([queue[0] for queue in level.waiting_at[self.name].values()])


class ParallelGateway(Join, defaults.ParallelGateway):  # type: ignore[misc]
    """Fires with one token by each incoming flow; takes every outgoing flow."""

    def choose(self, token: Token) -> list[Flow]:
        """All flows; conditions behind a parallel gateway are refused at compile."""
        return self.outgoing

    def reconsider(self, level: "Level") -> None:
        """Fire as soon as every incoming flow has a token."""
        if len(level.waiting_at[self.name]) == len(self.incoming):
            self.fire(level)


class InclusiveGateway(Join, defaults.InclusiveGateway):  # type: ignore[misc]
    """Fires when no token can still reach an incoming flow that has none (BPMN 2.0.2, 13.4.3).

    Attributes
    ----------
    upstream
        For each incoming flow the elements from which it can be reached without passing this
        gateway; computed at compile, because specs are shared and never change.
    """

    reconsiders = True
    upstream: dict[str, frozenset[str]]

    def reconsider(self, level: "Level") -> None:
        """Fire if nothing more can come."""
        while (flows := level.waiting_at.get(self.name)) and not self._more_can_come(level, flows):
            self.fire(level)

    def _more_can_come(self, level: "Level", flows: dict[str | None, list[Token]]) -> bool:
        empty = [flow.id for flow in self.incoming if flow.id not in flows]
        if not empty:
            return False
        for place in level.positions:
            if any(place in self.upstream[flow] for flow in empty) and not any(
                place in self.upstream[flow] for flow in flows if flow is not None
            ):
                return True
        return False


class EventGateway(Node, defaults.EventBasedGateway):  # type: ignore[misc]
    """Sends a token to every event behind it; unless it is parallel, the first to catch cancels the others.

    Attributes
    ----------
    parallel
        Whether all of the events must come: only where it begins the process (BPMN 2.0.2, 10.6.6).
    """

    parallel = False
    takes_one = True

    def _run_hook(self, my_task: Token) -> bool:
        return True

    def choose(self, token: Token) -> list[Flow]:
        """All flows; the one whose event began the process, unless all of them must come."""
        begun = token.internal_data.get("begun")
        if begun is None or self.parallel:
            return self.outgoing
        return [flow for flow in self.outgoing if flow.target == begun]

    def leave(self, token: Token) -> None:
        """Tell the event that began the process that it has come."""
        begun = token.internal_data.get("begun")
        super().leave(token)
        for child in token.children:
            if begun == child.task_spec.name:
                hand_on(token, child)
