"""Numbers of tokens that only grow with their ids: kept as text, read only when somebody asks for the past.

A matter that goes round a thousand times has finished a thousand steps, and nobody looks at them while it
goes round once more: then one number is added at the end of the text, and the rest is not even read.
"""

from collections.abc import Iterable
from itertools import accumulate, pairwise


class Growing:
    """A map of ids to numbers, as two texts of steps from one entry to the next."""

    def __init__(self, ids: str = "", values: str = "", last_id: int = 0, last: int = 0) -> None:
        self._ids, self._values, self._last_id, self._last = ids, values, last_id, last
        self._read: dict[int, int] | None = None

    @classmethod
    def of(cls, found: Iterable[tuple[int, int]]) -> "Growing":
        """The same map, in order of the ids."""
        rows = sorted(found)
        if not rows:
            return cls()
        ids, values = zip(*rows, strict=True)
        return cls(_steps(ids), _steps(values), ids[-1], values[-1])

    def __bool__(self) -> bool:
        return bool(self._ids)

    def as_json(self) -> list[str | int]:
        """What a snapshot keeps: the arguments that make it again."""
        return [self._ids, self._values, self._last_id, self._last]

    def get(self, identifier: int, default: int = 0) -> int:
        """The number of one token."""
        if identifier > self._last_id:
            return default
        return self._known().get(identifier, default)

    def __setitem__(self, identifier: int, value: int) -> None:
        if identifier > self._last_id:
            comma = "," if self._ids else ""
            self._ids += f"{comma}{identifier - self._last_id}"
            self._values += f"{comma}{value - self._last}"
            self._last_id, self._last, self._read = identifier, value, None
        elif self._known().get(identifier) != value:
            self._replace({**self._known(), identifier: value})

    def pop(self, identifier: int, default: None = None) -> None:
        """Forget the number of one token."""
        if identifier <= self._last_id and identifier in self._known():
            self._replace({key: value for key, value in self._known().items() if key != identifier})

    def _known(self) -> dict[int, int]:
        if self._read is None:
            self._read = dict(zip(_sums(self._ids), _sums(self._values), strict=True))
        return self._read

    def _replace(self, found: dict[int, int]) -> None:
        made = Growing.of(found.items())
        self._ids, self._values, self._last_id, self._last = (
            made._ids,
            made._values,
            made._last_id,
            made._last,
        )
        self._read = found


def _steps(numbers: Iterable[int]) -> str:
    return ",".join(str(after - before) for before, after in pairwise([0, *numbers]))


def _sums(text: str) -> Iterable[int]:
    return accumulate(map(int, text.split(","))) if text else ()
