"""退回: where a task may be returned to (what the diagram allows, and its past has), and the way there."""

from sqlalchemy import text

from db.link import Row
from identity.keys import person_key

from . import handlers
from .definitions import Deployed
from .errors import CannotReturn
from .execution import Execution, PastStep
from .running import Reasons, Running
from .store import tasks

INITIATOR = "initiator"
PREVIOUS = "previous"

_ACTIVE = text("SELECT active FROM person WHERE id = :id")


def targets_of(deployed: Deployed, execution: Execution, element: str, token: int) -> dict[str, PastStep]:
    """Give the targets of a return that exist now, by the permitted word that asks for each."""
    past = execution.past(token)
    apply = deployed.apply_step
    found: dict[str, PastStep] = {}
    for word in deployed.step(element).returns:
        step = _find(past, word, apply.id if apply else None)
        if step is not None:
            found[word] = step
    return found


def target(deployed: Deployed, execution: Execution, element: str, token: int, to: str) -> PastStep:
    """Find the target somebody asked for, by a permitted word or by its element id.

    Raises
    ------
    CannotReturn
    """
    found = targets_of(deployed, execution, element, token)
    if to in found:
        return found[to]
    for step in found.values():
        if step.element == to:
            return step
    raise CannotReturn(reason="not_allowed", to=to)


def go_back(running: Running, task: Row, target: PastStep) -> int:
    """Undo, and open the step again for whoever did it; one that several have done opens for all of them.

    Returns
    -------
    int
        The token that is open now.

    Raises
    ------
    engine.execution.CannotReturn
    """
    wanted = target.element if target.of_whole else target.token
    opened = running.execution.return_to(task.token, wanted).token
    if not target.of_whole and (again := who_did(running, target)):
        running.execution.tag(opened, handlers.tag_for(again))
    return opened


def who_did(running: Running, target: PastStep) -> Reasons:
    """Give whoever did a step, if he is still there."""
    handler = tasks.handler_of(running.uow, running.facts.id, target.token)
    if handler is None or not running.uow.execute(_ACTIVE, {"id": handler}).scalar_one_or_none():
        return ()
    return ((person_key(handler), "returned"),)


def _find(past: tuple[PastStep, ...], word: str, apply: str | None) -> PastStep | None:
    if word == PREVIOUS:
        return past[0] if past else None
    element = apply if word == INITIATOR else word
    return next((step for step in past if step.element == element), None)
