"""跳转: an administrator takes a matter from where it stands to another step."""

import uuid

from db.unit_of_work import transaction
from engine.mending import attempt, place_at
from engine.opening import open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal


def jump_instance(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    token: int | None = None,
    at: str = "",
    to: str,
    reason: str,
) -> str:
    """Leave one of the places where an instance stands, and enter an element; give the state.

    Parameters
    ----------
    token
        As :func:`engine.queries.mending.mending` gives it: one left meanwhile is refused.
    at
        Without a token: the element that it stands at, once.
    to
        Id of an element.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`.
    CannotMend
        Its code as of :func:`engine.execution.moves.jumping.jump`.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        token = place_at(running, at) if token is None else token
        left = {place.token: place.element for place in running.execution.standing}.get(token)
        running.note("jump", person_id=by.person_id, element=left, outcome=to, words=words)
        attempt(running, lambda: running.execution.jump(token, to), gone="not_live")
        running.settle()
        save(running)
        return running.state
