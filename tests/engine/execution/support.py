"""Small diagrams in one line each, and a stand-in for the sandbox that needs no worker process."""

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from engine.execution import Environment, Execution, Program, compile_process
from expressions.errors import ExpressionError

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class QuickSandbox:
    """The sandbox's interface over the interpreter: tests only, for sources written in the tests."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, frozenset[str]]] = []

    def evaluate(self, source: str, names: Mapping[str, Any]) -> Any:
        self.seen.append((source, frozenset(names)))
        try:
            return eval(source, {}, dict(names))
        except Exception as exc:
            raise _problem(exc) from exc

    def execute(self, source: str, names: Mapping[str, Any]) -> dict[str, Any]:
        self.seen.append((source, frozenset(names)))
        space: dict[str, Any] = dict(names)
        try:
            exec(source, {}, space)
        except Exception as exc:
            raise _problem(exc) from exc
        return {name: value for name, value in space.items() if not callable(value)}


def _problem(exc: Exception) -> ExpressionError:
    return ExpressionError({NameError: "name", TypeError: "type"}.get(type(exc), "failed"), str(exc))


def xml(body: str) -> bytes:
    """A BPMN file around the contents of one process."""
    head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
    return f'{head}<process id="P" name="Story" isExecutable="true">{body}</process></definitions>'.encode()


def program(body: str) -> Program:
    return compile_process(xml(body))


def nodes(**kinds: str) -> str:
    """``nodes(user="a b", start="s")``: empty elements by a short kind."""
    tags = {
        "start": "startEvent",
        "end": "endEvent",
        "user": "userTask",
        "xor": "exclusiveGateway",
        "par": "parallelGateway",
        "inc": "inclusiveGateway",
        "service": "serviceTask",
    }
    return "".join(f'<{tags[kind]} id="{name}"/>' for kind, names in kinds.items() for name in names.split())


def flow(source: str, target: str, condition: str | None = None, name: str | None = None) -> str:
    text = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
    identifier = name or f"{source}-{target}"
    return f'<sequenceFlow id="{identifier}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'


def chain(*names: str) -> str:
    """Flows along a row of nodes."""
    return "".join(flow(source, target) for source, target in pairwise(names))


def script(name: str, text: str) -> str:
    return f'<scriptTask id="{name}"><script><![CDATA[{text}]]></script></scriptTask>'


def make_env(**kwargs: Any) -> Environment:
    return Environment(**{"clock": lambda: NOON, "sandbox": QuickSandbox(), **kwargs})


def started(program: Program, env: Environment | None = None, **variables: Any) -> Execution:
    """A new instance that has run to its first wait."""
    run = Execution.create(program, env or make_env(), variables)
    run.advance()
    return run


def open_steps(run: Execution) -> list[str]:
    return sorted(step.element for step in run.waiting)


def token_of(run: Execution, element: str, index: int | None = None) -> int:
    """The token of the one open step of an element."""
    found = [step.token for step in run.waiting if step.element == element and step.position == index]
    assert len(found) == 1, (element, index, run.waiting)
    return found[0]


def finish(run: Execution, element: str, index: int | None = None) -> None:
    run.complete(token_of(run, element, index))
    run.advance()


def reloaded(run: Execution, program: Program, env: Environment | None = None) -> Execution:
    """The instance after a trip through its snapshot, which must say the same again."""
    stored = run.dump()
    again = Execution.load(program, env or make_env(), stored)
    assert again.dump() == stored
    assert (again.waiting, again.failures, again.state) == (run.waiting, run.failures, run.state)
    assert again.variables() == run.variables()
    assert again.marking() == run.marking()
    return again
