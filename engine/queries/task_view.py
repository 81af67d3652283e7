"""The handling page: a task with its form, its buttons and the record beside it (T2, T3)."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Answer, Link, Row
from designer_export.native import OPERATIONS, Outcome
from engine.access import readers_access
from engine.definitions import Deployed
from engine.errors import NotFound
from engine.execution import Execution
from engine.opening import SUSPENDED
from engine.outcomes import opinion_is_required, outcomes_of, preset_of
from engine.returning import targets_of
from engine.runtime import Runtime
from identity.keys import person_key
from identity.principal import Principal

from .choices import StepChoice, choices_at
from .form_view import FormView, form_view
from .instances import ask_by_task, checked
from .loading import load
from .reasons import TaskReason, ask_names_by_task, reasons_of
from .record import ReadReceipt, RecordLine, ask_record_by_task, entries, receipts
from .signers import Signer, signers
from .withdrawable import may_withdraw

_TASK = text(
    "SELECT t.id, t.token, t.element, t.name, t.state, t.version, t.reasons, t.handler_id,"
    " t.outcome, t.opened_at, t.due_at, t.held_at,"
    " t.closed_at, t.claimed_by, c.name AS claimed_name, p.name AS handler_name,"
    " EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id AND i.principal = ANY(:keys)) AS mine,"
    " ARRAY(SELECT i.principal FROM inbox i WHERE i.task_id = t.id) AS candidates,"
    " d.document AS typed, d.opinion AS typed_opinion"
    " FROM task t LEFT JOIN person p ON p.id = t.handler_id"
    " LEFT JOIN person c ON c.id = t.claimed_by"
    " LEFT JOIN draft d ON d.task_id = t.id AND d.person_id = :person_id WHERE t.id = :task_id"
)


@dataclass(frozen=True, slots=True)
class SavedInput:
    """What this handler typed earlier and did not send."""

    document: dict[str, Any]
    opinion: str


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as one reader sees it.

    Attributes
    ----------
    state
        ``open``, ``completed``, ``returned`` or ``cancelled``.
    can_handle
        The task is open and offered to this reader; only then are there buttons.
    operations
        ``return`` and names of `OPERATIONS`: what he may do beside the outcomes.
    return_targets
        (word to send, name of the step), the nearest first.
    opinion_required
        Ids of the outcomes that need words.
    preset
        The text that stands in the opinion cell before anybody typed.
    reasons
        Why these people: rows (principal key, rule, parameters …).
    why
        The same reasons with the names that a sentence about them needs, while the task is open.
    choices
        The coming steps whose handlers this handler chooses.
    buttons
        The service's own texts of operations, by their names.
    due_at, held_at
        Until when it is to be done, and since when its clock stands still; None if it does not.
    suspended
        Whether the whole matter waits (挂起).
    signers
        Who was asked to sign by hand and has not.
    can_withdraw
        Whether this reader has done it and nobody has gone on from it.
    claimed_by
        Name of the one of several who does it (认领); then nobody else can handle it.
    can_claim, can_release
        Whether this reader may take it for himself, or give it back to all.
    """

    id: int
    version: int
    state: str
    can_handle: bool
    instance_id: uuid.UUID
    title: str
    service_key: str
    service_name: str
    business_no: str | None
    step_id: str
    step_name: str
    form: FormView
    outcomes: tuple[Outcome, ...]
    opinion_required: frozenset[str]
    preset: str
    operations: tuple[str, ...]
    return_targets: tuple[tuple[str, str], ...]
    input: SavedInput | None
    record: tuple[RecordLine, ...]
    receipts: tuple[ReadReceipt, ...]
    reasons: tuple[tuple[str, ...], ...]
    initiator_name: str
    initiator_unit: str
    handler_name: str | None
    at: datetime
    closed_at: datetime | None
    buttons: Mapping[str, Any]
    due_at: datetime | None
    held_at: datetime | None
    suspended: bool = False
    signers: tuple[Signer, ...] = ()
    can_withdraw: bool = False
    why: tuple[TaskReason, ...] = ()
    choices: tuple[StepChoice, ...] = ()
    claimed_by: str | None = None
    can_claim: bool = False
    can_release: bool = False


def open_task(rt: Runtime, connection: Link, by: Principal, task_id: int) -> TaskView:
    """Give a task to somebody who may see it.

    Raises
    ------
    NotFound
        Unknown, or not for this reader.
    """
    # All in one round trip; nothing else is looked at before the instance is found visible.
    asked = ask_by_task(connection, by, task_id)
    values = {"task_id": task_id, "person_id": by.person_id, "keys": list(by.keys)}
    tasks = connection.execute(_TASK, values)
    record = ask_record_by_task(connection, task_id)
    names = ask_names_by_task(connection, task_id)
    instance = checked(rt, connection, by, asked)
    task = tasks.one_or_none()
    if task is None:
        raise NotFound(task=task_id)
    deployed, execution = load(rt, connection, instance)
    return _view(rt, connection, by, instance, task, record, names, deployed, execution)


