"""Multi-instance activities and standard loops: a host token with one child token an item.

The host is a node of its own; the activity it repeats is an inner node whose tokens carry an index
and a variable scope (`loopCounter`, the input item, the output item). An item that completes makes
the host resume, in a step of the host's own: conditions of the loop fail the host, not the item.
"""

from bisect import insort
from dataclasses import dataclass
from itertools import count
from operator import itemgetter
from typing import Any

from SpiffWorkflow.bpmn.specs import defaults

from engine.execution.errors import StepFailed
from engine.execution.events.firing import fire
from engine.execution.events.throwing import payload_of
from engine.execution.events.triggers import Trigger
from engine.execution.nodes.base import Node
from engine.execution.scopes import Scope
from engine.execution.token import STARTED, Token
from engine.execution.values import plain

_COUNTED = ("OfInstances", "OfActiveInstances", "OfCompletedInstances", "OfTerminatedInstances")
_COUNTERS = tuple(prefix + name for prefix in ("nr", "number") for name in _COUNTED)
_KEPT = frozenset({"tag", "added"})
"""What an item that is started once more takes over from the undone one."""


class Loop(Node):
    """What hosts have in common; `task_spec` names the inner node."""

    hosts = True
    ordered = True
    task_spec: str

    def spawn(self, host: Token, index: int, declared: dict[str, Any]) -> Token:
        """Start item `index` with its own scope."""
        item = host._add_child(self._wf_spec.task_specs[self.task_spec])
        item.triggered = True
        item.index = index
        names = {**declared, "loopCounter": index}
        host.workflow.top_workflow.item_scopes[item.id] = Scope(item.id, host.scope, names)
        item.task_spec._update(item)
        return item

    def again(self, host: Token, item: Token) -> Token:
        """Start the item of an undone one once more."""
        declared = dict(host.workflow.top_workflow.item_scopes[item.id].names)
        fresh = self.spawn(host, item.index or 0, declared)
        fresh.internal_data.update(
            {key: item.internal_data[key] for key in _KEPT & item.internal_data.keys()}
        )
        return fresh

    def items_of(self, host: Token) -> list[Token]:
        """The items that were started and not undone, in order of their start."""
        return [child for child in host.children if child.is_item and not child.void]

    def item_done(self, host: Token, item: Token) -> None:
        """An item has completed: let the host resume next."""
        host.internal_data["fresh"] = host.internal_data.get("fresh", 0) + 1
        if host.results is not None:
            self.add_result(host, item)
        if host._state == STARTED:
            host.workflow.top_workflow.agenda.push_first(host)

    def add_result(self, host: Token, item: Token) -> None:
        """Keep what an item has made, where something is made of it."""

    def recount(self, host: Token) -> None:
        """After a move: count again the items that completed and still count."""
        host.internal_data["done"] = sum(item.counts for item in self.items_of(host))
        host.internal_data.pop("fresh", None)
        host.results = None

    def _take_fresh(self, host: Token) -> int:
        done: int = host.internal_data["done"] + host.internal_data.pop("fresh", 0)
        host.internal_data["done"] = done
        return done


class StandardLoop(Loop, defaults.StandardLoopTask):  # type: ignore[misc]
    """Repeats while its condition holds, at most `maximum` times (BPMN 2.0.2, 13.3.6)."""

    def _run_hook(self, my_task: Token) -> bool | None:
        my_task.internal_data["done"] = 0
        if self.test_before and not self._again(my_task, 0):
            return True
        self.spawn(my_task, 0, {})
        return None

    def _again(self, host: Token, turns: int) -> bool:
        if self.maximum is not None and turns >= self.maximum:
            return False
        if self.condition is None:
            return True
        return bool(host.workflow.script_engine.evaluate(host, self.condition, {"loopCounter": turns}))

    def resume(self, token: Token) -> None:
        """Another turn, or done."""
        turns = token.internal_data["done"] + token.internal_data.get("fresh", 0)
        again = self._again(token, turns)
        if not again:
            self.conclude(token)
        self._take_fresh(token)
        if again:
            self.spawn(token, turns, {})
        else:
            token.complete()


@dataclass(frozen=True, slots=True)
class Behavior:
    """What a completing item throws to the boundary of the whole (BPMN 2.0.2, table 10.30).

    ``condition`` decides whether it does; ``once`` if only the first item does.
    """

    trigger: Trigger
    condition: str | None
    once: bool


