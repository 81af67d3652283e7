"""What waits for events: catches in the flow, races, boundary events, event sub-processes."""

import re

from tests.engine.execution.models.activities import Activities
from tests.engine.execution.models.flowing import Make
from tests.engine.execution.models.writing import MESSAGES, SIGNALS, Block

OUTSIDE = ("message", "signal", "timer", "conditional")


_RECEIVE = re.compile(r'<receiveTask id="(\w+)" messageRef="(\w+)"/>')
_CATCH = r'<intermediateCatchEvent id="\1"><messageEventDefinition messageRef="\2"/></intermediateCatchEvent>'


class Listening(Activities):
    """Everything that a message, a signal, time or a variable sets going."""

    def trigger(self, kind: str, *, repeats: bool = False) -> str:
        """An event definition; a timer of `repeats` may fire several times."""
        if kind == "message":
            # The oldest listener takes a message: one that stays would leave none for the others.
            name = MESSAGES[-1] if repeats else self.random.choice(MESSAGES[:-1])
            return f'<messageEventDefinition messageRef="{name}"/>'
        if kind == "signal":
            # What a signal begins beside the flow must not wait for the same signal, without end.
            return f'<signalEventDefinition signalRef="{SIGNALS[repeats]}"/>'
        if kind == "conditional" and not self.in_call:
            condition = f"<condition>{self.flag()}</condition>"
            return f"<conditionalEventDefinition>{condition}</conditionalEventDefinition>"
        return f"<timerEventDefinition>{self._time(repeats)}</timerEventDefinition>"

    def _time(self, repeats: bool) -> str:
        hours = self.random.randint(1, 5)
        if repeats and self.chance(0.5):
            return f"<timeCycle>R{self.random.choice(['2', '3', ''])}/PT{hours}H</timeCycle>"
        if self.chance(0.15):
            return f"<timeDate>2026-03-0{self.random.randint(2, 4)}T15:00:00Z</timeDate>"
        return f"<timeDuration>PT{hours}H</timeDuration>"

    def catch(self, depth: int) -> Block:
        if self.chance(0.25):
            return self.receive(depth)
        name, kind = self.name("ic"), self.random.choice(OUTSIDE)
        text = f'<intermediateCatchEvent id="{name}">{self.trigger(kind)}</intermediateCatchEvent>'
        return Block(text, name, name)

    def receive(self, depth: int) -> Block:
        name = self.name("r")
        return Block(
            f'<receiveTask id="{name}" messageRef="{self.random.choice(MESSAGES[:-1])}"/>', name, name
        )

    def throw(self, depth: int) -> Block:
        """A message or signal to whoever waits for it; inside a handler just a milestone."""
        name = self.name("it")
        kind = self.random.choice(("message", "signal"))
        what = "" if self.is_quiet else self.trigger(kind, repeats=self.chance(0.5))
        return Block(f'<intermediateThrowEvent id="{name}">{what}</intermediateThrowEvent>', name, name)

    def race(self, depth: int) -> Block:
        """An event-based gateway: the first event takes its way."""
        split, join = self.name("eg"), self.name("x")
        text = f'<eventBasedGateway id="{split}"/><exclusiveGateway id="{join}"/>'
        for _ in range(self.random.randint(2, 3)):
            caught, inner = self.catch(depth), self.sequence(depth - 1, 1)
            # Receive tasks and message events may not wait behind one gateway together (10.6.6).
            text += _RECEIVE.sub(_CATCH, caught.text) + inner.text + self.flow(split, caught.first)
            text += self.flow(caught.last, inner.first) + self.flow(inner.last, join)
        return Block(text, split, join)

    # --- at the border of an activity

    def hosts(self, depth: int) -> list[Make]:
        raise NotImplementedError

    def guarded(self, depth: int) -> Block:
        """An activity with one or two boundary events that wait for something from outside."""
        host = self.random.choice(self.hosts(depth))(depth)
        merge = self.name("x")
        text = host.text + f'<exclusiveGateway id="{merge}"/>' + self.flow(host.last, merge)
        for _ in range(self.random.randint(1, 2)):
            text += self.boundary(host.first, merge, self.random.choice(OUTSIDE), depth - 1)
        return Block(text, host.first, merge)

    def boundary(self, host: str, merge: str, kind: str, depth: int, definition: str = "") -> str:
        """A boundary event with its way: to `merge` if it ends its host, else to an end of its own."""
        name, ends = self.name("b"), kind in ("error", "cancel") or self.chance(0.5)
        what = definition or self.trigger(kind, repeats=not ends)
        with self.quietly():
            inner = self.sequence(depth, 1)
        target = merge if ends else self.name("en")
        text = f'<boundaryEvent id="{name}" attachedToRef="{host}" cancelActivity="{str(ends).lower()}">'
        text += f"{what}</boundaryEvent>{inner.text}" + ("" if ends else f'<endEvent id="{target}"/>')
        return text + self.chain(name, inner.first) + self.flow(inner.last, target)

    # --- beside the flow of a level

    def event_sub(self, depth: int, definition: str = "", *, ends: bool | None = None) -> str:
        """An event sub-process, interrupting or beside the rest."""
        name, start, end = self.name("es"), self.name("st"), self.name("en")
        ends = self.chance(0.5) if ends is None else ends
        what = definition or self.trigger(self.random.choice(OUTSIDE), repeats=not ends)
        with self.quietly():
            inner = self.sequence(depth, 1)
        text = f'<startEvent id="{start}" isInterrupting="{str(ends).lower()}">{what}</startEvent>'
        text += f'{inner.text}<endEvent id="{end}"/>' + self.flow(start, inner.first)
        text += self.flow(inner.last, end)
        return f'<subProcess id="{name}" triggeredByEvent="true">{text}</subProcess>'