def _view(
    rt: Runtime,
    connection: Link,
    by: Principal,
    instance: Row,
    task: Row,
    record: tuple[Answer, Answer],
    names: Answer,
    deployed: Deployed,
    execution: Execution,
) -> TaskView:
    lines, reads = record
    variables = execution.variables()
    can_handle = bool(task.mine) and task.state == "open" and instance.state == "running"
    return TaskView(
        id=task.id,
        version=task.version,
        state=task.state,
        can_handle=can_handle,
        instance_id=instance.id,
        title=instance.title,
        service_key=instance.service_key,
        service_name=deployed.name,
        business_no=instance.business_no,
        step_id=task.element,
        step_name=task.name,
        form=_form(rt, connection, by, instance, task, deployed, variables, can_handle),
        **(
            _to_do(connection, instance, task, deployed, execution, variables)
            if can_handle
            else _NOTHING_TO_DO
        ),
        record=entries(rt, connection, lines, deployed),
        receipts=receipts(reads),
        reasons=tuple(tuple(reason) for reason in task.reasons),
        initiator_name=instance.initiator_name,
        initiator_unit=instance.initiator_unit,
        handler_name=task.handler_name,
        at=task.opened_at,
        closed_at=task.closed_at,
        suspended=instance.state == SUSPENDED,
        buttons=deployed.process.get("buttons", {}),
        due_at=task.due_at,
        held_at=task.held_at,
        signers=signers(connection, execution, instance.id, by.person_id, task.element, task.token),
        can_withdraw=may_withdraw(rt, by, instance, task, deployed),
        why=reasons_of(deployed, task.reasons, names) if task.state == "open" else (),
        **_claim(by, task, can_handle),
    )


_NOTHING_TO_DO: dict[str, Any] = {
    "outcomes": (),
    "opinion_required": frozenset(),
    "preset": "",
    "operations": (),
    "return_targets": (),
    "input": None,
}


def _claim(by: Principal, task: Row, can_handle: bool) -> dict[str, Any]:
    """Who of several does it, and what the reader may do about that."""
    alone = task.candidates == [person_key(by.person_id)]
    return {
        "claimed_by": task.claimed_name,
        "can_claim": can_handle and task.claimed_by is None and not alone,
        "can_release": can_handle and task.claimed_by == by.person_id,
    }


def _to_do(
    connection: Link,
    instance: Row,
    task: Row,
    deployed: Deployed,
    execution: Execution,
    variables: dict[str, Any],
) -> dict[str, Any]:
    """What only somebody gets who can handle the task: its buttons, and what he typed earlier."""
    outcomes = outcomes_of(deployed, task.element)
    returns = targets_of(deployed, execution, task.element, task.token)
    return {
        "outcomes": outcomes,
        "opinion_required": frozenset(
            outcome.id for outcome in outcomes if opinion_is_required(deployed, task.element, outcome)
        ),
        "preset": preset_of(deployed, task.element),
        "operations": _operations(deployed, task.element, bool(returns)),
        "return_targets": tuple((word, deployed.step_name(step.element)) for word, step in returns.items()),
        "input": SavedInput(task.typed, task.typed_opinion) if task.typed is not None else None,
        "choices": choices_at(
            connection,
            deployed,
            task.element,
            unit_id=instance.unit_id,
            variables=variables,
            execution=execution,
            token=task.token,
        ),
    }


def _form(
    rt: Runtime,
    connection: Link,
    by: Principal,
    instance: Row,
    task: Row,
    deployed: Deployed,
    variables: dict[str, Any],
    can_handle: bool,
) -> FormView:
    """The step's own form for its handler; for others the fields of the steps that were theirs."""
    step = deployed.step(task.element)
    if can_handle:
        return form_view(
            deployed,
            step.access,
            variables,
            layout=step.layout,
            opinion_pointer=step.opinion,
        )
    access = readers_access(rt, connection, by, instance, deployed)
    return form_view(deployed, access, variables, layout=step.layout)


def _operations(deployed: Deployed, element: str, may_return: bool) -> tuple[str, ...]:
    step = deployed.step(element)
    offered = tuple(name for name in OPERATIONS if step.offers(name))
    return ("return", *offered) if may_return and not step.apply else offered
