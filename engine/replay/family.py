"""Who follows from whom among the tokens of an instance."""

from collections import defaultdict
from collections.abc import Iterable

from engine.execution import Passage


class Family:
    """The relations of tokens, each by the number of the one that they lead back to.

    Attributes
    ----------
    of
        The tokens by their numbers.
    children, items
        What followed by flows, and the items or turns of a whole; in order.
    inside
        The tokens of the level that one hosts.
    consumed
        Those that a join merged into one.
    brought
        Those that an event of one's step brought about.
    joining
        Those that came to a join, by its level and element.
    """

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.of = {one.token: one for one in passages}
        self.children: defaultdict[int, list[int]] = defaultdict(list)
        self.items: defaultdict[int, list[int]] = defaultdict(list)
        self.inside: defaultdict[int, list[int]] = defaultdict(list)
        self.consumed: defaultdict[int, list[int]] = defaultdict(list)
        self.brought: defaultdict[int, list[int]] = defaultdict(list)
        self.joining: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for one in self.of.values():
            if one.gathers:
                self.joining[one.level, one.element].append(one.token)
            if one.parent:
                (self.children if one.item is None else self.items)[one.parent].append(one.token)
            if one.level:
                self.inside[one.level].append(one.token)
            if one.into:
                self.consumed[one.into].append(one.token)
            if one.by:
                self.brought[one.by].append(one.token)

    def jumped(self, one: Passage) -> bool:
        """Whether an administrator put it there: no flow led to it from the one that it follows."""
        if one.via is not None or one.item is not None or one.listens or not one.element:
            return False
        parent = self.of.get(one.parent)
        return parent is not None and bool(parent.element)
