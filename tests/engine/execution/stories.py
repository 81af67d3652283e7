"""Events in one line each, and stories that move a clock and reload the instance after every move."""

import itertools
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from engine.execution import Execution, NotExecutable, Program, compile_process
from engine.execution.events.occurrence import Occurrence
from engine.execution.instance import Instance
from engine.execution.token import FAILED, LIVE, READY, STARTED, WAITING, Token
from tests.engine.execution.support import NOON, make_env, open_steps, reloaded, token_of

NAMESPACES = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"'
_REFERENCE = re.compile(r'(message|signal|error|escalation)Ref="(\w+)"')


# --- diagrams


def file(body: str, beside: str = "", process: str = 'isExecutable="true"') -> bytes:
    """A file with the process ``P``; what is referred to and stands not in `beside` is declared by its id."""
    wanted = dict.fromkeys((kind, name) for kind, name in _REFERENCE.findall(body + beside))
    roots = ""
    for kind, name in wanted:
        if f'<{kind} id="{name}"' not in beside:
            code = f'{kind}Code="{name}"' if kind in ("error", "escalation") else ""
            roots += f'<{kind} id="{name}" name="{name}" {code}/>'
    main = f'<process id="P" name="Story" {process}>{body}</process>'
    return f"<definitions {NAMESPACES}>{roots}{beside}{main}</definitions>".encode()


def model(body: str, beside: str = "") -> Program:
    return compile_process(file(body, beside), "P")


def items(count: int) -> str:
    """A loop over so many items at once."""
    cardinality = f"<loopCardinality>{count}</loopCardinality>"
    return f"<multiInstanceLoopCharacteristics>{cardinality}</multiInstanceLoopCharacteristics>"


def findings(body: str, beside: str = "") -> set[tuple[str, str | None]]:
    """What is refused, as (code, element)."""
    try:
        model(body, beside)
    except NotExecutable as refused:
        return {(finding.code, finding.element) for finding in refused.findings}
    return set()


def message(name: str) -> str:
    return f'<messageEventDefinition messageRef="{name}"/>'


def signal(name: str) -> str:
    return f'<signalEventDefinition signalRef="{name}"/>'


def error(code: str = "") -> str:
    return f'<errorEventDefinition errorRef="{code}"/>' if code else "<errorEventDefinition/>"


def escalation(code: str = "") -> str:
    return f'<escalationEventDefinition escalationRef="{code}"/>' if code else "<escalationEventDefinition/>"


def after(duration: str) -> str:
    return f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"


def at_date(date: str) -> str:
    return f"<timerEventDefinition><timeDate>{date}</timeDate></timerEventDefinition>"


def every(cycle: str) -> str:
    return f"<timerEventDefinition><timeCycle>{cycle}</timeCycle></timerEventDefinition>"


def when(condition: str) -> str:
    return (
        "<conditionalEventDefinition><condition>"
        f"<![CDATA[{condition}]]></condition></conditionalEventDefinition>"
    )


def link(name: str) -> str:
    return f'<linkEventDefinition name="{name}"/>'


def compensate(activity: str = "") -> str:
    reference = f'activityRef="{activity}"' if activity else ""
    return f"<compensateEventDefinition {reference}/>"


CANCEL = "<cancelEventDefinition/>"
TERMINATE = "<terminateEventDefinition/>"


def start(name: str, *triggers: str, more: str = "") -> str:
    return f'<startEvent id="{name}" {more}>{"".join(triggers)}</startEvent>'


def end(name: str, *results: str) -> str:
    return f'<endEvent id="{name}">{"".join(results)}</endEvent>'


def catch(name: str, *triggers: str, more: str = "") -> str:
    return f'<intermediateCatchEvent id="{name}" {more}>{"".join(triggers)}</intermediateCatchEvent>'


def throw(name: str, *results: str) -> str:
    return f'<intermediateThrowEvent id="{name}">{"".join(results)}</intermediateThrowEvent>'


