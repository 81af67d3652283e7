"""撤销: the initiator takes his own application back, as far as the service lets him."""

import uuid

from db.unit_of_work import transaction
from engine.cancelling import may_cancel
from engine.errors import CannotCancel, Forbidden
from engine.opening import open_instance
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal


def cancel_instance(rt: Runtime, by: Principal, instance_id: uuid.UUID, *, reason: str = "") -> uuid.UUID:
    """Cancel an instance of one's own.

    Raises
    ------
    NotFound, Forbidden, NotRunning, ReasonTooLong
    CannotCancel
        The service says never, or somebody has handled it since.
    """
    with transaction() as uow:
        running = open_instance(rt, uow, by, instance_id)
        if running.facts.initiator_id != by.person_id:
            raise Forbidden(instance=str(instance_id))
        if not may_cancel(running.deployed, running.execution):
            raise CannotCancel(option=running.deployed.process.get("cancel"))
        running.note("cancel", person_id=by.person_id, words=reason_words(reason, required=False))
        running.stop("cancelled")
        save(running)
        return instance_id
