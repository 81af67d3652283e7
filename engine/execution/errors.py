"""What may go wrong in this room, as codes with parameters.

::

    ExecutionError
    ├── NotExecutable      a diagram that this engine does not run
    ├── NotStartable       the process begins only by an event
    ├── UnknownToken       no such token in this instance
    ├── NotWaiting         the token is no open user or manual task
    ├── NotFailed          only a failed step can be tried again
    ├── CannotMove         a token cannot be moved like this
    │   └── CannotReturn   the target is not in this step's past
    ├── NotStorable        a value that is not JSON
    ├── UnknownFormat      a snapshot written in a format that this program does not know
    └── BrokenSnapshot     a snapshot of a known format that cannot be read with this program
    StepFailed             inside the room only: a step did not work; becomes a `Failure`
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One reason why a diagram is not executable.

    Attributes
    ----------
    code
        What is wrong, for example ``unsupported_element``.
    element
        Id of the BPMN element, or None where it has none.
    params
        What a sentence about it needs: names, attributes, line.
    """

    code: str
    element: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


class ExecutionError(Exception):
    """The engine could not do this."""

    code = "execution"

    def __init__(self, code: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.params = params
        super().__init__(self.code, params)


class NotExecutable(ExecutionError):
    """The diagram contains what this engine does not run."""

    code = "not_executable"

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        elements = sorted({finding.element for finding in findings if finding.element})
        super().__init__(None, elements=elements, codes=sorted({finding.code for finding in findings}))


class NotStartable(ExecutionError):
    """The process does not begin this way."""

    code = "not_startable"


class UnknownToken(ExecutionError):
    """There is no such step in this instance."""

    code = "unknown_token"


class NotWaiting(ExecutionError):
    """The step is not waiting for anybody."""

    code = "not_waiting"


class NotFailed(ExecutionError):
    """The step has not failed."""

    code = "not_failed"


class CannotMove(ExecutionError):
    """A token cannot be moved like this; the code says why."""

    code = "cannot_move"


class CannotReturn(CannotMove):
    """The matter cannot be returned to this step."""

    code = "not_in_past"


class NotStorable(ExecutionError):
    """A value cannot be stored."""

    code = "not_storable"


class UnknownFormat(ExecutionError):
    """The stored state has a format that this program does not know."""

    code = "unknown_format"


class BrokenSnapshot(ExecutionError):
    """The stored state does not belong to this definition or is damaged."""

    code = "broken_snapshot"


class StepFailed(Exception):
    """A step did not work: its writes are taken back and its token waits for a retry.

    Parameters
    ----------
    code
        ``syntax``, ``name``, ``type``, ``limit_time``… of the sandbox, ``no_flow``, ``service``,
        ``budget``, ``loop``, ``not_storable``.
    detail
        Text for the person who mends it; never shown to an applicant.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