def boundary(name: str, host: str, *triggers: str, stops: bool = True, more: str = "") -> str:
    return (
        f'<boundaryEvent id="{name}" attachedToRef="{host}" cancelActivity="{str(stops).lower()}" {more}>'
        f"{''.join(triggers)}</boundaryEvent>"
    )


def sub(name: str, body: str, kind: str = "subProcess", more: str = "") -> str:
    return f'<{kind} id="{name}" {more}>{body}</{kind}>'


def event_sub(name: str, body: str) -> str:
    return sub(name, body, more='triggeredByEvent="true"')


def handler(name: str, trigger: str, *steps: str, stops: bool = True) -> str:
    """An event sub-process of user tasks in a row: its nodes are named after it."""
    row = [f"{name}_s", *steps, f"{name}_e"]
    flows = "".join(
        f'<sequenceFlow id="{a}-{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in itertools.pairwise(row)
    )
    begin = start(f"{name}_s", trigger, more=f'isInterrupting="{str(stops).lower()}"')
    tasks = "".join(f'<userTask id="{step}"/>' for step in steps)
    return event_sub(name, begin + tasks + end(f"{name}_e") + flows)


def undo_by(host: str, task: str) -> str:
    """A compensation boundary event on `host` with the handler `task`, a user task."""
    return (
        boundary(f"undo_{host}", host, compensate())
        + f'<userTask id="{task}" isForCompensation="true"/>'
        + f'<association id="a_{host}" sourceRef="undo_{host}" targetRef="{task}"/>'
    )


# --- stories


class Story:
    """One instance under a clock that only moves when told; it is reloaded after every move.

    With ``reloads=False`` it stays in memory instead: what holds after a reload must hold without.
    """

    def __init__(
        self,
        program: Program,
        *,
        reloads: bool = True,
        call_service: Callable[..., Any] | None = None,
        at: str | None = None,
        event: Occurrence | None = None,
        max_steps: int = 10_000,
        **variables: Any,
    ) -> None:
        self.program = program
        self.now = NOON
        self.reloads = reloads
        more = {"call_service": call_service} if call_service else {}
        self.env = make_env(clock=lambda: self.now, max_steps=max_steps, **more)
        self.run = Execution.create(program, self.env, variables, at=at, event=event)
        self.done: list[str] = []
        """Elements that have completed, in order."""
        self.sent: list[Occurrence] = []
        self.advance()

    def advance(self) -> "Story":
        self.run.advance()
        return self.pause()

    def pause(self) -> "Story":
        """Check what must always hold, and go through the snapshot."""
        self.done += [entry.element for entry in self.run.take_events() if entry.event == "complete"]
        self.sent += self.run.take_sent()
        self.run.take_changes()
        check(self.run._instance)
        if self.reloads:
            reloaded(self.run, self.program, self.env)
            # The one that goes on has its history asleep.
            stored = self.run.dump()
            self.run = Execution.load(self.program, self.env, stored)
            check(self.run._instance)
            assert self.run.dump() == stored
        return self

    def finish(self, *steps: str | tuple[str, int]) -> "Story":
        for step in steps:
            name, index = step if isinstance(step, tuple) else (step, None)
            self.run.complete(token_of(self.run, name, index))
            self.pause()
            self.advance()
        return self

    def after(self, **time: float) -> "Story":
        self.now += timedelta(**time)
        return self.advance()

    def at(self, moment: datetime) -> "Story":
        self.now = moment
        return self.advance()

    def receive(self, kind: Any, name: str, keys: Mapping[str, Any] | None = None, **payload: Any) -> bool:
        caught = self.run.receive(Occurrence(kind, name, payload=payload, keys=keys or {}))
        self.pause()
        self.advance()
        return caught

    def write(self, **values: Any) -> "Story":
        for name, value in values.items():
            self.run.write(name, value)
        self.pause()
        return self.advance()

    def retry(self) -> "Story":
        self.run.retry(self.run.failures[0].token)
        return self.pause()

    def answer(self, result: Any) -> "Story":
        self.run.answer(self.run.calls[0].token, result)
        self.pause()
        return self.advance()

    def back(self, target: str | int, source: str | None = None, index: int | None = None) -> "Story":
        """Return from the step `source`, or the only open one."""
        token = token_of(self.run, source, index) if source else self.run.waiting[0].token
        self.run.return_to(token, target)
        self.pause()
        return self.advance()

    def sign(self, step: str, kind: Any, who: str, index: int | None = None, item: Any = None) -> "Story":
        """Ask `who` to sign at an open step."""
        self.run.add_signer(token_of(self.run, step, index), kind, who, item)
        return self.advance()

    def by(self, *who: str) -> "Story":
        """Those with these tags complete their open steps."""
        for tag in who:
            self.run.complete(self.tagged(tag))
            self.pause()
            self.advance()
        return self

    def own(self, step: str) -> "Story":
        """The one whose step it is does his part; others sign there."""
        (token,) = [one.token for one in self.run.waiting if one.element == step and not one.sign]
        self.run.complete(token)
        self.pause()
        return self.advance()

    def tagged(self, tag: str) -> int:
        (token,) = [step.token for step in self.run.waiting if step.tag == tag]
        return token

    @property
    def tags(self) -> list[Any]:
        """Whose turn it is: tags of signers, elements of the others."""
        return sorted(step.tag or step.element for step in self.run.waiting)

    def token_done(self, element: str) -> int:
        """The token of the latest completed step of an element."""
        return next(step.token for step in self.run.completed if step.element == element)

    def withdraw(self, element: str) -> "Story":
        self.run.withdraw(self.token_done(element))
        return self.advance()

    @property
    def open(self) -> list[str]:
        return open_steps(self.run)

    @property
    def state(self) -> str:
        return self.run.state

    @property
    def due(self) -> timedelta | None:
        """How long until the next timer."""
        return self.run.next_due - self.now if self.run.next_due else None

    @property
    def failed(self) -> list[tuple[str, str]]:
        return [(failure.element, failure.code) for failure in self.run.failures]

    @property
    def at_now(self) -> set[str]:
        return set(self.run.marking().current)

    def turns(self, element: str) -> int:
        """How often an element has completed."""
        return self.done.count(element)


