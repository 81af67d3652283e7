"""挂起: an administrator lets an instance wait, with everything that belongs to it."""

import uuid

from db.unit_of_work import transaction
from engine.holding import tell_of
from engine.opening import SUSPENDED, open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.store import deadlines
from engine.words import reason_words
from identity.principal import Principal


def suspend_instance(rt: Runtime, by: Principal, instance_id: uuid.UUID, *, reason: str) -> uuid.UUID:
    """Suspend an instance.

    From now on its handlers are refused, its timers do not fire, and messages and signals for it wait,
    until :func:`engine.commands.resume_instance.resume_instance`. Its tasks stay where they are. Its
    initiator and whoever holds a task are told.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`; Suspended if it is already.
    ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        n = running.note("suspend", person_id=by.person_id, words=reason_words(reason))
        tell_of(running, by, n)
        running.state, running.suspended_at = SUSPENDED, running.now
        deadlines.put_to_sleep(uow, instance_id)
        save(running)
        return instance_id
