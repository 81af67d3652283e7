"""What is known of the values that one variable may hold."""

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

_MOST_ITEMS = 2
SAMPLE: Final = "样例"


@dataclass
class Hint:
    """Gathered from how expressions use a variable, or a part of one.

    Attributes
    ----------
    values
        Values that it is compared with, and their like.
    parts
        What is read of it by name.
    items
        What is read of each of its items.
    """

    values: list[Any] = field(default_factory=list)
    parts: dict[str, "Hint"] = field(default_factory=dict)
    items: "Hint | None" = None

    def part(self, name: str) -> "Hint":
        """Give the hint of one of its parts."""
        return self.parts.setdefault(name, Hint())

    def each(self) -> "Hint":
        """Give the hint of its items; it is a list from now on."""
        if self.items is None:
            self.items = Hint()
        return self.items

    def take(self, other: "Hint") -> None:
        """Add what is known of another that holds the same."""
        self.may_be(*other.values)
        self.parts = {**other.parts, **self.parts}
        self.items = self.items or other.items

    def may_be(self, *values: Any) -> None:
        """Add values that would make a difference."""
        known = {(type(value), value) for value in self.values}
        self.values += [value for value in values if (type(value), value) not in known]

    def draw(self, random: Random) -> Any:
        """Give one possible value."""
        if self.parts:
            return self.draw_parts(random)
        if self.items is not None:
            return [self.items.draw(random) for _ in range(random.randint(1, _MOST_ITEMS))]
        return random.choice(self.values) if self.values else SAMPLE

    def draw_parts(self, random: Random) -> dict[str, Any]:
        """Give a value for each of its parts."""
        return {name: part.draw(random) for name, part in sorted(self.parts.items())}