# --- what must always hold


def check(instance: Instance) -> None:
    """Indexes know all that lives, and each live host has exactly one set of listeners."""
    expected = set()
    for token in instance.tokens.values():
        assert not (token.void and token.live)
        if token.live:
            assert token.workflow.open[token.id] is token
            expected |= {(token.id, name) for name in listeners_of(token)}
    for level in instance.levels():
        live = {key for key, token in level.tasks.items() if token._state & LIVE}
        assert set(level.open) == live
        assert sum(level.positions.values()) == len(live)
        # An ad-hoc level ends when its host says so.
        assert level.completed == (not live) or level.spec.is_ad_hoc, level.spec.name
        expected |= {(level.host_id, name) for name in open_handlers(instance, level)}
    assert {watch.key for watch in instance.watches} == expected
    for watch in instance.watches.timers.values():
        assert watch in instance.watches


def listeners_of(token: Token) -> list[str]:
    spec, found = token.task_spec, []
    if spec.catches and token._state == WAITING and not token.gathering:
        found.append(spec.name)
    waits = spec.catches and token._state == WAITING and not token.gathering
    if token._state in (READY, STARTED, FAILED) or waits:
        found += spec.boundaries
    return found


def open_handlers(instance: Instance, level: Any) -> tuple[str, ...]:
    host = level.around
    main = [token for token in level.open.values() if not token.stands_beside]
    may_begin = level.spec.is_ad_hoc and host is not None and "over" not in host.internal_data
    if not (main or (may_begin and not level.completed)) or (host is not None and not host.live):
        return ()
    usurped = any(token.task_spec.usurps for token in level.open.values())
    names: tuple[str, ...] = () if usurped else level.spec.event_subs
    return names
