"""The steps of an instance that wait for an answer from outside, for whoever keeps the service."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from db.link import Link
from engine.access import may_at_service
from engine.definitions import Deployed
from engine.errors import Forbidden
from engine.execution import Execution, PendingCall
from engine.runtime import Runtime
from expressions.names import names_of
from expressions.sandbox import ExpressionError
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

from .instances import visible
from .loading import load


@dataclass(frozen=True, slots=True)
class CallView:
    """One call; ``asks`` is what it gives along, None where that cannot be worked out."""

    token: int
    element: str
    name: str
    asks: Mapping[str, Any] | None


def calls(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> tuple[CallView, ...]:
    """Give what an instance waits for from outside, to an administrator of its service.

    Raises
    ------
    NotFound, Forbidden
    """
    instance = visible(rt, connection, by, instance_id)
    if not may_at_service(rt, connection, by, INSTANCE_MEND, instance.service_key):
        raise Forbidden(instance=str(instance_id))
    deployed, execution = load(rt, connection, instance)
    waiting = execution.calls if instance.state == "running" else ()
    return tuple(_view(rt, deployed, execution, call) for call in waiting)


def _view(rt: Runtime, deployed: Deployed, execution: Execution, call: PendingCall) -> CallView:
    asks = _asks(rt, deployed, call, execution.variables(call.token))
    return CallView(call.token, call.element, deployed.step_name(call.element), asks)


def _asks(
    rt: Runtime, deployed: Deployed, call: PendingCall, variables: Mapping[str, Any]
) -> dict[str, Any] | None:
    operation = deployed.operations.get(call.element)
    found = {}
    for name, source in (operation.inputs if operation else None) or ():
        known = {one: variables[one] for one in names_of(source) if one in variables}
        try:
            found[name] = rt.sandbox.evaluate(source, known)
        except ExpressionError:
            return None
    return found
