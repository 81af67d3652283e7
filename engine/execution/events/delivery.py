"""From what was thrown to who catches it: at the moment of the throw, before any other step runs."""

from typing import TYPE_CHECKING, Any

from engine.execution.errors import StepFailed
from engine.execution.events.arming import arm_all, bind, look, unarm
from engine.execution.events.firing import fire
from engine.execution.events.occurrence import Occurrence
from engine.execution.events.watches import Watch
from engine.execution.token import Token

if TYPE_CHECKING:
    from engine.execution.instance import Instance


def settle(instance: "Instance") -> None:
    """Deliver what was thrown, then look at conditions whose variables changed, until all is quiet."""
    watches, journal = instance.watches, instance.journal
    while instance.thrown or watches.unarmed or journal.touched:
        if instance.thrown:
            deliver_thrown(instance)
        elif watches.unarmed:
            arm_all(instance)
        else:
            touched = journal.take_touched()
            instance.look_again(touched)
            for watch in watches.looking():
                if watch in watches and watch.armed:
                    _reconsider(instance, watch, touched)


def deliver_thrown(instance: "Instance") -> None:
    """Deliver everything that was thrown, and what that throws."""
    while instance.thrown:
        deliver(instance, instance.thrown.popleft())


def _reconsider(instance: "Instance", watch: Watch, touched: set[str]) -> None:
    """Look again at what speaks of a variable that was written."""
    for position, trigger in enumerate(watch.spec.triggers):
        bindings = [item.binding for item in trigger.properties if item.binding]
        sources = bindings if trigger.condition is None else [trigger.condition]
        if watch not in instance.watches or not any(instance.names_in(text) & touched for text in sources):
            continue
        try:
            if trigger.condition is not None:
                look(instance, watch, position, trigger)
            else:
                bind(instance, watch, trigger)
        except StepFailed as failure:
            unarm(instance, watch, failure)
            return


def deliver(instance: "Instance", event: Occurrence) -> bool:
    """Hand one occurrence to whoever waits for it here; what may concern others is kept for them.

    Returns
    -------
    Whether somebody here caught it.
    """
    if event.kind == "escalation" or event.kind == "error":
        watch = catcher(instance, instance.tokens[event.by], event.kind, event.name or None)
        if watch is not None:
            fire(watch, _position(watch, event.kind, event.name), by=event.by, payload=event.payload)
        else:
            _pass_on(instance, event)
        return watch is not None
    if event.kind == "signal":
        caught = _broadcast(instance, event)
        _pass_on(instance, event)
        return caught
    receiver = receiver_of(instance, event)
    if receiver is None:
        _pass_on(instance, event)
        return False
    _converse(instance, event)
    position = _position(receiver, "message", event.name)
    fire(receiver, position, by=event.by, payload=event.payload)
    return True


def receiver_of(instance: "Instance", event: Occurrence) -> Watch | None:
    """The one listener that a message is for: the oldest whose keys agree."""
    for watch in instance.watches.named("message", event.name):
        trigger = watch.spec.triggers[_position(watch, "message", event.name)]
        if watch.armed and watch.matches(trigger, event.keys):
            return watch
    return None


def _broadcast(instance: "Instance", event: Occurrence) -> bool:
    found = instance.watches.named("signal", event.name)
    for watch in found:
        if watch in instance.watches:
            position = _position(watch, "signal", event.name)
            fire(watch, position, by=event.by, payload=event.payload)
    return bool(found)


def _pass_on(instance: "Instance", event: Occurrence) -> None:
    if event.by:
        instance.sent.append(event)


def _converse(instance: "Instance", event: Occurrence) -> None:
    """The first message of a conversation gives the keys that the later ones must carry."""
    for name, value in event.keys.items():
        if value is not None:
            instance.correlations.setdefault(name, value)


def _position(watch: Watch, kind: str, name: str | None) -> int:
    fitting = [n for n, trigger in enumerate(watch.spec.triggers) if trigger.kind == kind]
    exact = [n for n in fitting if watch.spec.triggers[n].name == name]
    return (exact or fitting)[0]


# --- errors and escalations go outwards


def catcher(instance: "Instance", token: Token, kind: str, code: str | None) -> Watch | None:
    """Who catches an error or escalation of `token`: the nearest around it, a code of its own before any.

    Boundary events of the activity come first, then the event sub-processes of its level, then the same
    around the sub-process or call (BPMN 2.0.2, 10.5.7).
    """
    at: Token | None = token
    while at is not None:
        for candidates in _rings(instance, at):
            if found := _best(candidates, kind, code):
                return found
        at = at.workflow.around
    return None


def _rings(instance: "Instance", token: Token) -> "list[list[Watch]]":
    hosts = [token] + ([token.parent] if token.is_item else [])
    at_border = [instance.watches.get(host.id, name) for host in hosts for name in host.task_spec.boundaries]
    level: Any = token.workflow
    # What a handler throws is not for itself: it goes on outwards.
    others = [name for name in level.spec.event_subs if name != token.task_spec.name]
    inside = [instance.watches.get(level.host_id, name) for name in others]
    return [[watch for watch in ring if watch is not None] for ring in (at_border, inside)]


def _best(candidates: "list[Watch]", kind: str, code: str | None) -> Watch | None:
    names = {
        trigger.name: watch
        for watch in reversed(candidates)
        for trigger in watch.spec.triggers
        if trigger.kind == kind
    }
    exact = names.get(code) if code is not None else None
    return exact or names.get(None)


def raise_error(instance: "Instance", token: Token, code: str | None, payload: dict[str, Any]) -> bool:
    """Let an error of `token` be caught, which ends its activity; False if nobody does."""
    watch = catcher(instance, token, "error", code)
    if watch is None:
        return False
    fire(watch, _position(watch, "error", code), by=token.id, payload=payload)
    return True
