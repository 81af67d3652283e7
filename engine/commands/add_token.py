"""新增令牌: an administrator lets one more way of a matter begin."""

import uuid

from db.unit_of_work import transaction
from engine.mending import attempt
from engine.opening import open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal


def add_token(
    rt: Runtime, by: Principal, instance_id: uuid.UUID, *, to: str, within: int = 0, reason: str
) -> str:
    """Begin at an element beside everything that runs; give the state.

    Parameters
    ----------
    to
        Id of an element.
    within
        The token of the sub-process that it lies in, as :func:`engine.queries.mending.mending` gives it; 0
        for the process.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`.
    CannotMend
        Its code as of :func:`engine.execution.moves.adding.add_token`.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        running.note("add_token", person_id=by.person_id, element=to, words=words)
        attempt(running, lambda: running.execution.add_token(to, within), gone="not_running")
        running.settle()
        save(running)
        return running.state
