"""跳过: leave failed steps of a matter as if they had been done (administrators)."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.errors import NotFound
from engine.leaving_out import leave_out
from engine.mend_errors import NothingFailed
from engine.opening import open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal

_OPEN = text(
    "SELECT id, token, element FROM incident WHERE instance_id = :id AND closed_at IS NULL ORDER BY id"
)


def skip_instance(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    incident: int | None = None,
    at: str = "",
    values: Mapping[str, Any] | None = None,
    reason: str,
) -> str:
    """Let a matter go on behind its failed steps; give its state.

    The call is not made any more. What it may have done outside stays done.

    Parameters
    ----------
    incident, at
        Only this failed step, or those of this element; all if neither is said.
    values
        What each would have written, by name: names of its outputs only, where the diagram tells them, and
        of no secret; fields of the form hold to it.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended
        See :func:`engine.opening.open_to_mend`; also where the incident is none of it, or is mended.
    CannotMend
        ``not_failed``; ``not_skipped``: it is a step of people, or an event.
    Invalid
        At ``/values/…``.
    NothingFailed, ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id)
        words = reason_words(reason)
        for one in _meant(uow, instance_id, incident, at):
            leave_out(running, by, one.token, one.element, values or {}, words)
        running.settle()
        save(running)
        return running.state


def _meant(uow: UnitOfWork, instance_id: uuid.UUID, incident: int | None, at: str) -> list[Row]:
    failed = uow.execute(_OPEN, {"id": instance_id}).all()
    found = [one for one in failed if incident in (None, one.id) and at in ("", one.element)]
    if not found and incident is not None:
        raise NotFound(incident=incident)
    if not found:
        raise NothingFailed(instance=str(instance_id))
    return found
