"""Hit policies: what the rows that match a table come to (DMN 1.5, section 8.2.8)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from engine.execution.decisions.logic import Table
from engine.execution.decisions.views import is_number, same
from engine.execution.errors import StepFailed


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matches.

    Attributes
    ----------
    rule
        Its name.
    outputs
        One value for each column.
    """

    rule: str
    outputs: Sequence[Any]


def outcome(table: Table, hits: Sequence[Hit]) -> Any:
    """Result of a table with at least one hit.

    Raises
    ------
    StepFailed
        ``decision_unique``, ``decision_any``, ``decision_priority`` or ``decision_type``.
    """
    found = _POLICIES[table.policy](table, hits)
    return [result(table, hit.outputs) for hit in found] if isinstance(found, list) else found


def result(table: Table, outputs: Sequence[Any]) -> Any:
    """Value of one hit: its output, or a dict where there are several."""
    if len(table.outputs) == 1:
        return outputs[0]
    return {output.name: value for output, value in zip(table.outputs, outputs, strict=True)}


def aggregate(aggregator: str, values: Sequence[Any]) -> Any:
    """Number that COLLECT makes of its results; nothing has the count 0, and else no number.

    Raises
    ------
    StepFailed
        ``decision_type`` for results that cannot be added or have no order.
    """
    if aggregator == "COUNT":
        return len(values)
    if not values:
        return None
    texts = aggregator != "SUM" and all(isinstance(value, str) for value in values)
    if not (texts or all(map(is_number, values))):
        raise StepFailed("decision_type", f"{aggregator} over {values!r:.200}")
    return _AGGREGATORS[aggregator](values)


def _unique(table: Table, hits: Sequence[Hit]) -> Any:
    if len(hits) > 1 and not table.overlaps:
        raise StepFailed("decision_unique", _names(hits))
    return result(table, hits[0].outputs)


def _first(table: Table, hits: Sequence[Hit]) -> Any:
    return result(table, hits[0].outputs)


def _any(table: Table, hits: Sequence[Hit]) -> Any:
    if not all(same(list(hits[0].outputs), list(hit.outputs)) for hit in hits):
        raise StepFailed("decision_any", _names(hits))
    return result(table, hits[0].outputs)


def _priority(table: Table, hits: Sequence[Hit]) -> Any:
    return result(table, _output_order(table, hits)[0].outputs)


def _rule_order(table: Table, hits: Sequence[Hit]) -> list[Hit]:
    return list(hits)


def _output_order(table: Table, hits: Sequence[Hit]) -> list[Hit]:
    return sorted(hits, key=lambda hit: _ranks(table, hit))


def _collect(table: Table, hits: Sequence[Hit]) -> Any:
    if table.aggregator is None:
        return list(hits)
    return aggregate(table.aggregator, [result(table, hit.outputs) for hit in hits])


def _ranks(table: Table, hit: Hit) -> list[int]:
    """Places of the outputs among the allowed values, the first column counting most."""
    ranks = []
    for output, value in zip(table.outputs, hit.outputs, strict=True):
        if output.ranks is None:
            continue
        rank = next((at for at, allowed in enumerate(output.ranks) if same(allowed, value)), None)
        if rank is None:
            raise StepFailed("decision_priority", f"{hit.rule}: {output.name} {value!r:.200}")
        ranks.append(rank)
    return ranks


def _names(hits: Sequence[Hit]) -> str:
    return ", ".join(hit.rule for hit in hits)


_AGGREGATORS: Final[dict[str, Callable[[Any], Any]]] = {"SUM": sum, "MIN": min, "MAX": max}
_POLICIES: Final[dict[str, Callable[[Table, Sequence[Hit]], Any]]] = {
    "UNIQUE": _unique,
    "FIRST": _first,
    "ANY": _any,
    "PRIORITY": _priority,
    "RULE ORDER": _rule_order,
    "OUTPUT ORDER": _output_order,
    "COLLECT": _collect,
}
