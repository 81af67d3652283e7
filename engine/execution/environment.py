"""What an execution needs from outside: time, the sandbox, services and limits."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol


class _Wait:
    """The answer comes later."""

    def __repr__(self) -> str:
        return "WAIT"


WAIT: Final = _Wait()
"""Returned by a service call whose answer `Execution.answer` will bring."""


class ServiceFailed(Exception):
    """A service did not do what it was asked; the step becomes a failure with this code.

    Parameters
    ----------
    code
        Reason of the failure, in the words of the service.
    detail
        Text for the person who mends it.
    """

    def __init__(self, code: str = "service", detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail


class BpmnError(Exception):
    """A service has an outcome that the diagram calls an error: a boundary event may catch it.

    Parameters
    ----------
    code
        The error's code in the diagram.
    payload
        Values that the event that catches it writes.
    """

    def __init__(self, code: str, payload: Mapping[str, Any] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.payload = dict(payload or {})


@dataclass(frozen=True)
class ServiceCall:
    """A service step that is being executed.

    Attributes
    ----------
    element
        Id of the service task.
    token
        The token that stands there.
    operation_id
        ``operationRef`` of the diagram, or None; native operations are found by `element`.
    variables
        What the step sees, as a copy.
    """

    element: str
    token: int
    operation_id: str | None
    variables: Mapping[str, Any]


class Expressions(Protocol):
    """The part of `expressions.sandbox.Sandbox` that is used here."""

    def evaluate(self, source: str, names: Mapping[str, Any]) -> Any:
        """Value of an expression."""

    def execute(self, source: str, names: Mapping[str, Any]) -> dict[str, Any]:
        """Names that a script changed or made."""


class Panel(Protocol):
    """Those who sign at a countersign step (会签): the caller knows who they are and when it is enough."""

    def members(self, element: str, token: int) -> list[Any]:
        """The tag of each of them, in order; asked when the step is entered."""

    def decided(self, element: str, token: int, signed: tuple[Any, ...], total: int, last: bool) -> bool:
        """Whether nobody else need sign; asked whenever the number of those who have, or will, changes.

        What it writes counts as written by the step.

        Parameters
        ----------
        token
            That of the whole.
        signed
            Tags of those who have signed and count.
        total
            How many there are, added ones among them.
        last
            Whether the diagram itself ends it now: all have signed, or its completion condition holds.
        """


def _no_service(call: ServiceCall) -> Mapping[str, Any]:
    raise ServiceFailed("no_operation", call.element)


@dataclass
class Environment:
    """Ports of one execution.

    Attributes
    ----------
    clock
        Gives the present moment, timezone-aware, UTC.
    sandbox
        Runs expressions and scripts of designers.
    call_service
        Does a service step: returns the variables to write, None for nothing, or `WAIT`. An
        exception makes the step a failure.
    functions
        Helpers offered to expressions by name; a variable of the same name hides the helper.
    stores
        Data stores of the diagram by name: what they hold outlives the instance.
    panel
        Who signs at countersign steps; None where nothing is done: one unnamed person for each.
    max_steps, max_seconds
        Budget of one `Execution.advance`; what is still running then fails with code ``budget``.
    """

    clock: Callable[[], datetime]
    sandbox: Expressions
    call_service: Callable[[ServiceCall], Any] = _no_service
    functions: Mapping[str, Callable[..., Any]] = field(default_factory=dict)
    stores: MutableMapping[str, Any] = field(default_factory=dict)
    panel: Panel | None = None
    max_steps: int = 10_000
    max_seconds: float = 10.0
