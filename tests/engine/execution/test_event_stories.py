"""Random diagrams full of events under random moves: reloading changes nothing, and what must hold holds.

Two instances see the same moves; one is reloaded between any two of them, also between a move and the
`advance` after it. After each move both must say the same (BPMN 2.0.2, 13: one semantics, whoever
remembers it).
"""

import itertools
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from engine.execution import CannotReturn
from engine.execution.events.occurrence import Occurrence
from tests.engine.execution.stories import (
    TERMINATE,
    Story,
    after,
    boundary,
    catch,
    compensate,
    end,
    error,
    escalation,
    every,
    message,
    model,
    signal,
    start,
    sub,
    throw,
    undo_by,
    when,
)
from tests.engine.execution.support import flow, nodes

Block = Callable[[int], tuple[str, str, str]]
_CALLS = ("m1", "m2")
_SIGNALS = ("s1", "s2")


class Maker:
    """Writes one random level; each block gives (xml, first node, last node)."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.last = 0

    def id(self, prefix: str) -> str:
        self.last += 1
        return f"{prefix}{self.last}"

    def flow(self, source: str, target: str) -> str:
        return flow(source, target, name=self.id("f"))

    def level(self, depth: int) -> str:
        text, first, last = self.row(depth)
        begin, done = self.id("st"), self.id("en")
        text += nodes(start=begin) + self.flow(begin, first) + self.flow(last, done)
        results = ["", "", "", signal("s1"), escalation("x"), compensate(), TERMINATE, message("m1")]
        text += end(done, self.random.choice(results))
        for _ in range(self.random.choice([0, 0, 1, 2]) if depth else 0):
            text += self.handler(depth - 1)
        return text

    def handler(self, depth: int) -> str:
        text, first, last = self.row(depth)
        begin, done = self.id("st"), self.id("en")
        stops = self.random.random() < 0.3
        triggers = [*self.outer(), escalation("x"), escalation()] + [error("E"), compensate()] * stops
        flag = str(stops).lower()
        text += start(begin, self.random.choice(triggers), more=f'isInterrupting="{flag}"') + nodes(end=done)
        text += self.flow(begin, first) + self.flow(last, done)
        return sub(self.id("h"), text, more='triggeredByEvent="true"')

    def outer(self) -> list[str]:
        return [
            message("m1"),
            message("m2"),
            signal("s1"),
            signal("s2"),
            after("PT1H"),
            every("R2/PT50M"),
            when("n % 3 == 2"),
        ]

    def row(self, depth: int) -> tuple[str, str, str]:
        blocks = [self.user(depth)] + [self.block(depth) for _ in range(self.random.randint(1, 2))]
        text = "".join(block[0] for block in blocks)
        for before, behind in itertools.pairwise(blocks):
            text += self.flow(before[2], behind[1])
        return text, blocks[0][1], blocks[-1][2]

    def block(self, depth: int) -> tuple[str, str, str]:
        flat = [self.user, self.user, self.catch, self.throw]
        return self.random.choice(self.deep() if depth > 0 else flat)(depth)

    def deep(self) -> list[Block]:
        return [
            self.user,
            self.user,
            self.catch,
            self.throw,
            self.sub,
            self.sub,
            self.split,
            self.race,
            self.items,
            self.bad,
        ]

    def user(self, depth: int) -> tuple[str, str, str]:
        name = self.id("u")
        text = nodes(user=name) + self.borders(name, depth, inside=False)
        if self.random.random() < 0.3:
            text += undo_by(name, self.id("undo"))
        return text, name, name

    def borders(self, host: str, depth: int, *, inside: bool) -> str:
        text = ""
        for _ in range(self.random.choice([0, 0, 1, 2])):
            name, done, stops = self.id("b"), self.id("en"), self.random.random() < 0.5
            triggers = (
                self.outer() + ([escalation("x"), escalation()] + [error("E"), error()] * stops) * inside
            )
            way, first, last = self.user(0) if depth else (nodes(end=done), done, done)
            text += (
                boundary(name, host, self.random.choice(triggers), stops=stops) + way + self.flow(name, first)
            )
            if last != done:
                text += nodes(end=done) + self.flow(last, done)
        return text

    def catch(self, depth: int) -> tuple[str, str, str]:
        name = self.id("c")
        triggers = [message("m1"), message("m2"), signal("s1"), after("PT1H"), when("n % 3 == 2")]
        return catch(name, self.random.choice(triggers)), name, name

    def throw(self, depth: int) -> tuple[str, str, str]:
        name = self.id("t")
        return (
            throw(name, self.random.choice([signal("s1"), escalation("x"), message("m2"), compensate()])),
            name,
            name,
        )

    def bad(self, depth: int) -> tuple[str, str, str]:
        """A sub-process that ends in an error somebody catches."""
        name, begin, bad, border, done = (self.id(prefix) for prefix in ("s", "st", "bad", "b", "m"))
        text, first, last = self.row(depth - 1)
        inside = (
            nodes(start=begin) + end(bad, error("E")) + text + self.flow(begin, first) + self.flow(last, bad)
        )
        text = sub(name, inside) + boundary(border, name, error()) + nodes(xor=done)
        return text + self.flow(name, done) + self.flow(border, done), name, done

    def sub(self, depth: int) -> tuple[str, str, str]:
        name = self.id("s")
        return sub(name, self.level(depth - 1)) + self.borders(name, depth - 1, inside=True), name, name

    def items(self, depth: int) -> tuple[str, str, str]:
        name, sequential = self.id("s"), self.random.choice(["true", "false"])
        loop = f'<multiInstanceLoopCharacteristics isSequential="{sequential}">'
        loop += "<loopCardinality>2</loopCardinality>"
        text = loop + "</multiInstanceLoopCharacteristics>" + self.level(depth - 1)
        return sub(name, text) + self.borders(name, depth - 1, inside=True), name, name

    def split(self, depth: int) -> tuple[str, str, str]:
        split, join = self.id("g"), self.id("j")
        kind = self.random.choice(["par", "inc"])
        text = nodes(par=split, **({"inc": join} if kind == "inc" else {}))
        text += nodes(par=join) if kind == "par" else ""
        for _ in range(2):
            inner, first, last = self.row(depth - 1)
            text += inner + self.flow(split, first) + self.flow(last, join)
        return text, split, join

    def race(self, depth: int) -> tuple[str, str, str]:
        gateway, merge = self.id("r"), self.id("m")
        text = f'<eventBasedGateway id="{gateway}"/>' + nodes(xor=merge)
        for trigger in self.random.sample([message("m1"), signal("s2"), after("PT40M"), message("m2")], 2):
            name = self.id("c")
            text += catch(name, trigger) + self.flow(gateway, name) + self.flow(name, merge)
        return text, gateway, merge


class WiderMaker(Maker):
    """Ad-hoc sub-processes, complex gateways and quantities as well."""

    def deep(self) -> list[Block]:
        return [*super().deep(), self.ad_hoc, self.complex, self.quantity]

    def ad_hoc(self, depth: int) -> tuple[str, str, str]:
        name, inner = self.id("a"), []
        for _ in range(2):
            text, _, last = self.row(depth - 1)
            inner += [text, nodes(user=(done := self.id("u"))), self.flow(last, done)]
        more = self.random.choice(["", 'ordering="Sequential"', 'cancelRemainingInstances="false"'])
        condition = self.random.choice(["", "<completionCondition>n > 3</completionCondition>"])
        return sub(name, "".join(inner) + condition, "adHocSubProcess", more), name, name

    def complex(self, depth: int) -> tuple[str, str, str]:
        split, join = self.id("g"), self.id("x")
        needed = self.random.choice([1, 2, 3])
        text = f"<activationCondition>activationCount &gt;= {needed}</activationCondition>"
        text = nodes(par=split) + f'<complexGateway id="{join}">{text}</complexGateway>'
        for _ in range(3):
            inner, first, last = self.row(depth - 1)
            text += inner + self.flow(split, first) + self.flow(last, join)
        return text, split, join

    def quantity(self, depth: int) -> tuple[str, str, str]:
        first, last = self.id("q"), self.id("q")
        text = f'<userTask id="{first}" completionQuantity="2"/><userTask id="{last}" startQuantity="2"/>'
        inner, begin, done = self.row(0)
        return text + inner + self.flow(first, begin) + self.flow(done, last), first, last


class Pair:
    """The same story with and without reloads."""

    def __init__(self, seed: int, maker: type[Maker] = Maker) -> None:
        self.random = Random(seed)
        compiled = model(maker(self.random).level(3))
        self.stories = [Story(compiled, reloads=flag, n=0, max_steps=400) for flag in (True, False)]
        self.returns = 0

    def move(self) -> None:
        kind = self.random.choice(["finish"] * 6 + ["message", "signal", "clock", "write", "back", "back"])
        first = self.stories[0].run
        waiting = first.waiting
        if kind == "finish" and waiting:
            token = self.random.choice(waiting).token
            self.each(lambda story: story.run.complete(token))
        elif kind == "message":
            name = self.random.choice(_CALLS)
            self.each(lambda story: story.run.receive(Occurrence("message", name)))
        elif kind == "signal":
            name = self.random.choice(_SIGNALS)
            self.each(lambda story: story.run.receive(Occurrence("signal", name)))
        elif kind == "clock":
            minutes = self.random.choice([10, 45, 70])
            for story in self.stories:
                story.now += timedelta(minutes=minutes)
            self.each(lambda story: None)
        elif kind == "write":
            value = self.random.randint(0, 5)
            self.each(lambda story: story.run.write("n", value))
        elif kind == "back" and waiting and (done := first.completed):
            self.back(self.random.choice(waiting).token, self.random.choice(done).token)

    def back(self, source: int, target: int) -> None:
        answers = set()
        for story in self.stories:
            past = {step.token for step in story.run.past(source)}
            try:
                story.run.return_to(source, target)
                answers.add("done")
                assert target in past
            except CannotReturn as refused:
                answers.add(refused.code if target not in past else f"{refused.code}, though past")
        assert len(answers) == 1
        assert "not_in_past, though past" not in answers
        self.returns += "done" in answers
        self.each(lambda story: None)

    def each(self, act: object) -> None:
        for story in self.stories:
            act(story)  # type: ignore[operator]
            story.pause()
            story.advance()
        one, two = (story.run for story in self.stories)
        assert one.waiting == two.waiting
        assert one.failures == two.failures
        assert (one.state, one.next_due) == (two.state, two.next_due)
        assert one.listening == two.listening
        assert one.variables() == two.variables()
        assert self.stories[0].sent == self.stories[1].sent
        assert self.stories[0].done == self.stories[1].done
        assert one.dump() == two.dump()


def tell(seed: int, moves: int = 25, maker: type[Maker] = Maker) -> Pair:
    pair = Pair(seed, maker)
    for _ in range(moves):
        if pair.stories[0].state != "running":
            break
        pair.move()
    return pair


@pytest.mark.parametrize("first", range(0, 60, 15))
def test_reloading_between_any_two_moves_changes_nothing(first: int) -> None:
    assert sum(tell(seed).returns for seed in range(first, first + 15)) > 0


@pytest.mark.parametrize("seed", [906, 1865, 2379, 2802, 3704, 3728, 5912, 7519, 18229])
def test_stories_that_once_went_wrong_go_right(seed: int) -> None:
    tell(seed, 40)


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_so_it_is_with_ad_hoc_work_complex_gateways_and_quantities(first: int) -> None:
    assert sum(tell(seed, 30, WiderMaker).returns for seed in range(first, first + 10)) > 0
