"""Try a failed step again (administrators)."""

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.access import may_at_service
from engine.errors import Forbidden, NotFound
from engine.opening import open_instance
from engine.runtime import Runtime
from engine.saving import save
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

_INCIDENT = text("SELECT instance_id, token, element FROM incident WHERE id = :id AND closed_at IS NULL")


def retry_incident(rt: Runtime, by: Principal, incident_id: int) -> str:
    """Run the failed step once more; give the instance's state.

    If it fails again the incident stays open.

    Raises
    ------
    Forbidden, NotFound, NotRunning
    """
    with transaction() as uow:
        row = uow.execute(_INCIDENT, {"id": incident_id}).one_or_none()
        if row is None:
            raise NotFound(incident=incident_id)
        running = open_instance(rt, uow, by, row.instance_id)
        if not may_at_service(rt, uow, by, INSTANCE_MEND, running.facts.service_key):
            raise Forbidden(incident=incident_id)
        if row.token not in {failure.token for failure in running.execution.failures}:
            raise NotFound(incident=incident_id)
        running.note("retry", person_id=by.person_id, element=row.element)
        running.execution.retry(row.token)
        running.settle()
        save(running)
        return running.state
