"""Data associations: what goes into a node from data objects and stores, and what comes out (10.4).

An activity with associations has a scope of its own while it runs, with a name for each of its data inputs
and outputs. An output that was not written changes nothing outside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.execution.scopes import Scope
from engine.execution.values import plain

if TYPE_CHECKING:
    from engine.execution.token import Token


@dataclass(frozen=True, slots=True)
class Place:
    """Where an association reads or writes: a variable, or a data store of the service."""

    name: str
    is_store: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """One way of data.

    Attributes
    ----------
    source
        Where the value comes from; None if an expression alone gives it.
    expression
        What makes the value: a transformation, or the right side of an assignment.
    """

    source: Place | None
    expression: str | None
    target: Place


@dataclass(frozen=True, slots=True)
class DataWays:
    """The data of one node: its own names, what it takes, what it gives."""

    names: tuple[str, ...] = ()
    taken: tuple[Copy, ...] = ()
    given: tuple[Copy, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Every expression in it."""
        return tuple(copy.expression for copy in (*self.taken, *self.given) if copy.expression)


NONE = DataWays()


def take_in(token: "Token", ways: DataWays) -> None:
    """Give the token a scope with its inputs filled and its outputs empty.

    Raises
    ------
    StepFailed
    """
    top = token.workflow.top_workflow
    outer = token.scope
    names: dict[str, Any] = dict.fromkeys(ways.names)
    scope = Scope(token.id, outer, names)
    for copy in ways.taken:
        value = _value(token, copy, outer)
        if copy.target.is_store:
            top.put_stored(copy.target.name, value)
        elif copy.target.name in names:
            names[copy.target.name] = value
        else:
            top.write_in(outer, copy.target.name, value)
    top.item_scopes[token.id] = scope


def give_out(token: "Token", ways: DataWays) -> None:
    """Write what the outputs hold to where they lead, and let the scope go.

    Raises
    ------
    StepFailed
    """
    top = token.workflow.top_workflow
    scope: Scope = top.item_scopes[token.id]
    outer = scope.parent
    assert outer is not None
    for copy, value in _written(token, ways, scope):
        if copy.target.is_store:
            top.put_stored(copy.target.name, value)
        else:
            top.write_in(outer, copy.target.name, value)
    if not token.is_item:
        top.item_scopes.pop(token.id, None)
        top.columns.scopes.pop(token.id, None)


def fill_outputs(token: "Token", ways: DataWays, values: Mapping[str, Any]) -> None:
    """Put what came into the outputs of its names; what comes alone goes into the only output."""
    names = token.scope.names
    outputs = [copy.source.name for copy in ways.given if copy.source and copy.source.name in names]
    for name in outputs:
        if name in values:
            names[name] = plain(values[name])
        elif len(outputs) == 1 == len(values):
            names[name] = plain(next(iter(values.values())))


def _written(token: "Token", ways: DataWays, scope: Scope) -> Iterator[tuple[Copy, Any]]:
    for copy in ways.given:
        source = copy.source
        if source is not None and source.name in scope.names and scope.names[source.name] is None:
            continue
        yield copy, _value(token, copy, scope)


def _value(token: "Token", copy: Copy, scope: Scope) -> Any:
    top = token.workflow.top_workflow
    found = None
    if copy.source is not None:
        found = top.stored(copy.source.name) if copy.source.is_store else top.read_in(scope, copy.source.name)
    if copy.expression is None:
        return found
    extra = {copy.source.name: found} if copy.source is not None else None
    return top.evaluate(scope, copy.expression, extra)