class MultiInstance(Loop):
    """Runs its activity for every item of a collection or a number of times."""

    cardinality: str | None
    condition: str | None
    data_input: Any
    data_output: Any
    input_item: Any
    output_item: Any
    behaviors: tuple[Behavior, ...] = ()
    by_panel = False
    """Whether the caller says when it is enough, and, without a collection or number, who the items are."""

    def _run_hook(self, my_task: Token) -> bool | None:
        items = self._collection(my_task)
        total = len(items) if items is not None else self._number(my_task)
        if total > my_task.workflow.top_workflow.env.max_steps:
            raise StepFailed("loop", f"{total} items")
        if total == 0:
            self.publish(my_task)
            self._is_over(my_task, last=True)
            return True
        state = my_task.internal_data
        state["done"], state["total"] = 0, total
        if items is not None:
            state["items"] = items
        for index in range(1 if self.ordered else total):
            self.start(my_task, index)
        return None

    def _collection(self, host: Token) -> list[Any] | dict[str, Any] | None:
        if self.asks:
            return self._members(host)
        if self.data_input is None:
            return None
        found = host.data.get(self.data_input.bpmn_id)
        if not isinstance(found, list | dict):
            raise StepFailed("loop", f"{self.data_input.bpmn_id} is no collection")
        return found

    @property
    def asks(self) -> bool:
        """Whether the caller says who the items are."""
        return self.by_panel and self.data_input is None and self.cardinality is None

    def _members(self, host: Token) -> list[Any]:
        panel = host.workflow.top_workflow.env.panel
        found: list[Any] = plain(panel.members(self.place, host.id)) if panel else [None]
        return found

    def _number(self, host: Token) -> int:
        number = host.workflow.script_engine.evaluate(host, self.cardinality)
        if not isinstance(number, int) or isinstance(number, bool) or number < 0:
            raise StepFailed("loop", f"cardinality {number!r}")
        return number

    def item_value(self, host: Token, index: int) -> Any:
        """The item of the collection at `index`; the index itself without a collection."""
        items = host.internal_data.get("items")
        if items is None:
            return index
        return list(items.values())[index] if isinstance(items, dict) else items[index]

    def start(self, host: Token, index: int) -> Token:
        """Start item `index`, with its value and an output of its own."""
        declared: dict[str, Any] = {}
        if self.input_item is not None:
            declared[self.input_item.bpmn_id] = self.item_value(host, index)
        if self.output_item is not None:
            declared[self.output_item.bpmn_id] = None
        item = self.spawn(host, index, declared)
        if self.asks:
            item.internal_data["tag"] = self.item_value(host, index)
        for place, tag in host.internal_data.get("added", ()):
            if place == index:
                item.internal_data.update(tag=tag, added=True)
        return item

    def grow(self, host: Token, item: Any, tag: Any) -> Token | None:
        """One item more, the last of all; None if its turn has not come yet."""
        state = host.internal_data
        index = state.get("last", state["total"])
        items = state.get("items")
        if items is not None:
            # The collection itself belongs to the variables.
            is_list = isinstance(items, list)
            state["items"] = [*items, item] if is_list else {**items, f"added {index}": item}
        state["added"] = [*state.get("added", ()), [index, tag]]
        state["total"], state["last"] = state["total"] + 1, index + 1
        return None if self.ordered else self.start(host, index)

    def later(self, host: Token) -> list[list[Any]]:
        """The added items whose turn has not come, as [index, tag]."""
        state = host.internal_data
        added = state.get("added", ())
        if not (added and self.ordered):
            # Asked for every open item: it must not look at all of them each time.
            return []
        over = {*state.get("gone", ()), *(item.index for item in self.items_of(host))}
        return [one for one in added if one[0] not in over]

    def drop(self, host: Token, position: int) -> None:
        """Withdraw one of these; those behind it move up."""
        state, gone = host.internal_data, self.later(host)[position]
        state["added"] = [[n - (n > gone[0]), tag] for n, tag in state["added"] if n != gone[0]]
        if "gone" in state:
            state["gone"] = [n - (n > gone[0]) for n in state["gone"]]
        items = state.get("items")
        if isinstance(items, list):
            del items[gone[0]]
        elif items is not None:
            del items[list(items)[gone[0]]]
        state["last"] -= 1
        self.item_gone(host)

    def removed(self, host: Token, item: Token) -> None:
        """An added item was withdrawn after it had begun; it is not begun again."""
        host.internal_data["gone"] = [*host.internal_data.get("gone", ()), item.index]
        self.item_gone(host)

    def item_gone(self, host: Token) -> None:
        """One item less."""
        host.internal_data["total"] -= 1
        if host._state == STARTED:
            host.workflow.top_workflow.agenda.push_first(host)

    def publish(self, host: Token) -> None:
        """Write the output collection: what the items made that count, in order of their index."""
        if self.data_output is None or self.output_item is None:
            return
        if host.results is None:
            host.results = []
            for item in self.items_of(host):
                if item.counts:
                    self.add_result(host, item)
        items = host.internal_data.get("items")
        keys = list(items) if isinstance(items, dict) else None
        made = {keys[index]: value for index, value in host.results} if keys is not None else None
        name = self.data_output.bpmn_id
        # The values are plain already: only the collection itself is new.
        host.write_plain(name, [value for _, value in host.results] if made is None else made)

    def add_result(self, host: Token, item: Token) -> None:
        """Put what an item made in its place among the others."""
        if host.results is not None and self.output_item is not None:
            made = host.workflow.top_workflow.item_scopes[item.id].names[self.output_item.bpmn_id]
            insort(host.results, (item.index or 0, plain(made)), key=itemgetter(0))

    def counters(self, host: Token, done: int) -> dict[str, int]:
        """The attributes that a completion condition may read (BPMN 2.0.2, table 10.30)."""
        total = host.internal_data["total"]
        active = 0 if self.ordered else total - done
        numbers = (total, active, done, 0)
        return dict(zip(_COUNTERS, (*numbers, *numbers), strict=True))

    def resume(self, token: Token) -> None:
        """An item has completed: publish, look whether it is enough, else go on."""
        state = token.internal_data
        self.publish(token)
        counts = range(state["done"] + 1, state["done"] + state.get("fresh", 0) + 1) or (state["done"],)
        for done in counts if state.get("fresh") else ():
            self._signal(token, done)
        last = any(self._enough(token, done) for done in counts) or counts[-1] == state["total"]
        enough = self._is_over(token, last=last)
        if enough:
            self.conclude(token)
        done = self._take_fresh(token)
        if not enough:
            self._next(token, done)
            return
        for item in self.items_of(token):
            item.cancel(killer=token.id)
        token.complete()

    def _signal(self, host: Token, done: int) -> None:
        """Throw what the completed item throws; what catches it at the boundary leaves the rest alone."""
        top = host.workflow.top_workflow
        counters = self.counters(host, done)
        for behavior in self.behaviors:
            if behavior.once and done > 1:
                continue
            if behavior.condition is None or top.evaluate(host.scope, behavior.condition, counters):
                self._throw(host, behavior.trigger)

    def _throw(self, host: Token, thrown: Trigger) -> None:
        watches = host.workflow.top_workflow.watches
        for name in self.boundaries:
            watch = watches.get(host.id, name)
            for position, trigger in enumerate(watch.spec.triggers if watch else ()):
                if (trigger.kind, trigger.name) == (thrown.kind, thrown.name):
                    fire(watch, position, by=host.id, payload=payload_of(host), softly=True)

    def _next(self, host: Token, done: int) -> None:
        if not self.ordered:
            # Before anything is counted: a countersign of a thousand comes here a thousand times.
            return
        begun = self.items_of(host)
        if sum(item.live or item.counts for item in begun) == done:
            index = 1 + max((item.index or 0 for item in begun), default=-1)
            gone = host.internal_data.get("gone", ())
            self.start(host, next(one for one in count(index) if one not in gone))

    def _is_over(self, host: Token, *, last: bool) -> bool:
        """Ask the caller where it has the say; who has signed is read off the tokens."""
        panel = host.workflow.top_workflow.env.panel if self.by_panel else None
        if panel is None:
            return last
        signed = tuple(item.internal_data.get("tag") for item in self.items_of(host) if item.counts)
        total = host.internal_data.get("total", 0)
        return panel.decided(self.place, host.id, signed, total, last) or last

    def _enough(self, host: Token, done: int) -> bool:
        if self.condition is None:
            return False
        counters = self.counters(host, done)
        return bool(host.workflow.script_engine.evaluate(host, self.condition, counters))


class ParallelMultiInstance(MultiInstance, defaults.ParallelMultiInstanceTask):  # type: ignore[misc]
    """All items at once."""

    ordered = False


class SequentialMultiInstance(MultiInstance, defaults.SequentialMultiInstanceTask):  # type: ignore[misc]
    """One item after the other."""
