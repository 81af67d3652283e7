"""What every flow node does: arrive, run, choose its flows, leave."""

from dataclasses import dataclass
from typing import Any

from engine.execution.errors import StepFailed
from engine.execution.events.delivery import deliver_thrown
from engine.execution.events.triggers import Mapping, Trigger
from engine.execution.nodes.data import NONE, DataWays, fill_outputs, give_out, take_in
from engine.execution.nodes.scripts import NO_SCRIPTS, Scripts, run_all
from engine.execution.token import COMPLETED, FUTURE, WAITING, Token


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
    is_event_sub
        Whether it is begun by an event of its level, not by a flow.
    isolated
        Whether that level sees no variables around it.
    terminates
        Whether its completion cancels everything else on its level.
    usurps
        Whether it has taken its level over: an interrupting event sub-process.
    is_join, reconsiders
        Whether tokens wait here for each other, and whether that must be looked at again after
        every step of the level.
    looks
        Whether a token that waits here looks again whether it may go on, in a step of its own.
    listens
        Whether no flow leads here but an event that comes while something else is active.
    waits_first
        Whether a token stands here before what it waits for comes: its entry does not depend on that.
    catches
        Whether a token waits here for one of the triggers.
    needs_all
        Whether all triggers must come (parallel multiple), not just one.
    boundaries
        Names of the boundary events that listen while it is active.
    start_quantity, completion_quantity
        How many tokens it takes to begin and gives to each flow (BPMN 2.0.2, table 10.3).
    compensation
        Name of the activity that undoes it, or None.
    ways
        Its data associations.
    scripts
        What is worked out before it begins and after it is done.
    throws
        Whether its triggers are thrown, not waited for.
    takes_one
        Whether it never sends tokens along several flows that then live side by side.
    is_gone
        Whether it stands for nodes of an earlier version.
    races
        Whether it stands behind an event-based gateway: what catches first cancels the others.
    """

    is_join = False
    reconsiders = False
    hosts = False
    has_level = False
    is_event_sub = False
    isolated = False
    looks = False
    waits_first = False
    listens = False
    terminates = False
    usurps = False
    catches = False
    needs_all = False
    takes_one = False
    throws = False
    races = False
    is_gone = False
    triggers: tuple[Trigger, ...] = ()
    mapping: Mapping = Mapping()
    ways: DataWays = NONE
    scripts: Scripts = NO_SCRIPTS
    boundaries: tuple[str, ...] = ()
    start_quantity = 1
    completion_quantity = 1
    compensation: str | None = None
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

    @property
    def calls_out(self) -> bool:
        """Whether it calls an operation."""
        return False

    @property
    def ends_level(self) -> bool:
        """Whether what begins here takes away what else its level holds."""
        return self.terminates or self.usurps

    @property
    def gathers(self) -> bool:
        """Whether tokens that wait here are waiting for each other."""
        return self.is_join or self.start_quantity > 1

    # --- arrival

    def _update(self, my_task: Token) -> None:
        if my_task._state == FUTURE:
            my_task.workflow.top_workflow.note("enter", my_task)
            self.arrive(my_task)

    def arrive(self, token: Token) -> None:
        """A token came by a flow. Never evaluates anything: that is done in the token's own step."""
        if self.start_quantity == 1:
            token._ready()
            return
        token._set_state(WAITING)
        waiting = token.workflow.waiting_at[self.name].values()
        queue = sorted((one for tokens in waiting for one in tokens), key=lambda one: one.id)
        if len(queue) >= self.start_quantity:
            self.merge(queue[: self.start_quantity])

    def merge(self, tokens: list[Token]) -> None:
        """Go on with the token that came last; it consumes the others."""
        survivor = max(tokens, key=lambda token: token.id)
        for token in tokens:
            if token is not survivor:
                token.into = survivor.id
                token._set_state(COMPLETED)
        survivor._ready()

    def _on_ready_hook(self, my_task: Token) -> None:
        """Nothing listens."""

    def start_over(self, level: Any) -> None:
        """After its firing was undone: a join that fires by what it counts looks again."""

    # --- work

    def _run(self, my_task: Token) -> bool | None:
        # Most have neither, and every step comes here.
        if self.ways is not NONE:
            self.open_data(my_task)
        if self.scripts is not NO_SCRIPTS:
            self.prepare(my_task)
        result = self._run_hook(my_task)
        if result:
            self.conclude(my_task)
        return result

    def open_data(self, token: Token) -> None:
        """Give the node its own data, where it has any."""
        if self.ways is not NONE:
            take_in(token, self.ways)

    def prepare(self, token: Token) -> None:
        """Work out what it needs; raises `StepFailed`."""
        run_all(token, self.scripts.before)

    def conclude(self, token: Token) -> None:
        """Give out what the node has made, and choose the way on; raises `StepFailed`."""
        if self.scripts is not NO_SCRIPTS:
            run_all(token, self.scripts.after)
        if self.ways is not NONE:
            give_out(token, self.ways)
        token.chosen = self.choose(token)

    def _run_hook(self, my_task: Token) -> bool | None:
        """The node's work: True when done, None when something must be waited for."""
        return True

    def resume(self, token: Token) -> None:
        """Go on with a token that waited."""
        raise StepFailed("resume", self.place)

    def given_back(self, token: Token) -> None:
        """A return has undone that this token went on from where it waited."""
        token.internal_data.pop("payload", None)
        token.by = 0

    def finish(self, token: Token) -> None:
        """Choose the flows and complete: for nodes that waited."""
        self.conclude(token)
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
        top = my_task.workflow.top_workflow
        my_task.finished = top.note("complete", my_task)
        self.leave(my_task)
        self.report(my_task)
        if top.thrown:
            # Before the level can end: its event sub-processes may catch what its last event throws.
            deliver_thrown(top)
        my_task.workflow._task_completed_notify(my_task)

    def leave(self, token: Token) -> None:
        """Send tokens along every chosen flow."""
        flows, token.chosen = token.chosen or (), None
        new = []
        for flow in flows:
            for _ in range(self.completion_quantity):
                child = token._add_child(self._wf_spec.task_specs[flow.target])
                child.via = flow.id
                new.append(child)
        for child in new:
            child.task_spec._update(child)

    def report(self, token: Token) -> None:
        """Tell the loop around `token`, or the event that asked for compensation, that it is done."""
        if token.index is not None:
            whole = token.parent
            whole.task_spec.item_done(whole, token)
        if "for" in token.internal_data:
            top = token.workflow.top_workflow
            top.wake()
            asking = top.tokens[token.internal_data["for"]]
            asking.task_spec.compensated(asking)

    def _on_cancel(self, my_task: Token) -> None:
        """Cancelling is done by the token."""

    # --- events

    @property
    def evaluates(self) -> bool:
        """Whether something must be evaluated before it can listen."""
        return any(trigger.sources or trigger.schedule for trigger in self.triggers)

    @property
    def remembers(self) -> bool:
        """Whether a listener learns something that a snapshot must keep."""
        return self.evaluates or self.needs_all

    def accept(self, token: Token) -> None:
        """Write what a token was started by: as the diagram maps it, else each value by its name.

        Raises
        ------
        StepFailed
        """
        payload = token.internal_data.get("payload")
        if payload and self.ways.given:
            fill_outputs(token, self.ways, payload)
            token.internal_data.pop("payload")
            return
        engine = token.workflow.script_engine
        if self.mapping.outputs:
            names = {"payload": payload or {}}
            found = {name: engine.evaluate(token, text, names) for name, text in self.mapping.outputs}
            engine.write(token, found)
        elif payload:
            engine.write(token, payload)
        token.internal_data.pop("payload", None)
