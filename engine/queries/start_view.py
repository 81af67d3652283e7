"""The page where an application is filled in: form, units to act for, draft (S3, S4)."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from db.link import Link
from designer_export.native import Outcome, StepSettings
from engine.automatic import ask_contact, automatic_fields, initiator_facts
from engine.definitions import Deployed
from engine.errors import NotFound
from engine.outcomes import outcomes_of, preset_of
from engine.runtime import Runtime
from engine.starting import startable
from identity.principal import Principal
from identity.refs import UnitRef

from .choices import StepChoice, choices_at
from .form_view import FormView, form_view

_DRAFT = text(
    "SELECT id, document, opinion, unit_id, definition_id FROM draft"
    " WHERE id = :id AND person_id = :person_id AND service_key = :service AND task_id IS NULL"
)


@dataclass(frozen=True, slots=True)
class StartView:
    """A form about to be filled in.

    Attributes
    ----------
    form
        With what the system fills in, and the draft's content, already in the document.
    opinion_preset
        The text that stands in the opinion cell before anybody typed.
    choices
        The coming steps whose handlers the initiator chooses.
    draft_moved
        The draft was begun on an earlier version; what fits was kept.
    """

    service_key: str
    name: str
    definition_id: int
    number: int
    form: FormView
    outcomes: tuple[Outcome, ...]
    units: tuple[UnitRef, ...]
    unit_id: int | None
    opinion: str
    opinion_required: bool
    draft_id: int | None = None
    draft_moved: bool = False
    draft_document: dict[str, Any] = field(default_factory=dict)
    choices: tuple[StepChoice, ...] = ()


def start_view(
    rt: Runtime,
    connection: Link,
    by: Principal,
    service_key: str,
    *,
    unit_id: int | None = None,
    draft_id: int | None = None,
) -> StartView:
    """Give the form of a service to somebody who may start it.

    Raises
    ------
    NotPublished, NotEligible
    NotFound
        There is no such draft of this person.
    """
    deployed = startable(rt, connection, by, service_key)
    draft = _draft(connection, by, service_key, draft_id)
    unit = _unit(by, unit_id or (draft.unit_id if draft is not None else None))
    step = deployed.apply_step or StepSettings(id="")
    kept = _fitting(deployed, draft.document) if draft is not None else {}
    facts = initiator_facts(by, unit, rt.clock(), ask_contact(connection, by).one())
    known = automatic_fields(deployed.form, facts)
    return StartView(
        service_key=service_key,
        name=deployed.name,
        definition_id=deployed.id,
        number=deployed.number,
        form=form_view(deployed, step.access, known | kept, layout=step.layout, opinion_pointer=step.opinion),
        outcomes=outcomes_of(deployed, step.id),
        units=by.units,
        unit_id=unit.id if unit else None,
        opinion=draft.opinion if draft is not None else preset_of(deployed, step.id),
        opinion_required=step.opinion_required,
        draft_id=draft.id if draft is not None else None,
        draft_moved=draft is not None and draft.definition_id != deployed.id,
        draft_document=kept,
        choices=choices_at(
            connection, deployed, step.id, unit_id=unit.id if unit else None, variables=known | kept
        ),
    )


def _draft(connection: Link, by: Principal, service_key: str, draft_id: int | None) -> Any:
    if draft_id is None:
        return None
    values = {"id": draft_id, "person_id": by.person_id, "service": service_key}
    draft = connection.execute(_DRAFT, values).one_or_none()
    if draft is None:
        raise NotFound(draft=draft_id)
    return draft


def _unit(by: Principal, unit_id: int | None) -> UnitRef | None:
    return next((unit for unit in by.units if unit.id == unit_id), by.main_unit)


def _fitting(deployed: Deployed, document: dict[str, Any]) -> dict[str, Any]:
    """Keep of a draft what the present version's form still has, where the step may edit it."""
    step = deployed.apply_step
    if step is None:
        return {}
    return {
        name: value
        for name, value in document.items()
        if name in deployed.form.schema.get("properties", {}) and step.access.mode(f"/{name}") == "edit"
    }
