"""The people whom an expression of the designer gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from designer_export.native import AssignRule
from engine import helpers
from expressions.names import names_of
from expressions.sandbox import ExpressionError
from identity.keys import parse

from .reading import Reason, RuleFailed, people_in

if TYPE_CHECKING:
    from engine.execution import WaitingStep
    from engine.running import Running

_PREFIXES = ("g:", "r:", "p:")


def by_expression(running: Running, step: WaitingStep, rule: AssignRule) -> list[Reason]:
    """Ids, numbers or principal keys (``g:it-mail``) from an expression over what is seen at the step.

    Raises
    ------
    RuleFailed
        The expression does not work, or gives something else.
    """
    value = _evaluate(running, step, rule.value or "")
    wanted = value if isinstance(value, list) else [] if value is None else [value]
    keys = [one for one in wanted if isinstance(one, str) and one.startswith(_PREFIXES)]
    if not all(isinstance(one, int | str) and not isinstance(one, bool) for one in wanted):
        raise RuleFailed("type")
    try:
        parse(keys)
    except ValueError as problem:
        raise RuleFailed("key") from problem
    others = [one for one in wanted if one not in keys]
    return [(key, "expression") for key in keys] + people_in(running, others, "expression")


def _evaluate(running: Running, step: WaitingStep, source: str) -> Any:
    names = {**helpers.functions(running.now), **running.execution.variables(step.token)}
    try:
        wanted = names_of(source)
        return running.rt.sandbox.evaluate(source, {name: names[name] for name in wanted if name in names})
    except ExpressionError as problem:
        raise RuleFailed(str(problem)) from problem
