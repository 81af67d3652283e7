"""Listeners of an instance: which element waits for what, on behalf of which token or level.

They follow the states of tokens and are never stored themselves; what they have learned since (when a
timer is due, whether a condition held) is, and is given back to them after a load.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from engine.execution.events.triggers import Trigger
from engine.execution.token import FAILED, READY, STARTED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance
    from engine.execution.level import Level

Key = tuple[int, str]
"""Id of the holding token, or of the token around the level (0 for the process), and the element."""

_NAMED = frozenset({"message", "signal"})
_ACTIVE = READY | STARTED | FAILED


class Clock(NamedTuple):
    """A timer that runs.

    Attributes
    ----------
    due
        Its moment, in seconds since the epoch.
    left
        The turns that are left after it.
    text
        What an expression gave for a cycle, or a literal one with the moment from which it is counted.
    """

    due: float
    left: int
    text: Any = None


class Watch:
    """One listener.

    Attributes
    ----------
    holder
        The token on whose behalf it listens; None for an event sub-process, which listens for its level.
    armed
        Whether its expressions were evaluated since it began to listen.
    clocks
        For each timer among its triggers, by position: when it fires.
    held
        Positions of conditions that were true when they were last looked at.
    got
        Positions of the triggers that have come, where all of them are needed.
    brought
        What these have brought.
    came
        Position of the trigger that fired it last.
    keys
        Values that the receiver's own variables give to correlation properties.
    """

    __slots__ = ("armed", "brought", "came", "clocks", "got", "held", "holder", "keys", "level", "spec")

    def __init__(self, spec: Any, level: "Level", holder: Token | None) -> None:
        self.spec = spec
        self.level = level
        self.holder = holder
        self.armed = False
        self.clocks: dict[int, Clock] = {}
        self.held: list[int] = []
        self.got: list[int] = []
        self.brought: dict[str, Any] = {}
        self.came = 0
        self.keys: dict[str, Any] = {}

    @property
    def key(self) -> Key:
        """Its name within the instance."""
        around = self.holder.id if self.holder is not None else self.level.host_id
        return around, self.spec.name

    @property
    def rank(self) -> tuple[int, int, int]:
        """Its turn among those that wait for the same: the same after a load as before."""
        if self.holder is None:
            return self.level.host_id, 2, self.level.spec.event_subs.index(self.spec.name)
        if self.holder.task_spec is self.spec:
            return self.holder.id, 0, 0
        return self.holder.id, 1, self.holder.task_spec.boundaries.index(self.spec.name)

    @property
    def scope(self) -> Any:
        """Where its expressions look."""
        return self.holder.scope if self.holder is not None else self.level.scope

    @property
    def due(self) -> float | None:
        """When its next timer fires."""
        return min((clock.due for clock in self.clocks.values()), default=None)

    def state(self) -> list[Any]:
        """What a snapshot keeps of it."""
        clocks = [[key, *clock] for key, clock in self.clocks.items()]
        return [clocks, self.held, self.got, self.brought, self.keys]

    def take(self, state: list[Any]) -> None:
        """Remember what a snapshot kept."""
        clocks, self.held, self.got, self.brought, self.keys = state
        self.clocks = {key: Clock(*clock) for key, *clock in clocks}
        self.armed = True

    def expected(self, trigger: Trigger) -> dict[str, Any]:
        """What a message must carry: values of the receiver's own, else those of the conversation (8.4.2)."""
        known = self.level.top_workflow.correlations
        values = {
            item.id: self.keys.get(item.id) if item.binding else known.get(item.id)
            for item in trigger.properties
        }
        return {name: value for name, value in values.items() if value is not None}

    def matches(self, trigger: Trigger, keys: Mapping[str, Any]) -> bool:
        """Whether a message with these keys is meant for this listener."""
        return all(keys.get(name) == value for name, value in self.expected(trigger).items())


