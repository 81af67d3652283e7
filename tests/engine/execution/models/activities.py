"""Activities: sub-processes of every kind, calls, items and turns, scripts and services."""

from tests.engine.execution.models.flowing import Flowing
from tests.engine.execution.models.writing import Block


class Activities(Flowing):
    """What one token does at one place."""

    def body(self, depth: int, first: Block | None = None, shortest: int = 1) -> str:
        raise NotImplementedError

    def script(self, depth: int) -> Block:
        """A script that counts its runs in a variable that nobody else writes."""
        name = self.name("sc")
        count = self.counter(f"w_{name}")
        text = f"<script>{count} = ({count} or 0) + 1</script>"
        return Block(f'<scriptTask id="{name}">{text}</scriptTask>', name, name)

    def service(self, depth: int) -> Block:
        """A service that answers at once, later, or not at the first try."""
        name = self.name("sv")
        self.counter(f"w_{name}")
        return Block(f'<serviceTask id="{name}"/>', name, name)

    def sub(self, depth: int) -> Block:
        """A sub-process, perhaps with a data object of its own that a script counts in."""
        name = self.name("s")
        if self.chance(0.5):
            return Block(f'<subProcess id="{name}">{self.body(depth - 1)}</subProcess>', name, name)
        script, own = self.name("so"), f"own_{name}"
        text = f"<script>{own} = ({own} or 0) + 1</script>"
        first = Block(f'<scriptTask id="{script}">{text}</scriptTask>', script, script)
        inside = f'<dataObject id="{own}"/>{self.body(depth - 1, first)}'
        return Block(f'<subProcess id="{name}">{inside}</subProcess>', name, name)

    def stop(self, depth: int) -> Block:
        """A sub-process of which one branch ends everything in it."""
        name, start, split, end, stop = (self.name(prefix) for prefix in ("s", "st", "g", "en", "te"))
        text = f'<startEvent id="{start}"/><parallelGateway id="{split}"/><endEvent id="{end}"/>'
        text += f'<endEvent id="{stop}"><terminateEventDefinition/></endEvent>' + self.flow(start, split)
        for last in (end, stop):
            inner = self.sequence(depth - 1, 2)
            text += inner.text + self.flow(split, inner.first) + self.flow(inner.last, last)
        return Block(f'<subProcess id="{name}">{text}</subProcess>', name, name)

    def items(self, depth: int) -> Block:
        name = self.name("m")
        return Block(f'<userTask id="{name}" name="{name}">{self.characteristics()}</userTask>', name, name)

    def items_of_levels(self, depth: int) -> Block:
        name = self.name("ms")
        inside = self.characteristics() + self.body(depth - 2)
        return Block(f'<subProcess id="{name}">{inside}</subProcess>', name, name)

    def characteristics(self) -> str:
        sequential = self.random.choice(["true", "false"])
        enough = self.random.choice(
            ["", "", "<completionCondition>nrOfCompletedInstances == 2</completionCondition>"]
        )
        count, item = "3" if enough else "2", self.name("o")
        return (
            f'<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopCardinality>{count}'
            f'</loopCardinality><outputDataItem id="{item}" name="{item}"/>{enough}'
            "</multiInstanceLoopCharacteristics>"
        )

    def turns(self, depth: int) -> Block:
        """A standard loop of two turns."""
        name = self.name("tu")
        loop = '<standardLoopCharacteristics loopMaximum="2"/>'
        return Block(f'<userTask id="{name}" name="{name}">{loop}</userTask>', name, name)

    def call(self, depth: int) -> Block:
        """A call of a process that sees nothing but what is handed in."""
        name, called = self.name("ca"), self.name("P")
        with self.calling():
            body = self.body(min(depth - 1, 1))
            self.called.append(self.process(called, body, runs=False))
        mapping = '<tb:mapping><tb:in name="seed" expression="41"/><tb:out name="r_' + name
        mapping = f'<extensionElements>{mapping}" expression="seed + 1"/></tb:mapping></extensionElements>'
        return Block(
            f'<callActivity id="{name}" calledElement="{called}">{mapping}</callActivity>', name, name
        )

    def any_order(self, depth: int) -> Block:
        """An ad-hoc sub-process of a few user tasks."""
        name = self.name("ah")
        ordering = self.random.choice(["Parallel", "Sequential"])
        inside = "".join(self.user(depth).text for _ in range(self.random.randint(2, 3)))
        return Block(
            f'<adHocSubProcess id="{name}" ordering="{ordering}">{inside}</adHocSubProcess>', name, name
        )
