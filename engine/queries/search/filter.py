"""What may be wanted of instances; everything that is said must hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from engine.errors import EngineError
from engine.models import INSTANCE_STATES
from forms.errors import FieldError
from forms.pointers import join

STATES: Final = INSTANCE_STATES
MARKS: Final = ("incident", "overdue", "held")
"""What an instance may be besides its state: with an open incident, or a task overdue or put on hold."""
LONGEST: Final = 200
"""Characters of anything that is typed."""
Operator = Literal["is", "from", "to"]
OPERATORS: Final[tuple[Operator, ...]] = ("is", "from", "to")


class BadFilter(EngineError):
    """Something that was typed cannot be looked for.

    Parameters
    ----------
    faults
        Code by the name of what was typed: ``unknown``, ``date``, ``number``, ``too_long``, ``one_service``,
        ``no_order``.
    """

    code = "bad_filter"

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__()
        self.faults = dict(faults)

    @property
    def errors(self) -> tuple[FieldError, ...]:
        """The faults as doors tell them, in the order of their names."""
        return tuple(
            FieldError(join("", name), code, {"limit": LONGEST} if code == "too_long" else {})
            for name, code in sorted(self.faults.items())
        )


@dataclass(frozen=True, slots=True)
class FieldTest:
    """What a searchable field must hold: the value, or a number or day from or to it, both inclusive."""

    pointer: str
    operator: Operator
    value: str


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; empty for whatever does not matter.

    Attributes
    ----------
    services
        Process keys.
    versions
        Numbers of versions of the one service.
    states
        Of ``STATES``; several are alternatives.
    marks
        Of ``MARKS``; each must hold.
    words
        The beginning of a business number, the initiator by name or number, or a searchable value.
    step
        The element where a task is open, a call is under way or an incident stands.
    initiator, handler
        A name or its beginning, or a number; a handler handles it now or has handled it.
    unit
        Code of a unit; the units below it count as well.
    number
        The beginning of the business number.
    started_from, started_to, ended_from, ended_to
        Days of the campus, both inclusive.
    fields
        Tests of searchable fields of the one service.
    oldest_first
        By their beginning; the newest first otherwise.
    """

    services: tuple[str, ...] = ()
    versions: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    words: str = ""
    step: str = ""
    initiator: str = ""
    handler: str = ""
    unit: str = ""
    number: str = ""
    started_from: date | None = None
    started_to: date | None = None
    ended_from: date | None = None
    ended_to: date | None = None
    fields: tuple[FieldTest, ...] = ()
    oldest_first: bool = False

    @property
    def service(self) -> str | None:
        """The one service, if it is one."""
        return self.services[0] if len(self.services) == 1 else None
