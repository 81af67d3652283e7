"""What differs between two pictures of a matter, in words that a page can show."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from db.link import Row
from engine import events
from engine.execution import Awaited, Change, ScopeView
from engine.filling import is_of_the_record
from engine.saving import ENDED
from forms.access import Access
from forms.validation import changes as leaf_changes

from .picture import Picture

Names = Mapping[str, tuple[str, ...]]
"""Names of the people behind principal keys."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the diagram; `detail` is the code of an incident, or the operation of a call."""

    element: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TaskEffect:
    """A task that closes, opens or goes to others; `people` may handle it, before or from then on."""

    element: str
    name: str
    people: tuple[str, ...]
    due_at: datetime | None = None
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """A timer, message, signal, condition or deadline that is waited for."""

    element: str
    name: str
    kind: str
    what: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VariableEffect:
    """A leaf of a variable that changes; `scope` is 0 for the instance."""

    scope: int
    pointer: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Told:
    """Who is told: ``task``, ``returned``, ``handed``, ``suspended``, ``resumed``, ``ended`` or ``copy``."""

    kind: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What an action does.

    Attributes
    ----------
    fingerprint
        How the matter stood before it.
    left, entered
        Where tokens go away and come.
    given
        Open tasks that go to other people.
    stopped, begun
        What is no longer waited for, and what is from then on.
    hidden
        How many variables change that this reader does not see.
    sent
        Messages and signals that go to other matters: kind and name.
    """

    fingerprint: str
    state: str
    state_after: str
    number: int
    number_after: int
    left: tuple[Spot, ...]
    entered: tuple[Spot, ...]
    closed: tuple[TaskEffect, ...]
    opened: tuple[TaskEffect, ...]
    given: tuple[TaskEffect, ...]
    stopped: tuple[Wait, ...]
    begun: tuple[Wait, ...]
    withdrawn: tuple[Spot, ...]
    called: tuple[Spot, ...]
    solved: tuple[Spot, ...]
    failed: tuple[Spot, ...]
    variables: tuple[VariableEffect, ...]
    hidden: int
    told: tuple[Told, ...]
    sent: tuple[tuple[str, str], ...]

    @property
    def ends(self) -> bool:
        """Whether the matter is over then, and was not before."""
        return self.state_after in ENDED and self.state not in ENDED

    @property
    def is_nothing(self) -> bool:
        """Whether nothing but the record would change."""
        changed = (self.left, self.entered, self.closed, self.opened, self.given, self.stopped, self.begun)
        more = (self.withdrawn, self.called, self.solved, self.failed, self.variables, self.sent)
        same = (self.state, self.number) == (self.state_after, self.number_after)
        return same and not self.hidden and not any((*changed, *more))


def compare(
    before: Picture,
    after: Picture,
    told: Sequence[object],
    access: Access,
    names: Callable[[Iterable[str]], Names],
) -> Effect:
    """Say what has changed from one picture to the next.

    Parameters
    ----------
    told
        The events that were published meanwhile.
    access
        Which fields of the form the reader sees.
    names
        Gives the people behind principal keys.
    """
    keys = {key for one in (before, after) for task in one.tasks.values() for key in _holders(task)}
    said = [found for event in told if (found := _told(event))]
    people = names(keys | {key for _, given in said for key in given})
    variables, hidden = _variables(before, after, access)
    stopped, begun = _waits(before, after)
    return Effect(
        fingerprint=before.fingerprint,
        state=before.row.state,
        state_after=after.row.state,
        number=before.deployed.number,
        number_after=after.deployed.number,
        left=_spots(before, before.places, after.places),
        entered=_spots(after, after.places, before.places),
        closed=_tasks(before, after, people),
        opened=_tasks(after, before, people),
        given=_given(before, after, people),
        stopped=stopped,
        begun=begun,
        withdrawn=_marks(before, before.pending, after.pending, "operation"),
        called=_marks(after, after.pending, before.pending, "operation"),
        solved=_marks(before, before.incidents, after.incidents, "code"),
        failed=_marks(after, after.incidents, before.incidents, "code"),
        variables=variables,
        hidden=hidden,
        told=tuple(Told(kind, _people(given, people)) for kind, given in said if given),
        sent=tuple(sorted(after.sent[key] for key in after.sent.keys() - before.sent.keys())),
    )


def _spots(of: Picture, mine: Mapping[int, str], other: Mapping[int, str]) -> tuple[Spot, ...]:
    gone = [element for token, element in sorted(mine.items()) if other.get(token) != element]
    return tuple(Spot(element, of.deployed.step_name(element)) for element in gone)


def _marks(of: Picture, mine: Mapping[int, Row], other: Mapping[int, Row], detail: str) -> tuple[Spot, ...]:
    return tuple(
        Spot(row.element, of.deployed.step_name(row.element), getattr(row, detail))
        for key, row in sorted(mine.items())
        if key not in other
    )


def _holders(task: Row) -> tuple[str, ...]:
    return (f"p:{task.claimed_by}",) if task.claimed_by else tuple(sorted(task.candidates))


def _people(keys: Iterable[str], names: Names) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for key in keys for name in names.get(key, ())))


def _tasks(of: Picture, other: Picture, names: Names) -> tuple[TaskEffect, ...]:
    return tuple(
        TaskEffect(task.element, task.name, _people(_holders(task), names), task.due_at)
        for key, task in sorted(of.tasks.items())
        if key not in other.tasks
    )


def _given(before: Picture, after: Picture, names: Names) -> tuple[TaskEffect, ...]:
    both = [(before.tasks[key], after.tasks[key]) for key in sorted(before.tasks.keys() & after.tasks.keys())]
    return tuple(
        TaskEffect(
            new.element, new.name, _people(_holders(new), names), new.due_at, _people(_holders(old), names)
        )
        for old, new in both
        if _holders(old) != _holders(new)
    )


def _waits(before: Picture, after: Picture) -> tuple[tuple[Wait, ...], tuple[Wait, ...]]:
    """What is told twice counts twice: several items of a step wait for the same."""
    had, has = _all_waits(before), _all_waits(after)
    return tuple((had - has).elements()), tuple((has - had).elements())


def _all_waits(of: Picture) -> Counter[Wait]:
    name = of.deployed.step_name
    found = Counter(_wait(of, one) for one in of.awaited)
    found.update(Wait(element, name(element), "deadline", "", at) for element, at in of.deadlines)
    return found


def _wait(of: Picture, one: Awaited) -> Wait:
    at = datetime.fromtimestamp(one.due, UTC) if one.due is not None else None
    # How a moment is said may be a formula over hidden fields: its moment is enough.
    what = one.name if one.kind in ("message", "signal") else ""
    return Wait(one.element, of.deployed.step_name(one.element), one.kind, what, at)


def _variables(before: Picture, after: Picture, access: Access) -> tuple[tuple[VariableEffect, ...], int]:
    old = {scope.id: scope for scope in before.scopes}
    found: list[VariableEffect] = []
    hidden = 0
    form = after.deployed.form
    for change in _changes(old, after.scopes):
        if change.scope == 0 and is_of_the_record(form, change.name):
            continue
        field = form.fields.get(change.name)
        if field is not None and (field.secret or access.mode(field.pointer) == "hidden"):
            hidden += 1
            continue
        leaves = leaf_changes({change.name: change.old}, {change.name: change.new})
        found += [VariableEffect(change.scope, pointer, was, now) for pointer, was, now in leaves]
    return tuple(found), hidden


def _changes(old: Mapping[int, ScopeView], new: Sequence[ScopeView]) -> list[Change]:
    return [
        Change(scope.id, name, was.get(name), value, None)
        for scope in new
        for was in (old[scope.id].names if scope.id in old else {},)
        for name, value in scope.names.items()
        if was.get(name) != value
    ]


def _told(event: object) -> tuple[str, tuple[str, ...]] | None:
    """Whom an event is told; the rooms that subscribe to it may leave out who does not want to hear."""
    match event:
        case events.TaskOpened():
            return "returned" if event.returned else "task", event.candidates
        case events.TaskHanded():
            return "handed", event.candidates
        case events.InstanceSuspended():
            to = tuple(key for key in event.to if key != f"p:{event.by}")
            return "resumed" if event.resumed else "suspended", to
        case events.CopiesSent():
            return "copy", tuple(f"p:{person}" for person in event.people)
        case events.InstanceEnded() if event.state != "cancelled":
            return "ended", (f"p:{event.initiator_id}",)
    return None
