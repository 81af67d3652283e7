"""Triggers: what an event of the diagram waits for, or what it throws."""

from dataclasses import dataclass
from typing import Literal

from engine.execution.events.schedule import Schedule

Kind = Literal[
    "message",
    "signal",
    "timer",
    "error",
    "escalation",
    "conditional",
    "compensation",
    "cancel",
    "terminate",
    "link",
]


@dataclass(frozen=True, slots=True)
class Property:
    """One correlation property of a message.

    Attributes
    ----------
    path
        Gives its value from what the sender sends and sees; None if the model retrieves none.
    binding
        Gives the value that a receiver expects, from its own variables; None if it takes the first
        value that the conversation brings (BPMN 2.0.2, 8.4.2).
    """

    id: str
    path: str | None
    binding: str | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """One event definition.

    Attributes
    ----------
    name
        Of the message or signal, code of the error or escalation, name of the link, id of the activity to
        compensate; None where any will do.
    condition
        Source of a conditional event.
    schedule
        When a timer fires.
    properties
        What a message is correlated by.
    waits
        Whether who asks for compensation waits for it.
    """

    kind: Kind
    name: str | None = None
    condition: str | None = None
    schedule: Schedule | None = None
    properties: tuple[Property, ...] = ()
    waits: bool = True

    @property
    def sources(self) -> tuple[str, ...]:
        """Every expression in it."""
        found = [self.condition, self.schedule.source if self.schedule else None]
        found += [source for item in self.properties for source in (item.path, item.binding)]
        return tuple(source for source in found if source)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Pairs (name, expression): what goes into a message or a called process, and what comes out of it.

    Attributes
    ----------
    all_in, all_out
        Whether a call gives all variables that it sees, and takes all that the called process has.
    """

    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    all_in: bool = False
    all_out: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Every expression in it."""
        return tuple(source for _, source in (*self.inputs, *self.outputs))
