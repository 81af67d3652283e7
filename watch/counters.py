"""Counts what happens in this process; a count costs about a microsecond and no memory that grows."""

import bisect
import threading
from collections.abc import Mapping
from typing import Any

from watch.families import FAMILIES

MOST_SERIES = 1000
"""Of one figure: a label that took more values than that is a mistake, and must not eat the memory."""
OTHER = "other"

Labels = tuple[str, ...]
Value = float | list[float]
"""Of a histogram: how many fell into each bucket, into none, and the sum."""
Figures = dict[str, dict[Labels, Value]]

_lock = threading.Lock()
_figures: Figures = {name: {} for name in FAMILIES}


def count(name: str, *labels: str, by: float = 1.0) -> None:
    """Count something that happened."""
    with _lock:
        series = _figures[name]
        if labels not in series:
            labels = _bounded(series, labels)
        series[labels] = series.get(labels, 0.0) + by  # type: ignore[operator]


def observe(name: str, value: float, *labels: str) -> None:
    """Put a value into a histogram."""
    buckets = FAMILIES[name].buckets
    with _lock:
        series = _figures[name]
        found = series.get(labels)
        if found is None:
            labels = _bounded(series, labels)
            found = series.setdefault(labels, [0.0] * (len(buckets) + 2))
        assert isinstance(found, list)
        found[bisect.bisect_left(buckets, value)] += 1
        found[-1] += value


def figures() -> Figures:
    """Give a copy of what was counted in this process."""
    with _lock:
        return {
            name: {
                labels: list(value) if isinstance(value, list) else value for labels, value in series.items()
            }
            for name, series in _figures.items()
            if series
        }


def clear() -> None:
    """Begin at zero: for a process that was forked, and for tests."""
    with _lock:
        for series in _figures.values():
            series.clear()


def merged(*several: Mapping[str, Mapping[Labels, Value]]) -> Figures:
    """Add up the figures of several processes."""
    total: Figures = {}
    for one in several:
        for name, series in one.items():
            into = total.setdefault(name, {})
            for labels, value in series.items():
                into[labels] = _sum(into.get(labels), value)
    return total


def _sum(one: Value | None, other: Value) -> Value:
    if isinstance(other, list):
        before = one if isinstance(one, list) else [0.0] * len(other)
        return [a + b for a, b in zip(before, other, strict=True)]
    return (one if isinstance(one, float) else 0.0) + other


def _bounded(series: Mapping[Labels, Any], labels: Labels) -> Labels:
    return labels if len(series) < MOST_SERIES else (OTHER,) * len(labels)