class Watches:
    """All listeners of an instance, by what they wait for."""

    def __init__(self, instance: "Instance") -> None:
        self._instance = instance
        self._all: dict[Key, Watch] = {}
        self._named: dict[tuple[str, str | None], dict[Key, Watch]] = {}
        self.lookers: dict[Key, Watch] = {}
        """Those that look at variables again when one of them has changed."""
        self.timers: dict[Key, Watch] = {}
        self.unarmed: dict[Key, Watch] = {}
        self.stored: dict[Key, list[Any]] = {}

    def __iter__(self) -> Iterator[Watch]:
        return iter(self._all.values())

    def __contains__(self, watch: Watch) -> bool:
        return self._all.get(watch.key) is watch

    def get(self, holder: int, element: str) -> Watch | None:
        """The listener of an element on behalf of a token or level."""
        return self._all.get((holder, element))

    def named(self, kind: str, name: str | None) -> list[Watch]:
        """Who waits for this message or signal, the one that began first first."""
        return sorted(self._named.get((kind, name), {}).values(), key=lambda watch: watch.rank)

    def looking(self) -> list[Watch]:
        """Who looks at variables, the one that began first first."""
        return sorted(self.lookers.values(), key=lambda watch: watch.rank)

    # --- following the tokens

    def follow(self, token: Token, old: int, new: int) -> None:
        """Keep the listeners of one token in step with its state."""
        spec = token.task_spec
        catches = spec.catches and not token.gathering
        if catches and (old == WAITING) != (new == WAITING):
            if new == WAITING:
                self._add(Watch(spec, token.workflow, token))
            else:
                self._drop((token.id, spec.name))
        active = _ACTIVE | WAITING if catches else _ACTIVE
        if spec.boundaries and bool(old & active) != bool(new & active):
            for name in spec.boundaries:
                if new & active:
                    self._add(Watch(token.workflow.spec.task_specs[name], token.workflow, token))
                else:
                    self._drop((token.id, name))

    def open_level(self, level: "Level") -> None:
        """Let the event sub-processes of a level listen, if they may (BPMN 2.0.2, 13.5.4).

        Not any more once one of them has interrupted it, nor while it only waits for them to complete.
        """
        names = level.spec.event_subs
        if not names or level.completed or level.is_closing or self._is_over(level):
            return
        for name in names:
            if (level.host_id, name) not in self._all:
                self._add(Watch(level.spec.task_specs[name], level, None))

    def _is_over(self, level: "Level") -> bool:
        """Whether the level lives on for compensation only, or was taken over."""
        around = level.around
        usurped = any(token.task_spec.usurps for token in level.open.values())
        return usurped or (around is not None and not around.live)

    def close_level(self, level: "Level") -> None:
        """The event sub-processes of a level listen no more."""
        for name in level.spec.event_subs:
            self._drop((level.host_id, name))

    def _add(self, watch: Watch) -> None:
        key = watch.key
        self._all[key] = watch
        stored = self.stored.pop(key, None)
        if stored:
            watch.take(stored)
        elif stored is None and watch.spec.evaluates:
            self.unarmed[key] = watch
        else:
            # What could not be armed before a load waits for a retry of its token.
            watch.armed = stored is None
        for trigger in watch.spec.triggers:
            if trigger.kind in _NAMED:
                self._named.setdefault((trigger.kind, trigger.name), {})[key] = watch
            if trigger.kind == "conditional" or any(item.binding for item in trigger.properties):
                self.lookers[key] = watch
        if watch.clocks:
            self.timers[key] = watch

    def _drop(self, key: Key) -> None:
        watch = self._all.pop(key, None)
        if watch is None:
            return
        for index in (self.lookers, self.timers, self.unarmed):
            index.pop(key, None)
        for trigger in watch.spec.triggers:
            if trigger.kind in _NAMED:
                self._named[(trigger.kind, trigger.name)].pop(key, None)

    def keep(self, kept: "dict[Key, Watch]") -> None:
        """Forget all but some, and what no listener has asked for: the rest begins anew after a load."""
        self._all, self.stored = kept, {}

    def rearm(self, token: Token) -> bool:
        """Let what could not be armed because of `token` be tried again; False if there is nothing."""
        keys = [(token.id, name) for name in (token.task_spec.name, *token.task_spec.boundaries)]
        keys += [(token.workflow.host_id, name) for name in token.workflow.spec.event_subs]
        again = [self._all[key] for key in keys if key in self._all and not self._all[key].armed]
        self.unarmed.update({watch.key: watch for watch in again})
        return bool(again)

    # --- timers

    def schedule(self, watch: Watch, position: int, clock: Clock | None) -> None:
        """Set or clear one timer of a listener."""
        if clock is None:
            watch.clocks.pop(position, None)
        else:
            watch.clocks[position] = clock
        if watch.clocks and watch in self:
            self.timers[watch.key] = watch
        else:
            self.timers.pop(watch.key, None)

    @property
    def next_due(self) -> datetime | None:
        """When the next timer fires."""
        moments = [watch.due for watch in self.timers.values() if watch.due is not None]
        return datetime.fromtimestamp(min(moments), UTC) if moments else None

    def due(self, now: float) -> list[tuple[Watch, int]]:
        """Listeners whose timer is due, and which of their triggers it is, the earliest first."""
        late = [
            (clock.due, watch.key, position)
            for watch in self.timers.values()
            for position, clock in watch.clocks.items()
            if clock.due <= now
        ]
        return [(self._all[key], position) for _, key, position in sorted(late)]

    def dump(self) -> list[Any]:
        """What a snapshot keeps of those that have something to remember."""
        kept = [watch for key, watch in self._all.items() if watch.spec.remembers and key not in self.unarmed]
        return [
            [*watch.key, *(watch.state() if watch.armed else ())]
            for watch in sorted(kept, key=lambda watch: watch.key)
        ]
