"""What a rehearsal has shown, as `tongban dry-run` tells it (interfaces.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from engine.execution import Execution, Failure, Program, Trace

Stop = Literal["wait", "end", "incident", "budget"]
_TOLD = ("enter", "complete", "cancel")


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One dry run.

    Attributes
    ----------
    stop
        ``wait``: somebody or something is waited for; ``end``: nothing is left; ``incident``: a step did not
        work; ``budget``: it ran for too long.
    trace
        What happened, oldest first.
    open
        Ids of the elements where it stands.
    flows, taken
        How many sequence flows are drawn, and how many of them were taken.
    """

    stop: Stop
    trace: tuple[Trace, ...]
    open: tuple[str, ...]
    variables: Mapping[str, Any]
    failures: tuple[Failure, ...]
    flows: int
    taken: int

    def as_json(self) -> dict[str, Any]:
        """Give the object of `tongban dry-run`."""
        told = [event for event in self.trace if event.event in _TOLD]
        return {
            "stop": self.stop,
            "trace": [
                {"n": n, "element": event.element, "event": event.event, "token": event.token}
                for n, event in enumerate(told, 1)
            ],
            "open": list(self.open),
            "variables": dict(self.variables),
            "coverage": {"flows": self.flows, "taken": self.taken},
            "failures": [
                {"element": failure.element, "code": failure.code, "detail": failure.detail}
                for failure in self.failures
            ],
        }


def result_of(stop: Stop, program: Program, execution: Execution, trace: list[Trace]) -> Rehearsed:
    """Read off what an execution has come to."""
    taken = program.flows.keys() & execution.marking().flows
    return Rehearsed(
        stop=stop,
        trace=tuple(trace),
        open=tuple(dict.fromkeys(standing.element for standing in execution.standing)),
        variables=execution.variables(),
        failures=execution.failures,
        flows=len(program.flows),
        taken=len(taken),
    )
