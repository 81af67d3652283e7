"""The complex gateway: n of m, or whatever its activation condition says (BPMN 2.0.2, 13.4.5)."""

from typing import TYPE_CHECKING

from engine.execution.nodes.base import Flow
from engine.execution.nodes.gateways import InclusiveGateway
from engine.execution.token import WAITING, Token

if TYPE_CHECKING:
    from engine.execution.level import Level

_RESET = "reset"
"""Where a token that went on keeps the flows that had been consumed before a reset; None if it was none."""


class ComplexGateway(InclusiveGateway):
    """Fires when its condition becomes true, then waits for reset and takes in what comes late.

    Without a condition it joins as an inclusive gateway. After it fired, tokens by the other flows wait
    until each of these has one or none can come any more; then they are consumed together, and only
    flows whose condition holds are taken. A condition may tell the two by ``waitingForStart``.

    Attributes
    ----------
    activation
        Source of the condition; ``activationCount`` is the number of flows with a token.
    """

    hosts = True
    looks = True
    waits_first = True
    activation: str | None = None

    def arrive(self, token: Token) -> None:
        """Wait; the condition is looked at in a step of the token's own, which it may fail."""
        if len(self.incoming) < 2 or self.activation is None:
            super().arrive(token)
            return
        token._set_state(WAITING)
        self.reconsider(token.workflow)
        if self.name not in token.workflow.resets:
            token.workflow.top_workflow.agenda.push(token)

    def resume(self, token: Token) -> None:
        """Look at the condition, and fire if it holds."""
        level = token.workflow
        if self.activation is None or self.name in level.resets:
            return
        flows = level.waiting_at[self.name]
        if level.script_engine.evaluate(token, self.activation, {"activationCount": len(flows)}):
            level.resets[self.name] = [flow.id for flow in self.incoming if flow.id in flows]
            level.fired_at[self.name] = max(queue[0].id for queue in flows.values())
            survivor = level.tasks[level.fired_at[self.name]]
            survivor.internal_data[_RESET] = None
            self.fire(level)
            self.reconsider(level)

    def reconsider(self, level: "Level") -> None:
        """End the time of waiting for reset once nothing more can come."""
        if self.activation is None:
            super().reconsider(level)
            return
        had, waiting = level.resets.get(self.name), level.waiting_at.get(self.name, {})
        if had is None or self._more_can_come(level, {flow: [] for flow in (*had, *waiting)}):
            return
        self._reset(level, had)
        for queue in level.waiting_at.get(self.name, {}).values():
            level.top_workflow.agenda.push(queue[0])

    def _reset(self, level: "Level", had: list[str | None]) -> None:
        del level.resets[self.name]
        fired = level.fired_at.pop(self.name)
        waiting = level.waiting_at.get(self.name, {})
        late = [queue[0] for flow, queue in waiting.items() if flow not in had]
        if late:
            survivor = max(late, key=lambda token: token.id)
            survivor.internal_data[_RESET] = had
            survivor.by = fired
            self.merge(late)

    def given_back(self, token: Token) -> None:
        """A return has undone the firing that `token` survived: wait again as before it."""
        level = token.workflow
        if self._is_late(token):
            level.resets[self.name], level.fired_at[self.name] = token.internal_data[_RESET], token.by
        elif _RESET in token.internal_data:
            level.resets.pop(self.name, None)
            level.fired_at.pop(self.name, None)
        token.internal_data.pop(_RESET, None)
        super().given_back(token)

    def wait_for_late(self, token: Token, flows: list[str | None]) -> None:
        """A return has brought back what could still come when `token` went on with `flows`."""
        level = token.workflow
        since = (other for other in level.tasks.values() if other.task_spec is self and other.id > token.id)
        over = self.name in level.resets or any(other.worked for other in since)
        if over or token.internal_data.get(_RESET, flows) is not None:
            return
        waiting = level.waiting_at.get(self.name, {})
        if self._more_can_come(level, {flow: [] for flow in (*flows, *waiting)}):
            level.resets[self.name], level.fired_at[self.name] = flows, token.id

    def _is_late(self, token: Token) -> bool:
        return token.internal_data.get(_RESET) is not None

    def choose(self, token: Token) -> list[Flow]:
        """At a reset nothing needs to be taken, and nothing is without a condition."""
        if not self._is_late(token):
            return super().choose(token)
        return [flow for flow in self.outgoing if flow.condition and self.holds(flow, token)]

    def holds(self, flow: Flow, token: Token) -> bool:
        """Whether the condition of `flow` is true at `token`, which knows the state of the gateway."""
        names = {"waitingForStart": not self._is_late(token)}
        return bool(token.workflow.script_engine.evaluate(token, flow.condition, names))
