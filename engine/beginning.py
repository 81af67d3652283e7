"""How instances begin: what they hold at first, and those that nobody starts by hand."""

import uuid
from collections.abc import Mapping
from typing import Any

from db.unit_of_work import UnitOfWork
from identity.principal import Principal, load
from identity.refs import UnitRef

from . import events, filling, steering
from .definitions import Deployed
from .execution import Occurrence
from .numbering import next_number
from .running import Facts, Running
from .runtime import Runtime
from .saving import save
from .titles import title_of


def variables(
    deployed: Deployed, facts: Facts, by: Principal, unit: UnitRef | None, filled: Mapping[str, Any]
) -> dict[str, Any]:
    """Give what a new instance holds: an empty document, what the system fills in, the engine's names."""
    instance = {"id": facts.id.hex, "number": facts.business_no}
    return foreseeable(deployed, by, unit, filled) | {filling.INSTANCE: instance}


def foreseeable(
    deployed: Deployed, by: Principal, unit: UnitRef | None, filled: Mapping[str, Any]
) -> dict[str, Any]:
    """Give as much of it as is known before there is an instance."""
    initiator = {
        "id": by.person_id,
        "name": by.name,
        "number": by.number,
        "kinds": list(by.kinds),
        "unit": unit.code if unit else None,
    }
    engine_names = {steering.STEPS: {}, filling.INITIATOR: initiator}
    return filling.empty_document(deployed.form) | dict(filled) | engine_names


def begin_by_event(
    rt: Runtime,
    uow: UnitOfWork,
    *,
    definition_id: int,
    process_id: str,
    element: str,
    event: Occurrence | None,
    initiator_id: int,
    unit_id: int | None = None,
    conversation: uuid.UUID | None = None,
    hops: int = 0,
) -> uuid.UUID | None:
    """Begin an instance at the node whose event has come; give its id.

    Parameters
    ----------
    event
        None if it was a timer.
    initiator_id
        For whom it runs: the initiator of the matter that sent the message, or who published the service.
        Nothing begins for somebody who has left.
    hops
        How many occurrences led here, each thrown because of the one before.
    """
    by = load(uow, initiator_id)
    if by is None:
        return None
    deployed, now = rt.definitions.get(uow, definition_id), rt.clock()
    is_main = process_id == deployed.programs.main
    program = deployed.program_of(process_id)
    facts = Facts(
        id=uuid.uuid4(),
        definition_id=definition_id,
        service_key=deployed.service_key,
        business_no=next_number(uow, deployed.service_key, deployed.process, now) if is_main else None,
        title=title_of({**deployed.process, "name": program.name}, by.name, now, {}),
        initiator_id=initiator_id,
        unit_id=unit_id,
        started_at=now,
        process_id=None if is_main else process_id,
        conversation=conversation,
    )
    _run(Running(rt, uow, facts, deployed, now), by, element, event, hops)
    return facts.id


def _run(running: Running, by: Principal, element: str, event: Occurrence | None, hops: int) -> None:
    """Let it begin, store it, and tell the others."""
    facts = running.facts
    unit = next((unit for unit in by.units if unit.id == facts.unit_id), None)
    running.create(variables(running.deployed, facts, by, unit, {}), at=element, event=event)
    running.hops = hops
    running.note("start", element=element)
    running.settle()
    save(running)
    started = events.InstanceStarted(facts.id, facts.service_key, facts.initiator_id, facts.title)
    running.rt.events.publish(running.uow, started)
