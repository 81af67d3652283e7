"""Cancelling a token: an administrator lets a branch end where it stands, as at an end event of its own."""

from collections.abc import Iterator

from engine.execution.errors import CannotMove
from engine.execution.instance import Instance
from engine.execution.level import Level
from engine.execution.moves.jumping import _races
from engine.execution.token import Token


def cancel_token(instance: Instance, token: Token) -> None:
    """Take a token away with everything inside it, and with what raced against it.

    Its branch ends here: a level that is empty then is done, and what is around it goes on; joins that look
    whether anybody may still come go on without it.

    Raises
    ------
    CannotMove
        ``not_live``; ``beside``: it belongs to an event sub-process or a compensation; ``awaited``: others
        would wait for it for ever, at the join ``split``.
    """
    if not token.live or token.is_item:
        raise CannotMove("not_live", token=token.id)
    if token.stands_beside or _is_beside(token):
        raise CannotMove("beside", token=token.id)
    level = token.workflow
    leaving = [other for other in level.living if other is token or _races(other, token)]
    join = _awaited_at(level, leaving)
    if join is not None:
        raise CannotMove("awaited", target=token.task_spec.place, split=join)
    for other in leaving:
        other.cancel()
    for one in instance.levels():
        if not one.completed:
            one.settle()
    instance.look_again()


def cancellable(instance: Instance, token: Token) -> bool:
    """Tell whether `cancel_token` would take a token away."""
    if not token.live or token.is_item or token.stands_beside or _is_beside(token):
        return False
    level = token.workflow
    return _awaited_at(level, [one for one in level.living if one is token or _races(one, token)]) is None


def _is_beside(token: Token) -> bool:
    """An ad-hoc level ends by its own condition, and not because something in it is gone."""
    return bool(token.workflow.spec.is_ad_hoc)


def _awaited_at(level: Level, leaving: list[Token]) -> str | None:
    """The first join that needs all its flows, that `leaving` could have come to and that others come to.

    Stricter than need be: such a join may also be filled by others alone.
    """
    strict = [name for name, spec in level.spec.task_specs.items() if spec.gathers and not spec.reconsiders]
    if not strict:
        return None
    gone = set().union(*(_reach(level, one) for one in leaving))
    rest = [one for one in level.living if one not in leaving and not one.is_item]
    come = set().union(*(_reach(level, one) for one in rest))
    return next((name for name in strict if name in gone and name in come), None)


def _reach(level: Level, token: Token) -> set[str]:
    """Every node that a token may come to, its own among them."""
    specs = level.spec.task_specs
    seen: set[str] = set()
    todo = [token.task_spec.name]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _following(specs[name])
    return seen


def _following(spec: object) -> Iterator[str]:
    yield from (flow.target for flow in spec.outgoing)  # type: ignore[attr-defined]
    yield from spec.boundaries  # type: ignore[attr-defined]
