"""What an administrator is asked who leaves a failed step of the system out (跳过)."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from db.link import Link
from engine.access import may_at_service
from engine.definitions import Deployed
from engine.errors import Forbidden, NotFound
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

from .instances import visible
from .loading import load

_INCIDENT = text(
    "SELECT id, element, code, detail FROM incident WHERE id = :id AND instance_id = :instance"
    " AND closed_at IS NULL"
)


@dataclass(frozen=True, slots=True)
class Output:
    """What the step would have written; `kind` is the JSON type of the form's field, empty for a variable.

    The title is one text, or one a language.
    """

    name: str
    title: Any
    kind: str


@dataclass(frozen=True, slots=True)
class Skipping:
    """A failed step and its outputs."""

    incident_id: int
    element: str
    name: str
    code: str
    detail: str
    outputs: tuple[Output, ...]


def skipping(
    rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID, incident_id: int
) -> Skipping:
    """Give what a skip would leave out.

    Raises
    ------
    NotFound, Forbidden
    """
    instance = visible(rt, connection, by, instance_id)
    if not may_at_service(rt, connection, by, INSTANCE_MEND, instance.service_key):
        raise Forbidden(instance=str(instance_id))
    row = connection.execute(_INCIDENT, {"id": incident_id, "instance": instance_id}).one_or_none()
    if row is None:
        raise NotFound(incident=incident_id)
    deployed, _ = load(rt, connection, instance)
    step = deployed.step_name(row.element)
    return Skipping(row.id, row.element, step, row.code, row.detail or "", outputs_of(deployed, row.element))


def outputs_of(deployed: Deployed, element: str) -> tuple[Output, ...]:
    """Give what the call of a step writes, as the diagram declares it; nothing where it does not."""
    call, fields, found = deployed.operations.get(element), deployed.form.fields, []
    for name, _source in (call.outputs if call else None) or ():
        schema = fields[name].schema if name in fields else {}
        title = schema.get("x-title") or schema.get("title") or name
        found.append(Output(name, title, str(schema.get("type", ""))))
    return tuple(found)
