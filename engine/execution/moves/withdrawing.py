"""Withdraw (撤回): a handler takes back what he has done while nobody has gone on from it."""

from engine.execution.errors import CannotMove
from engine.execution.instance import Instance
from engine.execution.moves.past import Past
from engine.execution.moves.returning import redo, refuse_impossible
from engine.execution.moves.signing import is_one_of_several
from engine.execution.moves.undo import Cone, within_reach
from engine.execution.nodes.signing import OWN, SIGN, is_relied_on, signed_before, signers_of
from engine.execution.reports import Returned
from engine.execution.token import FAILED, READY, STARTED, Token

_TOLD = frozenset({"message", "signal"})


def withdraw(instance: Instance, step: Token) -> Returned:
    """Open a completed step again and undo what followed of itself.

    Raises
    ------
    CannotMove
        ``not_done``; ``followed``: somebody has gone on from it; ``acted``: a service was called or
        something was sent, which nobody can take back; ``countersigning``: it is one of several and the
        others have not finished; ``interrupted``: what it stood in is over, or all was ended by force.
    CannotReturn
        ``compensated``, ``gone``.
    """
    if step._state == STARTED and OWN in step.internal_data:
        return _back_to_own_part(step)
    if not (step.worked and step.task_spec.manual):
        raise CannotMove("not_done", token=step.id)
    if is_relied_on(step):
        raise CannotMove("followed", token=step.id, by=step.task_spec.place)
    past = Past(instance)
    if instance.terminated or not within_reach(past, step):
        raise CannotMove("interrupted", token=step.id)
    if is_one_of_several(step) and not step.parent.counts:
        raise CannotMove("countersigning", token=step.id)
    cone = Cone(past, step)
    if cone.is_taken_over:
        raise CannotMove("interrupted", token=step.id)
    refuse_impossible(cone)
    for other in cone.entered.values():
        if _was_done_by_somebody(other, step):
            raise CannotMove("followed", token=step.id, by=other.task_spec.place)
        if _reached_out(other):
            raise CannotMove("acted", token=step.id, by=other.task_spec.place)
    return redo(instance, past, cone)


def _back_to_own_part(step: Token) -> Returned:
    """Its signers have not all signed: only those whose turn came by its completion go."""
    later = [one for one in signers_of(step) if one.internal_data[SIGN][0] == "after"]
    if any(one.counts for one in later):
        raise CannotMove("followed", token=step.id, by=step.task_spec.place)
    open_ones = [one for one in later if one.live]
    for one in open_ones:
        one.cancel()
    del step.internal_data[OWN]
    step._set_state(READY)
    return Returned(step.id, tuple(one.id for one in open_ones), ())


def _was_done_by_somebody(token: Token, step: Token) -> bool:
    """Whether a person has done it, other than those who signed before the step was done."""
    if not token.task_spec.manual or not (token.counts or OWN in token.internal_data):
        return False
    return not signed_before(token, step)


def _reached_out(token: Token) -> bool:
    # What was taken away meanwhile may have been called before.
    if not (token.counts or token._state & (STARTED | FAILED) or token.killed):
        return False
    spec = token.task_spec
    return spec.calls_out or (spec.throws and any(trigger.kind in _TOLD for trigger in spec.triggers))
