"""Try the failed steps of a matter again (administrators)."""

import uuid

from db.unit_of_work import transaction
from engine.mend_errors import NothingFailed
from engine.opening import open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal


def retry_instance(
    rt: Runtime, by: Principal, instance_id: uuid.UUID, *, at: str = "", token: int | None = None, reason: str
) -> str:
    """Run the failed steps of an instance once more; give its state. What fails again stays an incident.

    Parameters
    ----------
    at, token
        Only the failed steps of this element, or this one; all if neither is said.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`.
    NothingFailed, ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        wanted = [
            failure
            for failure in running.execution.failures
            if at in ("", failure.element) and token in (None, failure.token)
        ]
        if not wanted:
            raise NothingFailed(instance=str(instance_id))
        for failure in wanted:
            running.note("retry", person_id=by.person_id, element=failure.element, words=words)
        for failure in wanted:
            # Trying one of them may have mended or taken away another.
            if failure.token in {one.token for one in running.execution.failures}:
                running.execution.retry(failure.token)
        running.settle()
        save(running)
        return running.state
