"""Blocks of the flow itself: sequences, gateways of every kind, loops, link pairs."""

from collections.abc import Callable
from itertools import pairwise

from tests.engine.execution.models.writing import Block, Writer

Make = Callable[[int], Block]


class Flowing(Writer):
    """Gateways split and join what `sequence` writes; which blocks there are is said by the maker."""

    def makers(self, depth: int) -> list[Make]:
        raise NotImplementedError

    def sequence(self, depth: int, longest: int = 3, shortest: int = 1) -> Block:
        length = self.random.randint(shortest, longest)
        blocks = [self.random.choice(self.makers(depth))(depth) for _ in range(length)]
        text = "".join(block.text for block in blocks)
        text += "".join(self.flow(before.last, after.first) for before, after in pairwise(blocks))
        return Block(text, blocks[0].first, blocks[-1].last)

    def level(self, depth: int, first: Block | None = None, shortest: int = 1) -> str:
        """The contents of one level without listeners of its own, beginning with `first`."""
        inner, start, end = self.sequence(depth, 3, shortest), self.name("st"), self.name("en")
        if first is not None:
            text = first.text + inner.text + self.flow(first.last, inner.first)
            inner = Block(text, first.first, inner.last)
        ends = f'<startEvent id="{start}"/><endEvent id="{end}"/>'
        return ends + inner.text + self.flow(start, inner.first) + self.flow(inner.last, end)

    def user(self, depth: int) -> Block:
        name = self.name("u")
        return Block(f'<userTask id="{name}" name="{name}"/>', name, name)

    def gateways(self, kind: str, split: str, join: str = "", more: str = "") -> str:
        joined = f'<{kind} id="{join}"/>' if join else ""
        return f'<{kind} id="{split}"{more}/>{joined}'

    def all_ways(self, depth: int) -> Block:
        """A parallel or inclusive block whose branches are all taken."""
        split, join = self.name("g"), self.name("j")
        kind = self.random.choice(["parallelGateway", "inclusiveGateway"])
        condition = "1 == 1" if kind == "inclusiveGateway" else ""
        text = self.gateways(kind, split, join)
        for _ in range(self.random.randint(2, 3)):
            inner = self.sequence(depth - 1, 2)
            text += inner.text + self.flow(split, inner.first, condition) + self.flow(inner.last, join)
        return Block(text, split, join)

    def some_ways(self, depth: int) -> Block:
        """An inclusive block: branches by what a user task has answered, else the default."""
        asked, split, join = self.name("u"), self.name("g"), self.name("j")
        default = self.name("d")
        text = f'<userTask id="{asked}" name="{asked}"/>' + self.flow(asked, split)
        text += self.gateways("inclusiveGateway", split, join, f' default="{default}"')
        zero, one = self.answered(asked, 0), self.answered(asked, 1)
        for condition in (zero, f"{zero} or {one}", ""):
            inner = self.sequence(depth - 1, 2)
            text += inner.text + self.flow(split, inner.first, condition, "" if condition else default)
            text += self.flow(inner.last, join)
        return Block(text, asked, join)

    def one_way(self, depth: int) -> Block:
        """An exclusive block: a way by what a user task has answered."""
        asked, split, join = self.name("u"), self.name("x"), self.name("x")
        default = self.name("d")
        text = f'<userTask id="{asked}" name="{asked}"/>' + self.flow(asked, split)
        text += self.gateways("exclusiveGateway", split, "", f' default="{default}"')
        text += f'<exclusiveGateway id="{join}"/>'
        for condition in (self.answered(asked, 0), ""):
            inner = self.sequence(depth - 1, 2)
            text += inner.text + self.flow(split, inner.first, condition, "" if condition else default)
            text += self.flow(inner.last, join)
        return Block(text, asked, join)

    def some_are_enough(self, depth: int) -> Block:
        """A complex gateway that goes on with n of m branches, and takes in the others when they come."""
        split, join = self.name("g"), self.name("cx")
        branches = self.random.randint(2, 3)
        needed = self.random.randint(1, branches)
        text = f'<parallelGateway id="{split}"/><complexGateway id="{join}"><activationCondition>'
        text += f"<![CDATA[activationCount >= {needed}]]></activationCondition></complexGateway>"
        for _ in range(branches):
            inner = self.sequence(depth - 1, 2)
            text += inner.text + self.flow(split, inner.first) + self.flow(inner.last, join)
        return Block(text, split, join)

    def around(self, depth: int) -> Block:
        """A loop in the flow: back as long as a user task answers 1."""
        again, choice, merge, out = self.name("u"), self.name("x"), self.name("x"), self.name("x")
        inner = self.sequence(depth - 1, 2)
        text = "".join(f'<exclusiveGateway id="{name}"/>' for name in (merge, out))
        text += f'<exclusiveGateway id="{choice}" default="d{choice}"/>'
        text += f'<userTask id="{again}" name="{again}"/>'
        text += self.flow(merge, inner.first) + self.flow(inner.last, again) + self.flow(again, choice)
        text += self.flow(choice, merge, self.answered(again, 1), f"c{choice}")
        text += self.flow(choice, out, "", f"d{choice}")
        return Block(inner.text + text, merge, out)

    def linked(self, depth: int) -> Block:
        """Two parts with a pair of link events between them."""
        before, after = self.sequence(depth - 1, 1), self.sequence(depth - 1, 1)
        throw, catch, link = self.name("lt"), self.name("lc"), self.name("L")
        definition = f'<linkEventDefinition name="{link}"/>'
        text = f'<intermediateThrowEvent id="{throw}">{definition}</intermediateThrowEvent>'
        text += f'<intermediateCatchEvent id="{catch}">{definition}</intermediateCatchEvent>'
        text += self.flow(before.last, throw) + self.flow(catch, after.first)
        return Block(before.text + after.text + text, before.first, after.last)
