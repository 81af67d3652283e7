"""发起: a person submits an application, and an instance begins with his own step already done."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.unit_of_work import UnitOfWork, transaction
from engine import beginning, choosing, events, filling
from engine.automatic import ask_contact, automatic_fields, initiator_facts
from engine.definitions import Deployed
from engine.errors import BegunByEvents, UnknownUnit
from engine.execution import NotStartable, WaitingStep
from engine.numbering import next_number
from engine.outcomes import choose, opinion_words, outcomes_of
from engine.running import Facts, Running
from engine.runtime import Runtime
from engine.saving import save
from engine.starting import startable
from engine.store import drafts, tasks
from engine.store.tasks import NewTask
from engine.titles import title_of
from identity.keys import person_key
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Started:
    """The answer to the initiator."""

    instance_id: uuid.UUID
    business_no: str | None
    title: str
    state: str


def start_process(
    rt: Runtime,
    by: Principal,
    service_key: str,
    document: Mapping[str, Any],
    *,
    unit_id: int | None = None,
    outcome: str | None = None,
    opinion: str = "",
    draft_id: int | None = None,
    process_id: str | None = None,
    chosen: Mapping[str, Sequence[int]] | None = None,
) -> Started:
    """Start an instance on the version in force and complete the initiator's step with ``document``.

    Parameters
    ----------
    unit_id
        Which of his units the initiator acts for; his main unit if not said.
    draft_id
        The draft that this submission came from; it is used up.
    process_id
        Which process of the version; None for the one that people start.
    chosen
        Who shall handle coming steps, by element, where the diagram lets the initiator choose.

    Raises
    ------
    NotPublished, NotEligible, UnknownUnit, BegunByEvents
        The service cannot be started by this person, for this unit, or by hand at all.
    UnknownOutcome, OpinionTooLong, Invalid, NobodyToHandle
        What was sent does not hold, or nobody would handle what comes next; nothing is stored.
    """
    with transaction() as uow:
        deployed = startable(rt, uow, by, service_key)
        own_task, instance_id = tasks.ask_ids(uow, 1), uuid.uuid4()
        files = filling.ask_files(uow, by, deployed.form, instance_id, document)
        running = _begin(rt, uow, by, deployed, instance_id, _unit(by, unit_id), document, process_id)
        if (step := _apply_step(running)) is None:
            running.note("start", person_id=by.person_id)
        else:
            filling.submit(running, by, step.element, document, files)
            choosing.take(running, by, step, chosen or {})
            _complete_apply(running, by, running.step(step.token), own_task.scalar_one(), outcome, opinion)
        running.submitted = True
        running.settle()
        save(running)
        if draft_id is not None:
            drafts.delete(uow, by.person_id, draft_id)
        return _tell(running)


def _tell(running: Running) -> Started:
    facts = running.facts
    started = events.InstanceStarted(facts.id, facts.service_key, facts.initiator_id, facts.title)
    running.rt.events.publish(running.uow, started)
    return Started(facts.id, facts.business_no, facts.title, running.state)


def _unit(by: Principal, unit_id: int | None) -> int | None:
    if unit_id is None:
        return by.main_unit.id if by.main_unit else None
    if unit_id not in {unit.id for unit in by.units}:
        raise UnknownUnit(unit=unit_id)
    return unit_id


def _begin(
    rt: Runtime,
    uow: UnitOfWork,
    by: Principal,
    deployed: Deployed,
    instance_id: uuid.UUID,
    unit_id: int | None,
    document: Mapping[str, Any],
    process_id: str | None,
) -> Running:
    now = rt.clock()
    contact = ask_contact(uow, by)
    facts = Facts(
        id=instance_id,
        definition_id=deployed.id,
        service_key=deployed.service_key,
        business_no=next_number(uow, deployed.service_key, deployed.process, now),
        title=title_of(deployed.process, by.name, now, document),
        initiator_id=by.person_id,
        unit_id=unit_id,
        started_at=now,
        process_id=process_id if process_id != deployed.programs.main else None,
    )
    running = Running(rt, uow, facts, deployed, now)
    unit = next((unit for unit in by.units if unit.id == unit_id), None)
    known = initiator_facts(by, unit, now, contact.one(), facts.business_no)
    filled = automatic_fields(deployed.form, known)
    try:
        running.create(beginning.variables(deployed, facts, by, unit, filled))
    except NotStartable as problem:
        raise BegunByEvents(service=deployed.service_key) from problem
    return running


def _apply_step(running: Running) -> WaitingStep | None:
    """Run to the initiator's own step; a service nobody fills in has none."""
    apply = running.deployed.apply_step
    running.execution.advance()
    return next((step for step in running.execution.waiting if apply and step.element == apply.id), None)


def _complete_apply(
    running: Running,
    by: Principal,
    step: WaitingStep,
    task_id: int,
    outcome: str | None,
    opinion: str,
) -> None:
    deployed = running.deployed
    chosen = choose(deployed, step.element, outcome or outcomes_of(deployed, step.element)[0].id)
    words = opinion_words(opinion, required=deployed.step(step.element).opinion_required)
    filling.decide(running, by, step, chosen, words)
    running.note("start", person_id=by.person_id, element=step.element, outcome=chosen.id, words=words)
    running.pending.new_tasks.append(
        NewTask(
            id=task_id,
            token=step.token,
            element=step.element,
            name=deployed.step_name(step.element),
            reasons=((person_key(by.person_id), "initiator"),),
            state="completed",
            handler_id=by.person_id,
            outcome=chosen.id,
        )
    )
    running.execution.complete(step.token)
