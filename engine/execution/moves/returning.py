"""Return (退回) as causally consistent undo of the target's latest execution."""

from engine.execution.errors import CannotReturn
from engine.execution.instance import Instance
from engine.execution.moves.past import Past
from engine.execution.moves.undo import Cone, came_by_jump, undo, within_reach
from engine.execution.nodes.signing import is_signer
from engine.execution.reports import Returned
from engine.execution.token import Token


def return_to(instance: Instance, token: Token, target: str | int) -> Returned:
    """Undo what depends on the target's execution in the past of `token` and enter it afresh.

    Variables stay as they are: a return does not empty the form.

    Raises
    ------
    CannotReturn
        ``not_live`` if `token` stands nowhere any more; ``not_in_past`` if no execution of the
        target is among its causal ancestors, for example in a branch not joined yet, or it stands in
        something that was interrupted for another reason; ``compensated``
        if the diagram itself has undone a part of what would be undone; ``gone`` if something would have
        to wait again where the present version of the process has nothing.
    """
    if not token.live:
        raise CannotReturn("not_live", token=token.id)
    past = Past(instance)
    execution = _latest(past, token, target)
    cone = Cone(past, execution)
    refuse_impossible(cone)
    return redo(instance, past, cone)


def done_before(instance: Instance, token: Token) -> list[Token]:
    """The people's steps that `token` depends on and that can be reached; signers are part of theirs."""
    past = Past(instance)
    return [
        step
        for step in past.ancestors(token)
        if step.task_spec.manual and step.worked and not is_signer(step) and within_reach(past, step)
    ]


def refuse_impossible(cone: Cone) -> None:
    """Refuse to undo what the diagram itself has undone or is undoing, and what would stand nowhere."""
    if any(_compensates(part) for part in (cone.start, *cone.entered.values())):
        raise CannotReturn("compensated", target=cone.start.id)
    if cone.needs_what_is_gone:
        raise CannotReturn("gone", target=cone.start.id)


def redo(instance: Instance, past: Past, cone: Cone) -> Returned:
    """Apply a cone and enter its start afresh."""
    cancelled, voided = undo(instance, past, cone)
    opened = _enter_again(instance, cone.start)
    if came_by_jump(cone.start):
        # What the jump took away stays away because of the fresh token now.
        for token in instance.tokens.values():
            if token.killed is not None and token.killed[0] == cone.start.id:
                token.killed = (opened.id, token.killed[1])
    for level in instance.levels():
        if not level.completed:
            instance.watches.open_level(level)
            level.settle()
    instance.look_again()
    return Returned(opened.id, tuple(sorted(cancelled)), tuple(sorted(voided)))


def _compensates(token: Token) -> bool:
    return "for" in token.internal_data or "undone" in token.internal_data


def _latest(past: Past, token: Token, target: str | int) -> Token:
    candidates = [
        step
        for step in past.ancestors(token)
        if step.worked
        and target in (step.id, step.task_spec.place)
        and not step.task_spec.listens
        and not is_signer(step)
        and within_reach(past, step)
    ]
    if not candidates:
        raise CannotReturn("not_in_past", token=token.id, target=target)
    # An element with several items is meant as a whole, if it has completed as a whole.
    found = [step for step in candidates if step.id == target or not _is_part_of(step, candidates)]
    return max(found, key=lambda step: (step.finished, step.id))


def _is_part_of(step: Token, steps: list[Token]) -> bool:
    return step.is_item and step.parent in steps


def _enter_again(instance: Instance, execution: Token) -> Token:
    execution.workflow.reopen()
    if execution.is_item:
        opened: Token = execution.parent.task_spec.again(execution.parent, execution)
        return opened
    fresh: Token = (
        execution.parent._add_child(execution.task_spec)
        if execution.parent is not None
        else execution.workflow.new_token(execution.task_spec)
    )
    if execution.parent is None:
        fresh.by = execution.by
    fresh.via = execution.via
    fresh.task_spec._update(fresh)
    return fresh
