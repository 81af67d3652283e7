"""What every flow node does: arrive, run, choose its flows, leave."""

from dataclasses import dataclass
from typing import Any

from engine.execution.errors import StepFailed
from engine.execution.token import FUTURE, Token


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is a source of our expression language or None."""

    id: str
    source: str
    target: str
    name: str | None
    condition: str | None
    default: bool


class Node:
    """Token semantics over a SpiffWorkflow task spec.

    Attributes
    ----------
    outgoing, incoming
        Sequence flows in the order of the diagram.
    place
        Id of the BPMN element that a token on this node stands on; the inner node of a
        multi-instance has the place of the whole.
    hosts
        Whether it waits for something inside it and is resumed when that has finished.
    has_level
        Whether what is inside it is a level of its own.
    terminates
        Whether its completion cancels everything else on its level.
    is_join, reconsiders
        Whether tokens wait here for each other, and whether that must be looked at again after
        every step of the level.
    """

    is_join = False
    reconsiders = False
    is_timer = False
    hosts = False
    has_level = False
    terminates = False
    place: str
    name: str
    _wf_spec: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outgoing: list[Flow] = []
        self.incoming: list[Flow] = []
        self.place = self.name

    def test(self) -> None:
        """Structure is checked once, when the diagram is compiled."""

    def _predict(self, *args: Any, **kwargs: Any) -> None:
        """Nothing is predicted."""

    # --- arrival

    def _update(self, my_task: Token) -> None:
        if my_task._state == FUTURE:
            my_task.workflow.top_workflow.note("enter", my_task)
            self.arrive(my_task)

    def arrive(self, token: Token) -> None:
        """A token came by a flow. Never evaluates anything: that is done in the token's own step."""
        token._ready()

    def _on_ready_hook(self, my_task: Token) -> None:
        """Nothing listens."""

    # --- work

    def _run(self, my_task: Token) -> bool | None:
        result = self._run_hook(my_task)
        if result:
            my_task.chosen = self.choose(my_task)
        return result

    def _run_hook(self, my_task: Token) -> bool | None:
        """The node's work: True when done, None when something must be waited for."""
        return True

    def resume(self, token: Token) -> None:
        """Go on with a token that waited."""
        raise StepFailed("resume", self.place)

    def finish(self, token: Token) -> None:
        """Choose the flows and complete: for nodes that waited."""
        token.chosen = self.choose(token)
        token.complete()

    # --- departure

    def choose(self, token: Token) -> list[Flow]:
        """The flows to take: unconditional ones, those whose condition holds, else the default.

        Raises
        ------
        StepFailed
            ``no_flow`` if there are flows and none may be taken, or what a condition raised.
        """
        flows = self.outgoing
        if not any(flow.condition or flow.default for flow in flows):
            return flows
        free = [flow for flow in flows if not flow.condition and not flow.default]
        held = [flow for flow in flows if flow.condition and not flow.default and self.holds(flow, token)]
        chosen = held + free if held else free + [flow for flow in flows if flow.default]
        if not chosen:
            raise StepFailed("no_flow", self.place)
        return chosen

    def holds(self, flow: Flow, token: Token) -> bool:
        """Whether the condition of `flow` is true at `token`."""
        return bool(token.workflow.script_engine.evaluate(token, flow.condition))

    def _on_complete(self, my_task: Token) -> None:
        my_task.finished = my_task.workflow.top_workflow.note("complete", my_task)
        self.leave(my_task)
        self.report(my_task)
        my_task.workflow._task_completed_notify(my_task)

    def leave(self, token: Token) -> None:
        """Send a token along every chosen flow."""
        flows, token.chosen = token.chosen or (), None
        new = []
        for flow in flows:
            child = token._add_child(self._wf_spec.task_specs[flow.target])
            child.via = flow.id
            new.append(child)
        for child in new:
            child.task_spec._update(child)

    def report(self, token: Token) -> None:
        """Tell the multi-instance or loop around `token` that this item is done."""
        if token.is_item:
            token.parent.task_spec.item_done(token.parent, token)

    def _on_cancel(self, my_task: Token) -> None:
        """Cancelling is done by the token."""
