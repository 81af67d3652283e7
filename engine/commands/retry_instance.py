"""Try the failed steps of a matter again (administrators)."""

import uuid

from sqlalchemy import text

from db.unit_of_work import UnitOfWork, transaction
from engine.errors import NotFound
from engine.execution import Failure
from engine.mend_errors import NothingFailed
from engine.opening import open_to_mend
from engine.running import Running
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal

_TOKEN = text("SELECT token FROM incident WHERE id = :id AND instance_id = :instance AND closed_at IS NULL")


def retry_instance(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    at: str = "",
    token: int | None = None,
    incident: int | None = None,
    reason: str,
) -> str:
    """Run the failed steps of an instance once more; give its state. What fails again stays an incident.

    Parameters
    ----------
    at, token, incident
        Only the failed steps of this element, or this one, by its token or its incident; all if none is said.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`; also where the incident is none of it, or is mended.
    NothingFailed, ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        wanted = _meant(uow, running, at, token, incident)
        for failure in wanted:
            running.note("retry", person_id=by.person_id, element=failure.element, words=words)
        for failure in wanted:
            # Trying one of them may have mended or taken away another.
            if failure.token in {one.token for one in running.execution.failures}:
                running.execution.retry(failure.token)
        running.settle()
        save(running)
        return running.state


def _meant(
    uow: UnitOfWork, running: Running, at: str, token: int | None, incident: int | None
) -> list[Failure]:
    tokens = {one.token for one in running.execution.failures}
    if incident is not None:
        values = {"id": incident, "instance": running.facts.id}
        tokens &= set(uow.execute(_TOKEN, values).scalars())
        if not tokens:
            raise NotFound(incident=incident)
    wanted = [
        failure
        for failure in running.execution.failures
        if failure.token in tokens and at in ("", failure.element) and token in (None, failure.token)
    ]
    if not wanted:
        raise NothingFailed(instance=str(running.facts.id))
    return wanted
