"""The people whom an expression of the designer gives."""

from designer_export.native import AssignRule
from engine.assignment.situation import RuleFailed, Situation
from identity.keys import parse

from .reading import Reason, people_in

_PREFIXES = ("g:", "r:", "p:")


def by_expression(situation: Situation, rule: AssignRule) -> list[Reason]:
    """Ids, numbers or principal keys (``g:it-mail``) from an expression over what is seen at the step.

    Raises
    ------
    RuleFailed
        The expression does not work, or gives something else.
    """
    value = situation.evaluate(rule.value or "")
    wanted = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(one, int | str) and not isinstance(one, bool) for one in wanted):
        raise RuleFailed("type")
    keys = [one for one in wanted if isinstance(one, str) and one.startswith(_PREFIXES)]
    try:
        parse(keys)
    except ValueError as problem:
        raise RuleFailed("key") from problem
    others = [one for one in wanted if one not in keys]
    return [(key, "expression") for key in keys] + people_in(situation, others, "expression")
