"""Beginning to listen: the expressions of timers, conditions and correlations are evaluated once."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from engine.execution.errors import StepFailed
from engine.execution.events import schedule
from engine.execution.events.firing import fire
from engine.execution.events.triggers import Trigger
from engine.execution.events.watches import Clock, Watch
from engine.execution.token import FAILED

if TYPE_CHECKING:
    from engine.execution.instance import Instance


def arm_all(instance: "Instance") -> None:
    """Arm what has begun to listen; a listener that cannot be armed fails the token that holds it."""
    pending = instance.watches.unarmed
    while pending:
        watch = pending.pop(min(pending))
        try:
            arm(instance, watch)
        except StepFailed as failure:
            unarm(instance, watch, failure)


def unarm(instance: "Instance", watch: Watch, failure: StepFailed) -> None:
    """Fail the token on whose behalf it listens; a retry of that arms it again.

    A level has no token of its own to fail: the oldest on it that can fail stands for it.
    """
    watch.armed = False
    for position in [*watch.clocks]:
        instance.watches.schedule(watch, position, None)
    holders = [watch.holder] if watch.holder is not None else [*watch.level.open.values()]
    token = next((holder for holder in holders if holder._state != FAILED), None)
    if token is not None:
        own = token.task_spec is watch.spec
        token.fail(failure.code, failure.detail if own else f"{watch.spec.name}: {failure.detail}")


def arm(instance: "Instance", watch: Watch) -> None:
    """Evaluate what the triggers of a listener need; a condition that holds already fires it.

    Raises
    ------
    StepFailed
    """
    watch.armed = True
    for position, trigger in enumerate(watch.spec.triggers):
        if trigger.schedule is not None:
            _start_timer(instance, watch, position, trigger.schedule)
        bind(instance, watch, trigger)
        if trigger.kind == "conditional" and watch in instance.watches:
            look(instance, watch, position, trigger)


def look(instance: "Instance", watch: Watch, position: int, trigger: Trigger) -> None:
    """Fire when the condition has become true: it fires again only after it was false (10.5.5)."""
    held, holds_now = position in watch.held, holds(instance, watch, trigger)
    if held != holds_now:
        watch.held = sorted({*watch.held} ^ {position})
    if holds_now and not held:
        fire(watch, position)


def holds(instance: "Instance", watch: Watch, trigger: Trigger) -> bool:
    """Whether a condition is true; not if what it speaks of is not there yet.

    Raises
    ------
    StepFailed
    """
    try:
        return bool(instance.evaluate(watch.scope, trigger.condition or ""))
    except StepFailed as failure:
        if failure.code in ("name", "type"):
            return False
        raise


def bind(instance: "Instance", watch: Watch, trigger: Trigger) -> None:
    """Work out what a message must carry by the receiver's own variables (8.4.2).

    Raises
    ------
    StepFailed
    """
    for item in trigger.properties:
        if item.binding:
            watch.keys[item.id] = instance.evaluate(watch.scope, item.binding)


def _start_timer(instance: "Instance", watch: Watch, position: int, timer: schedule.Schedule) -> None:
    value: Any = timer.literal
    text = None
    if value is None:
        found = instance.evaluate(watch.scope, timer.source or "")
        value = schedule.value_of(timer, found)
        text = found if timer.kind == "cycle" else None
    try:
        now = instance.env.clock()
        due, left = schedule.due_at(value, now)
        if isinstance(value, schedule.Cycle) and value.drifts:
            text = value.text_since(now)
        clock = Clock(due.timestamp(), left, text)
    except (OverflowError, ValueError) as exc:
        raise StepFailed("timer", str(exc)) from exc
    instance.watches.schedule(watch, position, clock)


def next_turn(instance: "Instance", watch: Watch, position: int) -> None:
    """Set a timer that is due to its next turn, or stop it."""
    clock, timer = watch.clocks[position], watch.spec.triggers[position].schedule
    following = None
    if clock.left:
        value: Any = timer.literal if clock.text is None else schedule.value_of(timer, clock.text)
        due = value.after(datetime.fromtimestamp(clock.due, UTC), instance.env.clock())
        left = clock.left if clock.left == schedule.FOREVER else clock.left - 1
        following = Clock(due.timestamp(), left, clock.text)
    instance.watches.schedule(watch, position, following)
