"""Listeners of an instance: which element waits for what, on behalf of which token or level.

They follow the states of tokens and are never stored themselves; what they have learned since (when a
timer is due, whether a condition held) is, and is given back to them after a load.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from engine.execution.events.triggers import Trigger
from engine.execution.token import FAILED, READY, STARTED, WAITING, Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance
    from engine.execution.level import Level

Key = tuple[int, str]
"""Id of the holding token, or of the token around the level (0 for the process), and the element."""

_NAMED = frozenset({"message", "signal"})
_ACTIVE = READY | STARTED | FAILED


class Watch:
    """One listener.

    Attributes
    ----------
    holder
        The token on whose behalf it listens; None for an event sub-process, which listens for its level.
    armed
        Whether its expressions were evaluated since it began to listen.
    due, left
        Moment of the timer in seconds since the epoch, and the turns that are left after it.
    held
        Whether its condition was true when it was last looked at.
    got
        Positions of the triggers that have come, where all of them are needed.
    keys
        Values of correlation properties that a message must carry.
    """

    __slots__ = ("armed", "due", "got", "held", "holder", "keys", "left", "level", "spec")

    def __init__(self, spec: Any, level: "Level", holder: Token | None) -> None:
        self.spec = spec
        self.level = level
        self.holder = holder
        self.armed = False
        self.due: float | None = None
        self.left = 0
        self.held = False
        self.got: list[int] = []
        self.keys: dict[str, Any] = {}

    @property
    def key(self) -> Key:
        """Its name within the instance."""
        around = self.holder.id if self.holder is not None else self.level.host_id
        return around, self.spec.name

    @property
    def scope(self) -> Any:
        """Where its expressions look."""
        return self.holder.scope if self.holder is not None else self.level.scope

    @property
    def timer_position(self) -> int:
        """Which of its triggers is its timer."""
        return next(n for n, trigger in enumerate(self.spec.triggers) if trigger.schedule is not None)

    def state(self) -> list[Any]:
        """What a snapshot keeps of it."""
        return [self.due, self.left, self.held, self.got, self.keys]

    def take(self, state: list[Any]) -> None:
        """Remember what a snapshot kept."""
        self.due, self.left, self.held, self.got, self.keys = state
        self.armed = True

    def matches(self, trigger: Trigger, keys: Mapping[str, Any]) -> bool:
        """Whether a message with these keys is meant for this listener."""
        expected = {item.id: self.keys[item.id] for item in trigger.properties if item.id in self.keys}
        return all(keys.get(name) == value for name, value in expected.items() if value is not None)


class Watches:
    """All listeners of an instance, by what they wait for."""

    def __init__(self, instance: "Instance") -> None:
        self._instance = instance
        self._all: dict[Key, Watch] = {}
        self._named: dict[tuple[str, str | None], dict[Key, Watch]] = {}
        self.conditions: dict[Key, Watch] = {}
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
        return sorted(self._named.get((kind, name), {}).values(), key=lambda watch: watch.key[0])

    # --- following the tokens

    def follow(self, token: Token, old: int, new: int) -> None:
        """Keep the listeners of one token in step with its state."""
        spec = token.task_spec
        if spec.catches and (old == WAITING) != (new == WAITING):
            if new == WAITING:
                self._add(Watch(spec, token.workflow, token))
            else:
                self._drop((token.id, spec.name))
        active = _ACTIVE | WAITING if spec.catches else _ACTIVE
        if spec.boundaries and bool(old & active) != bool(new & active):
            for name in spec.boundaries:
                if new & active:
                    self._add(Watch(token.workflow.spec.task_specs[name], token.workflow, token))
                else:
                    self._drop((token.id, name))

    def open_level(self, level: "Level") -> None:
        """Let the event sub-processes of a level listen, unless one of them has interrupted it."""
        names = level.spec.event_subs
        if not names or level.completed or any(token.task_spec.usurps for token in level.open.values()):
            return
        for name in names:
            if (level.host_id, name) not in self._all:
                self._add(Watch(level.spec.task_specs[name], level, None))

    def close_level(self, level: "Level") -> None:
        """The event sub-processes of a level listen no more."""
        for name in level.spec.event_subs:
            self._drop((level.host_id, name))

    def _add(self, watch: Watch) -> None:
        key = watch.key
        self._all[key] = watch
        stored = self.stored.pop(key, None)
        if stored is not None:
            watch.take(stored)
        elif watch.spec.evaluates:
            self.unarmed[key] = watch
        else:
            watch.armed = True
        for trigger in watch.spec.triggers:
            if trigger.kind in _NAMED:
                self._named.setdefault((trigger.kind, trigger.name), {})[key] = watch
            elif trigger.kind == "conditional":
                self.conditions[key] = watch
        self.schedule(watch, watch.due, watch.left)

    def _drop(self, key: Key) -> None:
        watch = self._all.pop(key, None)
        if watch is None:
            return
        for index in (self.conditions, self.timers, self.unarmed):
            index.pop(key, None)
        for trigger in watch.spec.triggers:
            if trigger.kind in _NAMED:
                self._named[(trigger.kind, trigger.name)].pop(key, None)

    def rearm(self, token: Token) -> bool:
        """Let what could not be armed because of `token` be tried again; False if there is nothing."""
        keys = [(token.id, name) for name in token.task_spec.boundaries]
        if token.task_spec is token.workflow.spec.start:
            keys += [(token.workflow.host_id, name) for name in token.workflow.spec.event_subs]
        again = [self._all[key] for key in keys if key in self._all and not self._all[key].armed]
        self.unarmed.update({watch.key: watch for watch in again})
        return bool(again)

    # --- timers

    def schedule(self, watch: Watch, due: float | None, left: int) -> None:
        """Set or clear the moment at which a listener's timer fires."""
        watch.due, watch.left = due, left
        if due is None:
            self.timers.pop(watch.key, None)
        else:
            self.timers[watch.key] = watch

    @property
    def next_due(self) -> datetime | None:
        """When the next timer fires."""
        moments = [watch.due for watch in self.timers.values() if watch.due is not None]
        return datetime.fromtimestamp(min(moments), UTC) if moments else None

    def due(self, now: float) -> list[Watch]:
        """Listeners whose timer is due, the earliest first."""
        late = [watch for watch in self.timers.values() if watch.due is not None and watch.due <= now]
        return sorted(late, key=lambda watch: (watch.due, watch.key))

    def dump(self) -> list[Any]:
        """What a snapshot keeps of those that have something to remember."""
        blank = Watch(None, None, None).state()  # type: ignore[arg-type]
        kept = [(watch.key, watch.state()) for watch in self._all.values() if watch.spec.evaluates]
        return [[*key, *state] for key, state in sorted(kept) if state != blank or key not in self.unarmed]
