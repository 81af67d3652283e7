"""One line of output."""

import json
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Result:
    """What one benchmark found.

    Attributes
    ----------
    bench, n, unit
        Its name, how often it was measured, and the unit of `median` and `p95`.
    ratio_to, ratio
        The benchmark whose median it is compared with, and this median divided by that one.
    limit
        What `ratio`, or `median` where there is no ratio, may be at most; ``None``: no aim.
    """

    bench: str
    n: int
    unit: str
    median: float
    p95: float
    ratio_to: str | None = None
    ratio: float | None = None
    limit: float | None = None
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Tell whether it stays within its limit."""
        measured = self.median if self.ratio is None else self.ratio
        return self.limit is None or measured <= self.limit

    def line(self) -> str:
        """Return its JSON line."""
        found = {
            "bench": self.bench,
            "n": self.n,
            "unit": self.unit,
            "median": round(self.median, 4),
            "p95": round(self.p95, 4),
            "ratio_to": self.ratio_to,
            "ratio": None if self.ratio is None else round(self.ratio, 3),
            "limit": self.limit,
            "ok": self.ok,
            "params": dict(self.params),
        }
        return json.dumps(found, ensure_ascii=False)


def summarise(
    bench: str,
    samples: Sequence[float],
    unit: str = "ms",
    *,
    over: Result | None = None,
    limit: float | None = None,
    **params: Any,
) -> Result:
    """Return the result of `samples`, which are in `unit`; compared with `over` where it is given."""
    median = statistics.median(samples)
    p95 = sorted(samples)[max(0, round(len(samples) * 0.95) - 1)]
    ratio = median / over.median if over else None
    name = over.bench if over else None
    return Result(bench, len(samples), unit, median, p95, name, ratio, limit, params)
