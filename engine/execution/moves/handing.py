"""Handing back: an earlier step is completed once more, and the matter comes straight back."""

from typing import Any

from engine.execution.errors import CannotReturn, NotWaiting
from engine.execution.instance import Instance
from engine.execution.moves.returning import done_before
from engine.execution.token import Token


def hand_back(instance: Instance, step: Token, target: Token, tag: Any) -> Token:
    """Let somebody act for the step `target` before the open step `step` goes on.

    Nothing is undone, so nothing beside the two is touched, whatever branches they stand in.

    Raises
    ------
    NotWaiting
    CannotReturn
        ``not_in_past``; ``not_around``: a called process does not see the variables of its caller.
    """
    if step.id not in instance.todo:
        raise NotWaiting(token=step.id)
    if target not in done_before(instance, step):
        raise CannotReturn("not_in_past", token=step.id, target=target.id)
    if step.scope.root is not target.scope.root:
        raise CannotReturn("not_around", token=step.id, target=target.id)
    opened: Token = step.task_spec.add(step, "before", tag, target.task_spec.place)
    return opened
