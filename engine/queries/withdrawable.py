"""What a reader has done and may take back now (撤回): found out by trying it on a copy."""

from sqlalchemy import text

from db.link import Link, Row
from engine.definitions import Deployed
from engine.runtime import Runtime
from identity.principal import Principal

from .loading import try_out

LOOKED_AT = 3
"""How many of his latest steps are tried: what lies further back was followed by his own."""

_DONE = text(
    "SELECT id, token, element, state, handler_id FROM task WHERE instance_id = :id"
    " AND handler_id = :person_id AND state = 'completed' ORDER BY closed_at DESC, id DESC LIMIT :limit"
)


def may_withdraw(rt: Runtime, by: Principal, instance: Row, task: Row, deployed: Deployed) -> bool:
    """Tell whether `by` may take a task back that he has completed."""
    if task.state != "completed" or task.handler_id != by.person_id or instance.state != "running":
        return False
    if "withdraw" in deployed.step(task.element).without:
        return False
    return try_out(rt, instance, deployed, lambda execution: execution.withdraw(task.token))


def withdrawable(
    rt: Runtime, connection: Link, by: Principal, instance: Row, deployed: Deployed
) -> int | None:
    """Give the latest task of an instance that `by` may take back, or None."""
    if instance.state != "running":
        return None
    values = {"id": instance.id, "person_id": by.person_id, "limit": LOOKED_AT}
    done = connection.execute(_DONE, values).all()
    return next((task.id for task in done if may_withdraw(rt, by, instance, task, deployed)), None)
