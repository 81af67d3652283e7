"""Beginning to listen: the expressions of timers, conditions and correlations are evaluated once."""

from typing import TYPE_CHECKING, Any

from engine.execution.errors import StepFailed
from engine.execution.events import schedule
from engine.execution.events.firing import fire
from engine.execution.events.triggers import Trigger
from engine.execution.events.watches import Watch

if TYPE_CHECKING:
    from engine.execution.instance import Instance


CYCLE = "<cycle>"
"""Where a listener keeps the text of a cycle that an expression gave."""


def arm_all(instance: "Instance") -> None:
    """Arm what has begun to listen; a listener that cannot be armed fails the token that holds it."""
    pending = instance.watches.unarmed
    while pending:
        watch = pending.pop(next(iter(pending)))
        try:
            arm(instance, watch)
        except StepFailed as failure:
            watch.armed = False
            _fail(watch, failure)


def _fail(watch: Watch, failure: StepFailed) -> None:
    """A level has no token of its own to fail: the token that began it stands for it."""
    token = watch.holder or next(iter(watch.level.open.values()))
    if watch.holder is None or watch.spec.catches:
        token.fail(failure.code, failure.detail)
    else:
        token.fail(failure.code, f"{watch.spec.name}: {failure.detail}")


def arm(instance: "Instance", watch: Watch) -> None:
    """Evaluate what the triggers of a listener need; a condition that holds already fires it.

    Raises
    ------
    StepFailed
    """
    watch.armed = True
    for position, trigger in enumerate(watch.spec.triggers):
        if trigger.schedule is not None:
            _start_timer(instance, watch, trigger.schedule)
        if trigger.properties:
            watch.keys.update(_keys(instance, watch, trigger))
        if trigger.kind == "conditional" and watch in instance.watches:
            look(instance, watch, position, trigger)


def look(instance: "Instance", watch: Watch, position: int, trigger: Trigger) -> None:
    """Fire when the condition has become true: it fires again only after it was false (10.5.5)."""
    held, watch.held = watch.held, holds(instance, watch, trigger)
    if watch.held and not held:
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


def _start_timer(instance: "Instance", watch: Watch, timer: schedule.Schedule) -> None:
    value: Any = timer.literal
    if value is None:
        found = instance.evaluate(watch.scope, timer.source or "")
        value = schedule.value_of(timer, found)
        if timer.kind == "cycle":
            watch.keys[CYCLE] = found
    try:
        due, left = schedule.due_at(value, instance.env.clock())
        moment = due.timestamp()
    except (OverflowError, ValueError) as exc:
        raise StepFailed("timer", str(exc)) from exc
    instance.watches.schedule(watch, moment, left)


def _keys(instance: "Instance", watch: Watch, trigger: Trigger) -> dict[str, Any]:
    """Correlate by the receiver's own variables, else by what the conversation has brought (8.4.2)."""
    return {
        item.id: instance.evaluate(watch.scope, item.binding)
        if item.binding
        else instance.correlations.get(item.id)
        for item in trigger.properties
    }
