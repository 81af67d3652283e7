"""Prometheus' text format, version 0.0.4."""

import math
from collections.abc import Iterator, Mapping

from watch.counters import Labels, Value
from watch.families import FAMILIES, Family

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def written(figures: Mapping[str, Mapping[Labels, Value]]) -> str:
    """Write figures; one whose family nobody has declared is a mistake of ours and left out."""
    lines: list[str] = []
    for name, family in FAMILIES.items():
        series = figures.get(name)
        if series:
            lines += [f"# HELP {name} {family.help}", f"# TYPE {name} {family.kind}"]
            for labels, value in sorted(series.items()):
                lines += _samples(name, family, labels, value)
    return "\n".join(lines) + "\n"


def _samples(name: str, family: Family, labels: Labels, value: Value) -> Iterator[str]:
    pairs = [f'{key}="{_escaped(text)}"' for key, text in zip(family.labels, labels, strict=True)]
    if not isinstance(value, list):
        yield f"{name}{_braced(pairs)} {_number(value)}"
        return
    seen = 0.0
    for bound, number in zip([*family.buckets, math.inf], value, strict=False):
        seen += number
        edge = 'le="{}"'.format("+Inf" if bound == math.inf else repr(bound))
        yield f"{name}_bucket{_braced([*pairs, edge])} {_number(seen)}"
    yield f"{name}_sum{_braced(pairs)} {_number(value[-1])}"
    yield f"{name}_count{_braced(pairs)} {_number(seen)}"


def _braced(pairs: list[str]) -> str:
    return "{" + ",".join(pairs) + "}" if pairs else ""


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(round(value, 6))
