"""What an execution tells about itself: small frozen records without behaviour."""

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple


class WaitingStep(NamedTuple):
    """An open user or manual task; a tuple, for a wide split has hundreds of them.

    Attributes
    ----------
    token
        Names the open step; pass it to `Execution.complete`.
    element, name, lane
        The BPMN element, its label and the label of its lane.
    position, item
        Position and value within a multi-instance, else None.
    tag
        What the caller keeps with it.
    sign
        ``before``, ``beside`` or ``after`` for a signer: how he signs; else None.
    host
        Of a signer: the token of the step that he signs at, else 0.
    later
        Tags of those who sign after it and whose turn has not come.
    """

    token: int
    element: str
    name: str | None
    lane: str | None
    position: int | None = None
    item: Any = None
    tag: Any = None
    sign: str | None = None
    host: int = 0
    later: tuple[Any, ...] = ()


@dataclass(frozen=True)
class PendingCall:
    """A service step whose answer has not come yet."""

    token: int
    element: str


@dataclass(frozen=True, order=True)
class Listener:
    """Somebody waits for a message or signal from outside.

    Attributes
    ----------
    holder
        The token on whose behalf, or that of the sub-process around; 0 for the process.
    keys
        Values (name, JSON text) of correlation properties that a message must carry.
    """

    holder: int
    element: str
    kind: str
    name: str
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Failure:
    """A step that did not work and waits for a retry; `code` as in `StepFailed`."""

    token: int
    element: str
    code: str
    detail: str


class Change(NamedTuple):
    """One variable got another value.

    Attributes
    ----------
    scope
        0 for the instance, else the token of the sub-process or multi-instance item; negative for what a
        token has called.
    name, old, new
        The variable, its value before (None if there was none) and after.
    element
        The element whose step wrote it; None for a write from outside.
    """

    scope: int
    name: str
    old: Any
    new: Any
    element: str | None


TraceEvent = Literal["enter", "complete", "cancel", "void", "fail"]


class Trace(NamedTuple):
    """One thing that happened; `n` counts upwards through the life of the instance.

    A tuple, for each step makes two. `item` tells that it happened to one of several, not to the whole
    multi-instance step or loop.
    """

    n: int
    element: str
    event: TraceEvent
    token: int
    item: bool = False


@dataclass(frozen=True)
class PastStep:
    """A completed user task that still counts; a greater `n` was completed later.

    Attributes
    ----------
    of_whole
        Whether it is one of several and all of these are done: a return to its element opens them all.
    """

    token: int
    element: str
    n: int
    of_whole: bool = False


@dataclass(frozen=True)
class Standing:
    """Where something of an instance stands, whatever it waits for."""

    token: int
    element: str


@dataclass(frozen=True)
class Returned:
    """Result of a return: the newly opened token, the cancelled open ones, the voided ones."""

    token: int
    cancelled: tuple[int, ...]
    voided: tuple[int, ...]


@dataclass(frozen=True)
class Marking:
    """Where the instance has been and is, for the diagram."""

    done: frozenset[str]
    current: frozenset[str]
    failed: frozenset[str]
    flows: frozenset[str]
