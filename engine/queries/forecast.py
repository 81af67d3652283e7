"""流程预测 for readers: of a form not yet sent, of a matter under way, of a service as such.

A reader learns no more than his pages show: a field that is hidden from him decides nothing and names
nobody here.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from db.link import Link, Row
from engine.access import readers_access
from engine.automatic import ask_contact, automatic_fields, initiator_facts
from engine.beginning import foreseeable
from engine.definitions import Deployed, in_force
from engine.errors import NotPublished, UnknownUnit
from engine.execution import Execution
from engine.filling import INSTANCE
from engine.forecast import (
    Forecast,
    People,
    Step,
    from_grounds,
    from_start,
    mapped,
    named,
    outcome_of,
    top_of,
    usual_times,
)
from engine.outcomes import outcomes_of
from engine.runtime import Runtime
from engine.starting import startable
from engine.steering import STEPS
from forms.access import Access
from forms.model import Form
from identity.principal import Principal
from identity.refs import UnitRef

from .instances import visible
from .loading import load
from .names import names_behind, waiting_tasks

_EMPTY: tuple[Any, ...] = (None, "", [], {})


def before_sending(
    rt: Runtime,
    connection: Link,
    by: Principal,
    service_key: str,
    document: Mapping[str, Any],
    *,
    unit_id: int | None = None,
    outcome: str | None = None,
) -> Forecast:
    """Foresee what an application would go through, as far as it is filled in; nothing is checked or stored.

    Parameters
    ----------
    document
        What was typed so far; what the step may not edit is ignored.
    unit_id
        Which of his units the initiator acts for; his main unit if not said.
    outcome
        The button that he would press, where there are several.

    Raises
    ------
    NotPublished, NotEligible, UnknownUnit
    """
    deployed = startable(rt, connection, by, service_key)
    unit = _unit(by, unit_id)
    apply = deployed.apply_step
    facts = initiator_facts(by, unit, rt.clock(), ask_contact(connection, by).one())
    typed = _typed(deployed, document)
    filled = automatic_fields(deployed.form, facts) | typed
    variables = foreseeable(deployed, by, unit, filled)
    unsure = {INSTANCE, *(_blank(deployed, typed) - filled.keys())}
    if apply is not None:
        unsure |= hidden_from(deployed.form, apply.access)
        chosen = _outcome(deployed, apply.id, outcome)
        variables[STEPS] = {apply.id: {"outcome": chosen, "person": by.person_id}}
        unsure |= {outcome_of(apply.id)} if chosen is None else set()
    people = People(connection, deployed, by.person_id, unit.id if unit else None)
    ahead = from_start(
        deployed,
        rt.sandbox,
        variables,
        unsure=frozenset(unsure),
        given=frozenset({apply.id} if apply is not None else ()),
        people=people,
        usual=usual_times(connection, service_key),
    )
    return _named(connection, ahead, {apply.id: (by.name,)} if apply is not None else {}, people)


def of_instance(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Forecast:
    """Foresee a matter from where it stands; one that has ended, or is held up as a whole, has nothing ahead.

    Raises
    ------
    NotFound
        Unknown, or not for this reader.
    """
    instance = visible(rt, connection, by, instance_id)
    deployed, execution = load(rt, connection, instance)
    return ahead_of(rt, connection, by, instance, deployed, execution)


def ahead_of(
    rt: Runtime,
    connection: Link,
    by: Principal,
    instance: Row,
    deployed: Deployed,
    execution: Execution,
    *,
    with_people: bool = True,
) -> Forecast:
    """Foresee a matter that was read for somebody who may see it.

    Parameters
    ----------
    with_people
        Whether people and usual times are looked up, too.
    """
    if execution.state != "running" or instance.state not in ("running", "suspended"):
        return Forecast(())
    access = readers_access(rt, connection, by, instance, deployed)
    people = People(connection, deployed, instance.initiator_id, instance.unit_id) if with_people else None
    ahead = from_grounds(
        deployed,
        deployed.program_of(instance.process_id),
        rt.sandbox,
        execution.grounds(),
        unsure=hidden_from(deployed.form, access),
        people=people,
        usual=usual_times(connection, instance.service_key) if with_people else {},
    )
    if people is None:
        return ahead
    open_now: dict[str, tuple[str, ...]] = {}
    for task in waiting_tasks(connection, [instance.id]).get(instance.id, []):
        open_now[task.element] = (*open_now.get(task.element, ()), *task.people)
    here = {key: tuple(dict.fromkeys(names)) for key, names in open_now.items()}
    return _named(connection, ahead, here, people)


def of_service(rt: Runtime, connection: Link, service_key: str) -> Forecast:
    """Foresee a service's version in force for whoever may start it: nothing is decided, nobody is named.

    Raises
    ------
    NotPublished
    """
    definition_id = in_force(connection, service_key)
    if definition_id is None:
        raise NotPublished(service=service_key)
    return from_start(rt.definitions.get(connection, definition_id), rt.sandbox, {})


def hidden_from(form: Form, access: Access) -> frozenset[str]:
    """Give the variables that somebody does not see, or not in whole; secrets are nobody's to see."""
    parts = {pointer for pointer, mode in access.modes.items() if mode == "hidden" and pointer} | form.secrets
    fields = {name for name, field in form.fields.items() if access.mode(field.pointer) == "hidden"}
    return frozenset(fields | {top_of(pointer) for pointer in parts})


def _typed(deployed: Deployed, document: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what the initiator's own step may edit and he has filled in."""
    step = deployed.apply_step
    return {
        name: document[name]
        for name, field in deployed.form.fields.items()
        if step is not None and step.access.may_edit(field) and document.get(name) not in _EMPTY
    }


def _blank(deployed: Deployed, typed: Mapping[str, Any]) -> set[str]:
    """Give the fields that he may still fill in: nothing is decided by their being empty."""
    step = deployed.apply_step
    fields = deployed.form.fields.items()
    return {name for name, field in fields if step and step.access.may_edit(field) and name not in typed}


def _outcome(deployed: Deployed, element: str, asked: str | None) -> str | None:
    known = [outcome.id for outcome in outcomes_of(deployed, element)]
    if asked in known:
        return asked
    return known[0] if len(known) == 1 else None


def _unit(by: Principal, unit_id: int | None) -> UnitRef | None:
    if unit_id is None:
        return by.main_unit
    for unit in by.units:
        if unit.id == unit_id:
            return unit
    raise UnknownUnit(unit=unit_id)


def _named(
    connection: Link, ahead: Forecast, open_now: Mapping[str, tuple[str, ...]], people: People
) -> Forecast:
    """Put the names of people to all steps at once; of an open step those whom it waits for."""
    names = names_behind(connection, {key for step in ahead.steps() for key, *_ in step.reasons})
    # Nobody of them is still active: then it goes where every task goes that nobody can handle.
    vacant = any(step.reasons and not named(step.reasons, names) for step in ahead.steps())
    nobody = people.nobody() if vacant else ()
    if vacant:
        names |= names_behind(connection, [key for key, *_ in nobody])

    def name(step: Step) -> Step:
        if step.now and step.element in open_now:
            return replace(step, people=open_now[step.element], reasons=())
        reasons = step.reasons if named(step.reasons, names) or step.later else nobody
        return replace(step, people=named(reasons, names), reasons=reasons)

    return Forecast(mapped(ahead.items, name), ahead.complete)
