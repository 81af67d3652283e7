"""取消令牌: an administrator lets one of several branches of a matter end where it stands."""

import uuid

from db.unit_of_work import transaction
from engine.mending import attempt, place_at
from engine.opening import open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal


def cancel_token(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    token: int | None = None,
    at: str = "",
    reason: str,
) -> str:
    """Take one of the places where an instance stands away; give the state.

    Its branch ends there as at an end event: what is around it goes on if nothing else is left in it, and the
    instance is completed if nothing is left at all.

    Parameters
    ----------
    token
        As :func:`engine.queries.mending.mending` gives it.
    at
        Without a token: the element that it stands at, once.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`.
    CannotMend
        Its code as of :func:`engine.execution.moves.cancelling.cancel_token`.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        chosen = place_at(running, at) if token is None else token
        left = {place.token: place.element for place in running.execution.standing}.get(chosen)
        running.note("cancel_token", person_id=by.person_id, element=left, words=words)
        attempt(running, lambda: running.execution.cancel_token(chosen), gone="not_live")
        running.settle()
        save(running)
        return running.state
