"""跳过: leave a failed step of the system as if it had been done (administrators)."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.errors import NotFound
from engine.leaving_out import NOTED, leave_out
from engine.opening import open_to_mend
from engine.runtime import Runtime
from engine.saving import save
from engine.words import reason_words
from identity.principal import Principal

__all__ = ["NOTED", "skip_incident"]

_INCIDENT = text("SELECT instance_id, token, element FROM incident WHERE id = :id AND closed_at IS NULL")


def skip_incident(
    rt: Runtime,
    by: Principal,
    incident_id: int,
    *,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
) -> str:
    """Let the matter go on behind the failed step; give the instance's state.

    The call is not made any more. What it may have done outside stays done.

    Parameters
    ----------
    values
        What the step would have written, by name: names of its outputs only, where the diagram tells them,
        and of no secret; fields of the form hold to it.

    Raises
    ------
    NotFound, Forbidden, NotRunning, Suspended, ReasonRequired, ReasonTooLong
    CannotMend
        ``not_failed``; ``not_skipped``: it is a step of people, or an event.
    Invalid
        At ``/values/…``.
    """
    with transaction() as uow:
        row = uow.execute(_INCIDENT, {"id": incident_id}).one_or_none()
        if row is None:
            raise NotFound(incident=incident_id)
        running = open_to_mend(rt, uow, by, row.instance_id)
        words = reason_words(reason)
        leave_out(running, by, row.token, row.element, values or {}, words)
        running.settle()
        save(running)
        return running.state
