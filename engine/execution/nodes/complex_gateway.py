"""The complex gateway: n of m, or whatever its activation condition says (BPMN 2.0.2, 13.4.5)."""

from typing import TYPE_CHECKING

from engine.execution.nodes.gateways import InclusiveGateway
from engine.execution.token import COMPLETED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.level import Level


class ComplexGateway(InclusiveGateway):
    """Fires when its condition holds, then takes in what comes late.

    Without a condition it joins as an inclusive gateway. After it fired it waits for reset: tokens by
    the other flows are consumed, until every flow has had one or none can come any more.

    Attributes
    ----------
    activation
        Source of the condition; ``activationCount`` is the number of flows with a token.
    """

    hosts = True
    looks = True
    activation: str | None = None

    def arrive(self, token: Token) -> None:
        """Wait; the condition is looked at in a step of the token's own, which it may fail."""
        if len(self.incoming) < 2 or self.activation is None:
            super().arrive(token)
            return
        token._set_state(WAITING)
        level = token.workflow
        if self.name not in level.resets:
            level.top_workflow.agenda.push(token)
        elif token.via not in level.resets[self.name]:
            self._absorb(level, token)

    def resume(self, token: Token) -> None:
        """Look at the condition, and fire if it holds."""
        level, flows = token.workflow, token.workflow.waiting_at[self.name]
        names = {"activationCount": len(flows)}
        if level.script_engine.evaluate(token, self.activation, names):
            level.resets[self.name] = [*flows]
            self.fire(level)
            self.reconsider(level)

    def reconsider(self, level: "Level") -> None:
        """End the time of waiting for reset once nothing more can come."""
        if self.activation is None:
            super().reconsider(level)
            return
        had = level.resets.get(self.name)
        if had is not None and not self._more_can_come(level, {flow: [] for flow in had}):
            self.start_over(level)

    def start_over(self, level: "Level") -> None:
        """Wait for a new start; what waited meanwhile counts for it."""
        level.resets.pop(self.name, None)
        for queue in level.waiting_at.get(self.name, {}).values():
            level.top_workflow.agenda.push(queue[0])

    def await_late(self, survivor: Token, flows: list[str | None]) -> None:
        """After a return: wait for reset again, unless it has fired once more since."""
        level = survivor.workflow
        if level.fired_at.setdefault(self.name, survivor.id) == survivor.id:
            level.resets[self.name] = flows

    def _absorb(self, level: "Level", token: Token) -> None:
        level.resets[self.name].append(token.via)
        fired = level.fired_at.get(self.name, 0)
        token.into = fired
        token._set_state(COMPLETED)

    def fire(self, level: "Level") -> None:
        """Merge, and remember who went on: late tokens are consumed into it."""
        queues = level.waiting_at[self.name].values()
        level.fired_at[self.name] = max(queue[0].id for queue in queues)
        super().fire(level)
