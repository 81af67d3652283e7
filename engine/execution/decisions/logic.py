"""Compiled decisions: what `compile_decisions` makes and `decide` runs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from engine.execution.decisions.sources import Source

ORDERED: Final = frozenset({"PRIORITY", "OUTPUT ORDER"})
SINGLE: Final = frozenset({"UNIQUE", "FIRST", "ANY", "PRIORITY"})
POLICIES: Final = SINGLE | {"RULE ORDER", "OUTPUT ORDER", "COLLECT"}
AGGREGATORS: Final = frozenset({"SUM", "MIN", "MAX", "COUNT"})


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results.

    Attributes
    ----------
    name
        Key of the result where there are several columns.
    ranks
        Allowed values, the most important first, where the hit policy needs them.
    """

    name: str
    ranks: Sequence[object] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table.

    Attributes
    ----------
    policy, aggregator
        Hit policy, and what COLLECT makes of its results.
    columns
        Ids of the input columns.
    inputs
        Gives the list of the columns' values, None where there are no columns.
    checks
        Gives for each column whether its value is allowed, None where everything is.
    chunks
        Each gives a list with one row for each of its rules, ``[number of the rule, its outputs]`` or None;
        for FIRST only the first row, or a false value.
    rules
        Names of the rules, for messages.
    default
        Gives the outputs where no rule matches, None where there are none.
    overlaps
        Whether the first hit counts where UNIQUE allows one alone.
    """

    policy: str
    aggregator: str | None
    columns: tuple[str, ...]
    inputs: Source | None
    checks: Source | None
    chunks: tuple[Source, ...]
    rules: tuple[str, ...]
    outputs: tuple[Output, ...]
    default: Source | None
    overlaps: bool = False

    def sources(self) -> tuple[Source, ...]:
        """Every source of the table, in the order in which they run."""
        single = [source for source in (self.inputs, self.checks) if source is not None]
        return (*single, *self.chunks, *([self.default] if self.default is not None else []))


@dataclass(frozen=True)
class Decision:
    """One decision of a DMN file.

    Attributes
    ----------
    id, name
        Of the element; the id where it has no name.
    result_name
        The variable under which decisions that require this one see its result.
    requires
        Ids of the decisions whose results it sees.
    names
        Variables and helpers that this decision and those it requires read from outside.
    sources
        Every text that it will evaluate by itself, without those of required decisions.
    """

    id: str
    name: str
    result_name: str
    requires: tuple[str, ...]
    names: frozenset[str]
    sources: tuple[str, ...]
    logic: Table | Source = field(repr=False, compare=False)
