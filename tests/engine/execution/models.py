"""Random sound models for the return oracle: sequences, blocks, sub-processes, items and loops."""

from itertools import pairwise
from random import Random


class ModelMaker:
    """Writes one random model; each block gives (xml, first node, last node)."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._last = 0

    def body(self, depth: int) -> str:
        """The contents of one level."""
        text, first, last = self._sequence(depth)
        start, end = self._id("st"), self._id("en")
        ends = f'<startEvent id="{start}"/><endEvent id="{end}"/>'
        return ends + text + self._flow(start, first) + self._flow(last, end)

    def _id(self, prefix: str) -> str:
        self._last += 1
        return f"{prefix}{self._last}"

    def _flow(self, source: str, target: str, condition: str = "", name: str = "") -> str:
        text = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        name = name or self._id("f")
        return f'<sequenceFlow id="{name}" sourceRef="{source}" targetRef="{target}">{text}</sequenceFlow>'

    def _sequence(self, depth: int) -> tuple[str, str, str]:
        blocks = [self._block(depth) for _ in range(self._random.randint(1, 3))]
        text = "".join(block[0] for block in blocks)
        for before, after in pairwise(blocks):
            text += self._flow(before[2], after[1])
        return text, blocks[0][1], blocks[-1][2]

    def _block(self, depth: int) -> tuple[str, str, str]:
        deep = [
            self._stop,
            self._user,
            self._user,
            self._split,
            self._sub,
            self._items,
            self._items_of_levels,
            self._loop,
        ]
        flat = [self._user, self._user, self._user, self._items]
        make = self._random.choice(deep if depth > 0 else flat)
        return make(depth)

    def _user(self, depth: int) -> tuple[str, str, str]:
        name = self._id("u")
        return f'<userTask id="{name}"/>', name, name

    def _sub(self, depth: int) -> tuple[str, str, str]:
        name = self._id("s")
        return f'<subProcess id="{name}">{self.body(depth - 1)}</subProcess>', name, name

    def _stop(self, depth: int) -> tuple[str, str, str]:
        """A sub-process of which one branch ends everything in it."""
        name, start, split, end, stop = (self._id(prefix) for prefix in ("s", "st", "g", "en", "te"))
        text = f'<startEvent id="{start}"/><parallelGateway id="{split}"/><endEvent id="{end}"/>'
        text += f'<endEvent id="{stop}"><terminateEventDefinition/></endEvent>' + self._flow(start, split)
        for last_event in (end, stop):
            inner, first, last = self._sequence(depth - 1)
            text += inner + self._flow(split, first) + self._flow(last, last_event)
        return f'<subProcess id="{name}">{text}</subProcess>', name, name

    def _items(self, depth: int) -> tuple[str, str, str]:
        name = self._id("m")
        return f'<userTask id="{name}">{self._characteristics()}</userTask>', name, name

    def _items_of_levels(self, depth: int) -> tuple[str, str, str]:
        name = self._id("ms")
        inside = self._characteristics() + self.body(depth - 1)
        return f'<subProcess id="{name}">{inside}</subProcess>', name, name

    def _characteristics(self) -> str:
        sequential = self._random.choice(["true", "false"])
        enough = self._random.choice(
            ["", "", "<completionCondition>nrOfCompletedInstances == 2</completionCondition>"]
        )
        count = "3" if enough else "2"
        return (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{count}'
            f'</loopCardinality><outputDataItem id="o" name="o"/>{enough}</multiInstanceLoopCharacteristics>'
        )

    def _loop(self, depth: int) -> tuple[str, str, str]:
        again, choice, merge, out = self._id("u"), self._id("x"), self._id("x"), self._id("x")
        text, first, last = self._sequence(depth - 1)
        gateways = "".join(f'<exclusiveGateway id="{name}"/>' for name in (merge, out))
        gateways += f'<exclusiveGateway id="{choice}" default="d{choice}"/><userTask id="{again}"/>'
        flows = self._flow(merge, first) + self._flow(last, again) + self._flow(again, choice)
        flows += self._flow(choice, merge, f"c_{again} == 1", f"c{choice}")
        flows += self._flow(choice, out, "", f"d{choice}")
        return gateways + text + flows, merge, out

    def _split(self, depth: int) -> tuple[str, str, str]:
        split, join = self._id("g"), self._id("j")
        kind = self._random.choice(["parallelGateway", "inclusiveGateway"])
        text = f'<{kind} id="{split}"/><{kind} id="{join}"/>'
        for _ in range(self._random.randint(2, 3)):
            inner, first, last = self._sequence(depth - 1)
            text += inner + self._flow(split, first) + self._flow(last, join)
        return text, split, join
