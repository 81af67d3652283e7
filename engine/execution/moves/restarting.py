"""Restart: an administrator lets a finished, ended or stuck instance go on from one of its steps."""

from collections.abc import Iterator

from engine.execution.errors import CannotMove
from engine.execution.instance import Instance
from engine.execution.moves.past import Past
from engine.execution.moves.returning import redo, refuse_impossible
from engine.execution.moves.undo import Cone, within_reach
from engine.execution.reports import Returned
from engine.execution.token import ENDED, Token


def restart(instance: Instance, step: Token) -> Returned:
    """Undo what depends on a completed step and open it again; what an end by force took away comes back.

    Raises
    ------
    CannotMove
        ``not_done``; ``not_kept``: it was ended by a version that did not keep what it took away;
        ``interrupted``: what the step stood in is over and stays so.
    CannotReturn
        ``compensated``, ``gone``.
    """
    past = Past(instance)
    cone = _cone(instance, past, step)
    instance.terminated = False
    return redo(instance, past, cone)


def restartable(instance: Instance) -> Iterator[Token]:
    """The completed steps that `restart` would go on from, the latest first."""
    past = Past(instance)
    steps = sorted(instance.tokens.values(), key=lambda token: token.finished, reverse=True)
    yield from (s for s in steps if s.worked and s.task_spec.manual and _may(instance, past, s))


def _may(instance: Instance, past: Past, step: Token) -> bool:
    try:
        _cone(instance, past, step)
    except CannotMove:
        return False
    return True


def _cone(instance: Instance, past: Past, step: Token) -> Cone:
    """What a restart undoes.

    Raises
    ------
    CannotMove, CannotReturn
    """
    if not (step.worked and step.task_spec.manual):
        raise CannotMove("not_done", token=step.id)
    ended = instance.terminated
    if ended and not any(token.killed and token.killed[0] == ENDED for token in instance.tokens.values()):
        raise CannotMove("not_kept", token=step.id)
    if not within_reach(past, step, ended=ended):
        raise CannotMove("interrupted", token=step.id)
    cone = Cone(past, step, ended=ended)
    if cone.is_taken_over:
        raise CannotMove("interrupted", token=step.id)
    refuse_impossible(cone)
    return cone
