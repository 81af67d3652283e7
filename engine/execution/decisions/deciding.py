"""Decisions made: required ones first, each once."""

from collections.abc import Callable, Mapping, Sequence
from graphlib import TopologicalSorter
from typing import Any

from engine.execution.decisions.logic import SINGLE, Decision, Table
from engine.execution.decisions.policies import Hit, aggregate, outcome, result
from engine.execution.decisions.sources import COLUMN, Source
from engine.execution.decisions.views import views
from engine.execution.errors import StepFailed

Evaluate = Callable[[str, Mapping[str, Any]], Any]
"""Runs one expression with the given names; adds the helpers that expressions may call."""


def decide(
    decisions: Mapping[str, Decision], id: str, evaluate: Evaluate, variables: Mapping[str, Any]
) -> Any:
    """Make one decision.

    Parameters
    ----------
    decisions
        What `compile_decisions` gave.
    id
        Which of them.
    evaluate
        Runs an expression. It gets the variables that the expression reads, as far as they are there.
    variables
        Data of the step.

    Returns
    -------
    A table with one output gives its value, with several a dict by name; the hit policies RULE ORDER,
    OUTPUT ORDER and COLLECT give lists of these, or the number of an aggregation. Without a match the
    default outputs, else None; an empty list, 0 or None where lists, counts or other numbers are due.

    Raises
    ------
    StepFailed
        ``decision_missing`` for an unknown id, ``decision_input`` for a value that a column does not allow,
        ``decision_unique``, ``decision_any``, ``decision_priority`` or ``decision_type`` for rules that
        contradict the hit policy. What `evaluate` raises passes through.
    """
    if id not in decisions:
        raise StepFailed("decision_missing", id)
    done: dict[str, Any] = {}
    for key in _order(decisions, id):
        decision = decisions[key]
        seen = {decisions[other].result_name: done[other] for other in decision.requires}
        run = _Run(decision, evaluate, (seen, variables))
        done[key] = (
            run.table(decision.logic) if isinstance(decision.logic, Table) else run.value(decision.logic)
        )
    return done[id]


def _order(decisions: Mapping[str, Decision], id: str) -> Sequence[str]:
    graph: dict[str, tuple[str, ...]] = {}
    pending = [id]
    while pending:
        key = pending.pop()
        if key not in graph:
            graph[key] = decisions[key].requires
            pending.extend(graph[key])
    return list(TopologicalSorter(graph).static_order())


class _Run:
    """One decision being made."""

    def __init__(self, decision: Decision, evaluate: Evaluate, places: Sequence[Mapping[str, Any]]) -> None:
        self._decision = decision
        self._evaluate = evaluate
        self._places = places

    def value(self, source: Source, columns: Mapping[str, Any] | None = None) -> Any:
        return self._evaluate(source.text, source.names(columns or {}, *self._places))

    def table(self, table: Table) -> Any:
        columns = self._columns(table)
        self._check(table, columns)
        hits = self._hits(table, columns)
        if hits:
            return outcome(table, hits)
        if table.policy in SINGLE:
            return result(table, self.value(table.default)) if table.default is not None else None
        return [] if table.aggregator is None else aggregate(table.aggregator, [])

    def _columns(self, table: Table) -> Mapping[str, Any]:
        values = self.value(table.inputs) if table.inputs is not None else []
        columns: dict[str, Any] = {}
        for number, value in enumerate(values):
            columns.update(views(f"{COLUMN}{number}", value))
        return columns

    def _check(self, table: Table, columns: Mapping[str, Any]) -> None:
        if table.checks is None:
            return
        for number, allowed in enumerate(self.value(table.checks, columns)):
            if not allowed:
                value = columns[f"{COLUMN}{number}"]
                detail = f"{self._decision.id}, {table.columns[number]}: {value!r:.200}"
                raise StepFailed("decision_input", detail)

    def _hits(self, table: Table, columns: Mapping[str, Any]) -> list[Hit]:
        hits: list[Hit] = []
        for chunk in table.chunks:
            found = self.value(chunk, columns)
            if table.policy == "FIRST":
                found = [found]
            hits += [Hit(table.rules[row[0]], row[1]) for row in found if row]
            if hits and table.policy == "FIRST":
                break
        return hits
