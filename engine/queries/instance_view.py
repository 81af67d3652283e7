"""One instance as its initiator, its handlers and its administrators see it (S5, A1)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_at_service, may_inspect, readers_access
from engine.cancelling import may_cancel
from engine.definitions import Deployed
from engine.runtime import Runtime
from engine.saving import ENDED
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

from .forecast import ahead_of
from .form_view import FormView, form_view
from .instances import visible
from .loading import load
from .progress import TimelineStep, timeline
from .record import ReadReceipt, RecordLine, ask_record, entries, receipts
from .withdrawable import withdrawable

_INCIDENTS = text(
    "SELECT id, token, element, code, detail, opened_at FROM incident WHERE instance_id = :id AND"
    " closed_at IS NULL ORDER BY id"
)
_MY_TASK = text(
    "SELECT t.id FROM task t JOIN inbox i ON i.task_id = t.id WHERE t.instance_id = :id AND t.state = 'open'"
    " AND i.principal = ANY(:keys) ORDER BY t.id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class IncidentView:
    """A step that failed; ``detail`` is for administrators, empty for others."""

    id: int
    token: int
    element: str
    step_name: str
    code: str
    detail: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InstanceView:
    """An instance as one reader sees it.

    Attributes
    ----------
    my_task
        The open task that he could handle now.
    withdrawable
        The task that he has done and may take back.
    may_mend
        He is an administrator who may do what :mod:`engine.queries.mending` offers.
    may_inspect
        He may look inside (:mod:`engine.queries.inspection`).
    """

    id: uuid.UUID
    title: str
    service_key: str
    service_name: str
    business_no: str | None
    state: str
    definition_number: int
    form: FormView
    record: tuple[RecordLine, ...]
    receipts: tuple[ReadReceipt, ...]
    timeline: tuple[TimelineStep, ...]
    incidents: tuple[IncidentView, ...]
    may_cancel: bool
    may_terminate: bool
    my_task: int | None
    withdrawable: int | None
    initiator_name: str
    initiator_unit: str
    at: datetime
    ended_at: datetime | None
    suspended_at: datetime | None
    may_mend: bool
    may_inspect: bool


def view(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> InstanceView:
    """Give an instance to somebody who may see it.

    Raises
    ------
    NotFound
    """
    instance = visible(rt, connection, by, instance_id)
    deployed, execution = load(rt, connection, instance)
    lines, reads = ask_record(connection, instance.id)
    incidents = connection.execute(_INCIDENTS, {"id": instance_id})
    mine = connection.execute(_MY_TASK, {"id": instance_id, "keys": list(by.keys)})
    own = instance.initiator_id == by.person_id
    inspecting = may_inspect(rt, connection, by, instance.service_key)
    access = readers_access(rt, connection, by, instance, deployed)
    running, lives = instance.state == "running", instance.state not in ENDED
    may_mend = may_at_service(rt, connection, by, INSTANCE_MEND, instance.service_key)
    failed = incidents.all() if lives else ()
    ahead = ahead_of(rt, connection, by, instance, deployed, execution, with_people=False)
    return InstanceView(
        id=instance.id,
        title=instance.title,
        service_key=instance.service_key,
        service_name=deployed.name,
        business_no=instance.business_no,
        state=instance.state,
        definition_number=deployed.number,
        form=form_view(deployed, access, execution.variables()),
        record=entries(rt, connection, lines, deployed),
        receipts=receipts(reads),
        timeline=timeline(connection, instance, execution, ahead),
        incidents=tuple(_incident(row, deployed, inspecting=inspecting) for row in failed),
        may_cancel=own and running and may_cancel(deployed, execution),
        may_terminate=lives and may_mend,
        may_mend=may_mend,
        may_inspect=inspecting,
        my_task=mine.scalar_one_or_none(),
        withdrawable=withdrawable(rt, connection, by, instance, deployed),
        initiator_name=instance.initiator_name,
        initiator_unit=instance.initiator_unit,
        at=instance.started_at,
        ended_at=instance.ended_at,
        suspended_at=instance.suspended_at,
    )


def _incident(row: Row, deployed: Deployed, *, inspecting: bool) -> IncidentView:
    detail = row.detail if inspecting else ""
    name = deployed.step_name(row.element)
    return IncidentView(row.id, row.token, row.element, name, row.code, detail, row.opened_at)
